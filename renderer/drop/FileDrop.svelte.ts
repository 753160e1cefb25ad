import type { RunRow } from "../../core/contract/api";
import { LabFailure, toLabError, type LabError } from "../../core/errors";
import type { DataSpec } from "../../core/experiment/spec";
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
  design: Pick<DesignController, "spec" | "load" | "change" | "reveal">;
  /** The experiment being designed is another one now. */
  designed: () => void;
  /** Runs were added. */
  imported: (rows: RunRow[]) => void;
  refused: (error: LabError) => void;
}

/** Files dropped on the window: runs are added, experiments and data go into the new run. */
export class FileDrop {
  /** Whether files are held over the window. */
  over = $state(false);
  readonly #lab: Lab;
  readonly #options: Options;

  constructor(lab: Lab, options: Options) {
    this.#lab = lab;
    this.#options = options;
  }

  async take(files: DroppedFile[]) {
    this.over = false;
    try {
      await this.#take(files);
    } catch (thrown) {
      this.#options.refused(toLabError(thrown));
    }
  }

  async #take(files: DroppedFile[]) {
    const dropped = files.map((file) => {
      const path = this.#lab.pathOf(file);
      const kind = path === "" ? undefined : kindOf(file.name);
      if (kind) return { file, kind, path };
      throw refusal(file.name, "This file type is not supported.");
    });
    if (dropped.length === 0) return;
    const paths = (wanted: string) =>
      dropped.filter(({ kind }) => kind === wanted).map(({ path }) => path);
    const only = (wanted: string) => paths(wanted).length === dropped.length;
    const [{ file, path }] = dropped;
    const images = paths("images");
    const labels = paths("labels");

    if (only("json")) await this.#json(dropped);
    else if (only("csv") && dropped.length === 1)
      this.#data({ ...firstData("csv"), path } as DataSpec);
    else if (only("cifar10"))
      this.#data({
        ...firstData("cifar10"),
        path: dropped.length === 1 ? path : paths("cifar10"),
      } as DataSpec);
    else if (
      images.length < 2 &&
      labels.length < 2 &&
      images.length + labels.length === dropped.length
    )
      this.#idx(images[0], labels[0]);
    else throw refusal(file.name, "These files do not belong together.");
  }

  async #json(dropped: { file: DroppedFile; path: string }[]) {
    const [{ file }] = dropped;
    const content =
      dropped.length > 1 || file.size > largestExperiment
        ? null
        : parsed(file.name, await jsonText(file));
    const isRuns =
      content === null || "edgeLabRuns" in content || "result" in content;
    if (isRuns) {
      const paths = dropped.map(({ path }) => path);
      const rows = await this.#lab.files.importRuns(paths);
      if (rows.length > 0) this.#options.imported(rows);
      return;
    }
    this.#options.design.load(experiment(file.name, content));
    this.#options.designed();
  }

  /** Images and labels may come one after the other. */
  #idx(images: string | undefined, labels: string | undefined) {
    const { data } = this.#options.design.spec;
    const before = data?.source === "idx" ? data : { images: "", labels: "" };
    this.#data({
      ...firstData("idx"),
      images: images ?? before.images,
      labels: labels ?? before.labels,
    } as DataSpec);
  }

  #data(data: DataSpec) {
    const { design, designed } = this.#options;
    design.change((spec) => ({
      ...withSource(withModelKind(spec, "network"), data.source),
      data,
    }));
    design.reveal("data");
    designed();
  }
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

function refusal(name: string, why: string) {
  return new LabFailure({
    code: "file",
    message: `${shown(name)} was not taken. ${why}`,
    hint: `Drop ${droppable}.`,
  });
}
