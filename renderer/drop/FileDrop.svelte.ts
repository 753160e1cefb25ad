import type { RunRow } from "../../core/contract/api";
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

/** A larger file can only be one of runs, which main reads. */
const largestExperiment = 20 * 2 ** 20;

type DroppedFile = Pick<File, "name" | "size" | "arrayBuffer">;

interface Options {
  design: Pick<DesignController, "spec" | "load" | "change" | "filesChosen">;
  /** The experiment being designed is another one now. */
  designed: () => void;
  /** A study, by the path of its file. @throws LabFailure where it cannot be shown */
  study: (path: string) => Promise<void>;
  /** A lesson, as the text of its file. @throws LabFailure where it is broken */
  lesson: (text: string) => Promise<void>;
  /** Runs were added. */
  imported: (rows: RunRow[]) => void;
  refused: (error: LabError) => void;
}

/** Files dropped on the window: runs are added, experiments and data go into the new run. */
export class FileDrop {
  /** Whether files are held over the window. */
  over = $state(false);

  constructor(
    private readonly lab: Lab,
    private readonly options: Options,
  ) {}

  async take(files: DroppedFile[]) {
    this.over = false;
    try {
      await this.#take(files);
    } catch (thrown) {
      this.options.refused(toLabError(thrown));
    }
  }

  async #take(files: DroppedFile[]) {
    const dropped = files.map((file) => {
      const path = this.lab.pathOf(file);
      const kind = path === "" ? undefined : kindOf(file.name);
      if (kind) return { file, kind, path };
      throw refusal(file.name, "This file type is not supported.");
    });
    if (dropped.length === 0) return;
    const [{ file, kind }] = dropped;
    if (kind === "json") {
      if (dropped.some((one) => one.kind !== "json")) throw mixed(file.name);
      return this.#json(dropped);
    }
    const { source } = kind;
    const paths: Record<string, string | string[]> = {};
    for (const one of dropped) {
      if (one.kind === "json" || one.kind.source !== source)
        throw mixed(file.name);
      const { field } = one.kind;
      const others = paths[field] ?? [];
      const all = [...[others].flat(), one.path];
      if (all.length > 1 && !sourceOf({ source }).files?.[field].isList)
        throw mixed(file.name);
      paths[field] = all.length > 1 ? all : one.path;
    }
    this.#data(source, paths);
  }

  async #json(dropped: { file: DroppedFile; path: string }[]) {
    const [{ file, path }] = dropped;
    const text =
      dropped.length > 1 || file.size > largestExperiment
        ? null
        : await jsonText(file);
    const content = text === null ? null : parsed(file.name, text);
    if (text !== null && content && isLesson(content))
      return this.#lesson(file.name, text);
    if (isStudy(content)) {
      await this.options.study(path);
      this.options.designed();
      return;
    }
    const isRuns =
      content === null || "edgeLabRuns" in content || "result" in content;
    if (isRuns) {
      const paths = dropped.map(({ path }) => path);
      const rows = await this.lab.files.importRuns(paths);
      if (rows.length > 0) this.options.imported(rows);
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
  throw refusal(name, "It is not JSON, the notation of experiments and runs.");
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

function refusal(name: string, why: string, hint = `Drop ${droppable}.`) {
  return new LabFailure({
    code: "file",
    message: `${shown(name)} was not taken. ${why}`,
    hint,
  });
}
