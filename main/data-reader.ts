import { stat } from "node:fs/promises";
import type {
  DataPreview,
  EngineAnswer,
  EngineQuestion,
} from "../core/contract/engine";
import type { DataSpec } from "../core/data/spec";
import type { TableSurvey } from "../core/data/survey";
import type { Announce } from "./archivist";
import type { EngineChild } from "./engine/child";
import { Supervisor } from "./engine/supervisor";

/** Milliseconds without a question after which the process is ended: it holds memory. */
const idleLimit = 60_000;
/** Milliseconds between two words about the progress. */
const tellEvery = 100;

/**
 * Reads data files for the window in a process of its own, so that neither the window nor a run waits for
 * a large file. Of two requests the newer one counts.
 */
export class DataReader {
  readonly #options: Options;
  #process: Supervisor;
  #timer: NodeJS.Timeout | undefined;
  #told = 0;

  constructor(options: Options) {
    this.#options = options;
    this.#process = this.#supervisor();
  }

  /** @throws LabFailure as loadDataset does; `stopped` or `busy` when it is ended before */
  async preview(data: DataSpec): Promise<DataPreview> {
    const answer = await this.#ask({ kind: "preview", data });
    if (answer.kind !== "preview") throw new Error("No preview came.");
    return answer.preview;
  }

  /** @throws LabFailure as surveyData does; `stopped` or `busy` when it is ended before */
  async survey(data: DataSpec): Promise<TableSurvey> {
    const answer = await this.#ask({ kind: "survey", data });
    if (answer.kind !== "survey") throw new Error("No survey came.");
    return answer.survey;
  }

  stop() {
    this.#process.cancel();
  }

  async close() {
    clearTimeout(this.#timer);
    await this.#process.close();
  }

  async #ask(question: EngineQuestion): Promise<EngineAnswer> {
    clearTimeout(this.#timer);
    const asked = this.#process;
    try {
      return await asked.ask(question, (share) => this.#tell(share));
    } finally {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#rest(), idleLimit).unref();
    }
  }

  #tell(share: number) {
    const now = Date.now();
    if (now - this.#told < tellEvery) return;
    this.#told = now;
    this.#options.announce("readingChanged", { share });
  }

  #rest() {
    const idle = this.#process;
    this.#process = this.#supervisor();
    idle.close().catch(this.#options.onError);
  }

  #supervisor(): Supervisor {
    const { fork, onError } = this.#options;
    return new Supervisor({
      fork,
      onError,
      // It is asked, and never given a run.
      deliver: async () => undefined,
      lost: async () => undefined,
      stateChanged: () => undefined,
    });
  }
}

interface Options {
  fork: () => EngineChild;
  announce: Announce;
  onError: (error: unknown) => void;
}

/** When files were last changed and how large they are, as text; null for one that cannot be found. */
export function stamps(paths: string[]): Promise<(string | null)[]> {
  return Promise.all(
    paths.map((path) =>
      stat(path).then(
        ({ mtimeMs, size }) => `${mtimeMs}:${size}`,
        () => null,
      ),
    ),
  );
}
