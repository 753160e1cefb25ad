import type { ImportReply } from "../../core/contract/api";
import { largestExperiment, type OpenedFile } from "../../core/contract/files";
import { LabFailure, toLabError, type LabError } from "../../core/errors";
import { sourceOf, type DataSpec } from "../../core/data/spec";
import { isStudy } from "../../core/experiment/sweep/study";
import { isLesson } from "../../core/lessons/read";
import { requireExperiment } from "../../core/experiment/validate";
import { parseJson } from "../../core/text/parse-json";
import { shown } from "../../core/text/shown";
import type { Lab } from "../lib/api";
import { jsonText } from "../lib/file-text";
import { firstData, withModelKind, withSource } from "../screens/design/change";
import type { DesignController } from "../screens/design/Controller.svelte";
import { droppable, kindOf } from "./kinds";

type DroppedFile = Pick<File, "name" | "size" | "arrayBuffer">;

/** A file on its way in. */
interface Incoming extends DroppedFile {
  /** Empty for one that is on no disk. */
  path: string;
}

interface Options {
  design: Pick<DesignController, "spec" | "load" | "change" | "filesChosen">;
  /** Files that were opened with the program are about to be shown. */
  opening: () => void;
  /** The experiment being designed is another one now. */
  designed: () => void;
  /** A study, by the path of its file. @throws LabFailure where it cannot be shown */
  study: (path: string) => Promise<void>;
  /** A lesson, as the text of its file. @throws LabFailure where it is broken */
  lesson: (text: string) => Promise<void>;
  /** Runs were added. */
  imported: (reply: ImportReply) => void;
  refused: (error: LabError) => void;
}

/** Files dropped on the window, or opened with the program: runs are added, experiments and data go into the new run. */
export class FileDrop {
  /** Whether files are held over the window. */
  over = $state(false);
  /** The files opened with the program that are taken now. */
  #taking: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly lab: Lab,
    private readonly options: Options,
  ) {}

  async take(files: DroppedFile[]) {
    this.over = false;
    await this.#try(() =>
      this.#take(files.map((file) => dropped(file, this.lab))),
    );
  }

  /** Takes what was opened with the program: what was opened together is taken together. */
  takeWaiting(): Promise<unknown> {
    return (this.#taking = this.#taking.then(() =>
      this.#try(() => this.#takeWaiting()),
    ));
  }

  async #takeWaiting() {
    for (;;) {
      const group = await this.lab.files.waiting();
      if (!group) return;
      this.options.opening();
      await this.#try(async () => {
        if ("refused" in group) throw new LabFailure(group.refused);
        await this.#take(group.files.map(opened));
      });
    }
  }

  async #try(work: () => Promise<void>) {
    try {
      await work();
    } catch (thrown) {
      this.options.refused(toLabError(thrown));
    }
  }

  async #take(files: Incoming[]) {
    const known = files.map((file) => {
      const kind = file.path === "" ? undefined : kindOf(file.name);
      if (kind) return { file, kind };
      throw refusal(file.name, "This file type is not supported.");
    });
    if (known.length === 0) return;
    const [{ file, kind }] = known;
    if (kind === "lab") {
      if (known.some((one) => one.kind !== "lab")) throw mixed(file.name);
      return this.#ofLab(files);
    }
    const { source } = kind;
    const paths: Record<string, string | string[]> = {};
    for (const one of known) {
      if (one.kind === "lab" || one.kind.source !== source)
        throw mixed(file.name);
      const { field } = one.kind;
      const others = paths[field] ?? [];
      const all = [...[others].flat(), one.file.path];
      if (all.length > 1 && !sourceOf({ source }).files?.[field].isList)
        throw mixed(file.name);
      paths[field] = all.length > 1 ? all : one.file.path;
    }
    this.#data(source, paths);
  }

  async #ofLab(files: Incoming[]) {
    const [file] = files;
    const isAlone = files.length === 1;
    if (isAlone && file.size === 0)
      throw refusal(file.name, "The file is empty.");
    const text =
      isAlone && file.size <= largestExperiment ? await jsonText(file) : null;
    const content = text === null ? null : parsed(file.name, text);
    if (text !== null && content && isLesson(content))
      return this.#lesson(file.name, text);
    if (isStudy(content)) {
      await this.options.study(file.path);
      this.options.designed();
      return;
    }
    const isRuns =
      content === null || "edgeLabRuns" in content || "result" in content;
    if (isRuns) {
      const paths = files.map(({ path }) => path);
      const reply = await this.lab.files.importRuns(paths);
      if (reply.added.length + reply.present.length > 0)
        this.options.imported(reply);
      return;
    }
    this.options.design.load(experiment(file.name, content));
    this.options.designed();
  }

  async #lesson(name: string, text: string) {
    try {
      await this.options.lesson(text);
    } catch (thrown) {
      const { message, hint } = toLabError(thrown);
      throw refusal(name, message, hint);
    }
  }

  /** Files of one source may come one after the other, as images and labels do. */
  #data(source: DataSpec["source"], paths: Record<string, string | string[]>) {
    const { design, designed } = this.options;
    const { data } = design.spec;
    const before = data?.source === source ? data : firstData(source);
    const files = Object.keys(sourceOf({ source }).files ?? {}).map((field) => [
      field,
      paths[field] ?? before[field as keyof DataSpec],
    ]);
    const next = { ...firstData(source), ...Object.fromEntries(files) };
    design.change((spec) => ({
      ...withSource(withModelKind(spec, "network"), source),
      data: next as DataSpec,
    }));
    design.filesChosen();
    designed();
  }
}

function dropped(file: DroppedFile, lab: Lab): Incoming {
  const { name, size } = file;
  const arrayBuffer = () => file.arrayBuffer();
  return { path: lab.pathOf(file), name, size, arrayBuffer };
}

function opened({ bytes, ...file }: OpenedFile): Incoming {
  const arrayBuffer = async () => new Uint8Array(bytes ?? []).buffer;
  return { ...file, arrayBuffer };
}

function mixed(name: string) {
  return refusal(name, "These files do not belong together.");
}

function parsed(name: string, text: string): object {
  try {
    const content = parseJson(text);
    if (typeof content === "object" && content !== null) return content;
  } catch {
    // Said below, as for any other text.
  }
  throw refusal(name, "It is not JSON, the format of experiments and runs.");
}

function experiment(name: string, content: object) {
  try {
    return requireExperiment(content);
  } catch (thrown) {
    const error = toLabError(thrown);
    const [field] = error.fields ?? [];
    throw refusal(
      name,
      field
        ? [field.path && `${field.path}:`, field.message]
            .filter(Boolean)
            .join(" ")
        : error.message,
    );
  }
}

function refusal(
  name: string,
  why: string,
  hint = `Edge Lab opens ${droppable}.`,
) {
  return new LabFailure({
    code: "file",
    message: `${shown(name)} was not opened. ${why}`,
    hint,
  });
}
