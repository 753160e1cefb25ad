import { join } from "node:path";
import type {
  Beginning,
  EngineAnswer,
  EngineQuestion,
} from "../../core/contract/engine";
import { LabFailure, type LabError } from "../../core/errors";
import type { ExperimentSpec } from "../../core/experiment/spec";
import type { EngineInfo } from "../../core/run/summary";
import type { Kernels } from "../../core/run/kernels";
import { dataFolder } from "../data-folder";
import { forkEngine } from "../engine/fork-here";
import { KernelChoice } from "../engine/kernel-choice";
import { Supervisor, type RunReport } from "../engine/supervisor";

/** What comes after the start of a run, until its end. */
export type Progress = Exclude<RunReport, { type: "started" | "failed" }>;

type Deliver = (report: Progress) => Promise<void>;

/** The engine process ended unexpectedly; what was recorded until then is kept. */
export class EngineLost extends LabFailure {
  /** @param reason why it ended */
  constructor(readonly reason: LabError) {
    const kept = "What was recorded until then is kept.";
    const { hint } = reason;
    super({ ...reason, hint: hint ? `${kept} ${hint}` : kept });
  }
}

/** Starts an engine process whose output goes to that of this one. */
export function forkHere(folder: string, kernels: Kernels | null) {
  const script = join(import.meta.dirname, "worker.js");
  const say = (text: string) => void process.stderr.write(text);
  return forkEngine(script, folder, say, kernels);
}

/** The process runs one thing at a time: its number needs no meaning. */
const runId = 0;

/**
 * Computes in an engine process, which ends with the use of it.
 * @param folder that relative paths of data files start from
 */
export async function withEngine<T>(
  folder: string,
  use: (engine: Engine) => Promise<T>,
): Promise<T> {
  const engine = new Engine(folder);
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}

/** The engine process of the command line, for one run or one question. */
export class Engine {
  readonly #supervisor: Supervisor;
  #started: Settled<EngineInfo> = settled();
  #ended: Settled<void> = settled();
  /** Takes the reports; they wait until it is known. */
  #follower: Settled<Deliver> = settled();

  constructor(folder: string) {
    this.#supervisor = new Supervisor({
      kernelsOf: new KernelChoice(dataFolder()).forRun,
      fork: (kernels) => forkHere(folder, kernels),
      deliver: (report) => this.#deliver(report),
      lost: async (_, error) => this.#fail(new EngineLost(error)),
      stateChanged: () => undefined,
      onError: (error) => this.#fail(error),
    });
  }

  /**
   * Starts a run; its first batch waits until its reports are read.
   * @throws LabFailure when the experiment cannot be run
   */
  start(
    spec: ExperimentSpec,
    beginning: Beginning | null = null,
  ): Promise<EngineInfo> {
    this.#supervisor.start(runId, spec, beginning);
    return this.#started.promise;
  }

  /**
   * Hands the reports of the run on, each when the one before has been dealt with, until its end.
   * @throws LabFailure when the run fails, EngineLost when its process ends, and what `deliver` throws
   */
  follow(deliver: Deliver): Promise<void> {
    this.#follower.resolve(deliver);
    return this.#ended.promise;
  }

  /** Lets the run end after its current step, with a checkpoint; or ends the answer to a question. */
  stop() {
    if (this.#supervisor.activeRun === null) this.#supervisor.cancel();
    else this.#supervisor.stop(runId);
  }

  /** @throws LabFailure what the answer is refused for, or `engine` when the process ends over it */
  ask(
    question: EngineQuestion,
    onProgress?: (share: number) => void,
  ): Promise<EngineAnswer> {
    return this.#supervisor.ask(question, onProgress);
  }

  close(): Promise<void> {
    // Late reports of a run that is no longer followed.
    this.#follower.resolve(() => Promise.resolve());
    return this.#supervisor.close();
  }

  async #deliver(report: RunReport) {
    if (report.type === "started") return this.#started.resolve(report.engine);
    if (report.type === "failed")
      return this.#fail(new LabFailure(report.error));
    const deliver = await this.#follower.promise;
    try {
      await deliver(report);
    } catch (thrown) {
      this.#fail(thrown);
      this.stop();
    }
    if (report.type === "batch") this.#supervisor.acknowledge();
    if (report.type === "ended") this.#ended.resolve();
  }

  #fail(thrown: unknown) {
    this.#started.reject(thrown);
    this.#ended.reject(thrown);
  }
}

/** A promise and what settles it. */
interface Settled<T> {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (reason: unknown) => void;
}

function settled<T>(): Settled<T> {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((...both) => ([resolve, reject] = both));
  // Whoever waits for it hears of the rejection; it may come before.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}
