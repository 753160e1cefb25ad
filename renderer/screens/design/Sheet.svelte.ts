import { largestExperiment } from "../../../core/contract/files";
import type { FieldError } from "../../../core/errors";
import type { ExperimentSpec } from "../../../core/experiment/spec";
import { validateExperiment } from "../../../core/experiment/validate";
import { parseJson } from "../../../core/text/parse-json";
import { shown } from "../../../core/text/shown";
import { jsonText } from "../../lib/file-text";

/** The experiment as the text of its file, to be read, copied, or replaced by another one. */
export class Sheet {
  /** Why a file could not be opened. */
  trouble = $state<string | null>(null);
  /** What was written over it; null while it says what the experiment is. */
  #written = $state<string | null>(null);
  readonly #check = $derived.by(() =>
    this.#written === null ? null : readText(this.#written),
  );
  readonly #take: (spec: ExperimentSpec) => void;

  constructor(
    private readonly spec: () => ExperimentSpec,
    take: (spec: ExperimentSpec) => void,
  ) {
    this.#take = take;
  }

  get text(): string {
    return this.#written ?? JSON.stringify(this.spec(), null, 2);
  }

  set text(text: string) {
    this.#written = text;
  }

  /** Whether something was written that has not been taken. */
  get written(): boolean {
    return this.#written !== null;
  }

  get problems(): FieldError[] {
    return this.#check?.ok === false ? this.#check.fields : [];
  }

  /** Makes what was written the experiment; does nothing while it is refused. */
  take() {
    if (!this.#check?.ok) return;
    this.#take(this.#check.spec);
    this.#written = null;
  }

  /** Puts the text of a file there, to be looked at before it is taken. */
  async open(file: Pick<File, "name" | "size" | "arrayBuffer">) {
    this.trouble = null;
    if (file.size > largestExperiment) {
      this.trouble = `${shown(file.name)} is too large for an experiment: the file of an experiment or a run may have at most ${largestExperiment / 2 ** 20} MB.`;
      return;
    }
    try {
      this.#written = await jsonText(file);
    } catch (thrown) {
      this.trouble = `${shown(file.name)} could not be read: ${(thrown as Error).message}`;
    }
  }

  discard() {
    this.#written = null;
  }
}

function readText(text: string): ReturnType<typeof validateExperiment> {
  try {
    return validateExperiment(parseJson(text));
  } catch (thrown) {
    const why = (thrown as Error).message;
    const message = `This is not JSON, the format of experiment files: ${why}.`;
    return { ok: false, fields: [{ path: "", message }] };
  }
}
