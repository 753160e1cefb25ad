import { availableParallelism } from "node:os";
import type { EngineState } from "../../core/contract/api";
import type {
  Beginning,
  EngineAnswer,
  EngineCommand,
  EngineQuestion,
  EngineReport,
  TensorflowState,
} from "../../core/contract/engine";
import { LabFailure, type LabError } from "../../core/errors";
import type { ExperimentSpec } from "../../core/experiment/spec";
import { kernelsOf, sameKernels, type Kernels } from "../../core/run/kernels";
import type { EngineInfo } from "../../core/run/summary";
import type { EngineChild } from "./child";
import { cutShort } from "./cut-short";
import { exitError, type Exit } from "./exit";

/** What the engine says about a run. */
export type RunReport = Exclude<
  EngineReport,
  { type: "ready" | "heartbeat" | "answered" | "refused" | "progress" }
>;

/** Somebody who waits for an answer of the engine. */
interface Asker {
  resolve: (answer: EngineAnswer) => void;
  reject: (failure: LabFailure) => void;
  onProgress: (share: number) => void;
}

export interface SupervisorOptions {
  /** @param kernels that the process must compute with; null where it does not matter */
  fork: (kernels: Kernels | null) => EngineChild;
  /** What a new run is computed with, or a process that has no run yet; null where it does not matter. */
  kernelsOf?: (spec: ExperimentSpec | null) => Kernels | null;
  /** Stores and announces a report. The next one is handed over when this one is done. */
  deliver: (report: RunReport) => Promise<void>;
  /** The engine ended in the middle of a run, after the reports delivered so far, and why. */
  lost: (runId: number, error: LabError) => Promise<void>;
  stateChanged: (state: EngineState) => void;
  /** Something that should not happen, for the log. */
  onError: (error: unknown) => void;
}

/** Seconds without a sign of life after which the engine counts as silent. */
export const silenceLimit = 15;

/** Milliseconds that a run has to end in when the program quits, and then the process. */
const stopLimit = 3000;
const exitLimit = 1000;

interface ActiveRun {
  id: number;
  phase: "running" | "pausing" | "paused" | "stopping";
}

/**
 * Starts the engine process, watches it and hands its reports on, one after the other. A run is
 * over only when the engine says so, or when its process has ended.
 */
export class Supervisor {
  #child: EngineChild | null = null;
  /** What the process computes with. */
  #kernels: Kernels | null = null;
  #isReady = false;
  #tensorflow: TensorflowState | null = null;
  #tensors: number | null = null;
  /** Commands that wait for the engine to be ready. */
  #outbox: EngineCommand[] = [];
  #run: ActiveRun | null = null;
  #crash: string | null = null;
  /** Counted in ticks of a timer, so that a laptop's sleep is no silence. */
  #silence = 0;
  #timer: NodeJS.Timeout | undefined;
  #wasKilled = false;
  #isClosing = false;
  readonly #askers = new Map<number, Asker>();
  #questions = 0;
  #tail: Promise<void> = Promise.resolve();
  #announced = "";

  constructor(private readonly options: SupervisorOptions) {}

  get state(): EngineState {
    if (this.#run) {
      const { id: runId, phase } = this.#run;
      return this.#silence >= silenceLimit
        ? { state: "silent", runId, seconds: this.#silence }
        : { state: phase, runId };
    }
    if (this.#crash !== null) return { state: "crashed", message: this.#crash };
    const tensorflow = this.#tensorflow;
    if (tensorflow)
      return { state: "idle", tensorflow, tensors: this.#tensors };
    return { state: "starting" };
  }

  /** The run that the engine works on, until its end is stored. */
  get activeRun(): number | null {
    return this.#run?.id ?? null;
  }

  /**
   * Starts the engine process, unless it is there.
   * @param wanted kernels; one that computes with others is ended first
   */
  launch(wanted: Kernels | null = null) {
    if (this.#child) {
      if (!wanted || sameKernels(wanted, this.#kernels)) return;
      this.#dismiss(this.#child);
    }
    this.#kernels = wanted ?? this.options.kernelsOf?.(null) ?? null;
    const child = (this.#child = this.options.fork(this.#kernels));
    this.#crash = null;
    this.#wasKilled = false;
    this.#silence = 0;
    child.onReport((report) => {
      if (child === this.#child) this.#hear(report);
    });
    child.onExit((exit) => {
      if (child === this.#child) this.#buryChild(exit);
    });
    this.#timer = setInterval(() => this.#tick(), 1000);
    this.#timer.unref();
    this.#changed();
  }

  /**
   * Starts a run, with a new engine process if the last one ended or computes with other kernels.
   * @param like what computed the run that it repeats
   * @throws LabFailure `busy`
   */
  start(
    runId: number,
    spec: ExperimentSpec,
    beginning?: Beginning | null,
    like?: EngineInfo,
  ) {
    if (this.#run)
      throw new LabFailure({
        code: "busy",
        message: `The engine is busy with run ${this.#run.id}.`,
      });
    const before = beginning ? begunWith(beginning) : like && kernelsOf(like);
    this.launch(before === undefined ? this.#ofNew(spec) : before);
    this.#silence = 0;
    this.#run = { id: runId, phase: "running" };
    this.#send({
      type: "start",
      runId,
      spec,
      ...(beginning && { beginning }),
    });
    this.#changed();
  }

  /**
   * Asks the engine something between two runs.
   * @param onProgress hears the share of a long answer that is done
   * @throws LabFailure `busy` while a run is going, when one begins, or when something else is asked
   *   meanwhile; `engine` when its process ends over it; or what the answer is refused for
   */
  async ask(
    question: EngineQuestion,
    onProgress: (share: number) => void = () => undefined,
  ): Promise<EngineAnswer> {
    if (this.#run)
      throw new LabFailure({
        code: "busy",
        message: "The engine is busy with a run.",
        hint: "Ask again when it is done.",
      });
    this.launch(this.#asked(question));
    const id = ++this.#questions;
    return new Promise((resolve, reject) => {
      this.#askers.set(id, { resolve, reject, onProgress });
      this.#send({ type: "ask", id, question });
    });
  }

  /** Ends the answer to a question; its asker hears why. */
  cancel() {
    this.#send({ type: "stop" });
  }

  /** @throws LabFailure `bad-request` when it is not the active run; the same for the next three */
  pause(runId: number) {
    const run = this.#require(runId);
    if (run.phase !== "running") return;
    run.phase = "pausing";
    this.#send({ type: "pause" });
    this.#changed();
  }

  resume(runId: number) {
    const run = this.#require(runId);
    // A pause that the engine has not seen yet is taken back without a word from it.
    if (run.phase === "pausing") run.phase = "running";
    else if (run.phase !== "paused") return;
    this.#send({ type: "resume" });
    this.#changed();
  }

  /** One step; only a paused run makes single ones. */
  step(runId: number) {
    if (this.#require(runId).phase !== "paused")
      throw new LabFailure({
        code: "bad-request",
        message: `Run ${runId} is not paused.`,
        hint: "Pause it first, then make single steps.",
      });
    this.#send({ type: "step" });
  }

  stop(runId: number) {
    const run = this.#require(runId);
    if (run.phase === "stopping") return;
    run.phase = "stopping";
    this.#send({ type: "stop" });
    this.#changed();
  }

  /** Tells the engine that its last batch is stored. */
  acknowledge() {
    this.#send({ type: "stored" });
  }

  /** Stops the run, if any, ends the process and waits until all that came is delivered. */
  async close() {
    this.#isClosing = true;
    if (this.#run) this.stop(this.#run.id);
    await this.#until(() => !this.#run, stopLimit);
    this.#child?.kill();
    await this.#until(() => !this.#child, exitLimit);
    if (this.#child) this.#buryChild(deaf);
    await this.#tail;
  }

  #hear(report: EngineReport) {
    this.#silence = 0;
    if (report.type === "ready") {
      this.#isReady = true;
      this.#tensorflow = report.tensorflow;
      for (const command of this.#outbox.splice(0)) this.#child?.send(command);
    } else if (report.type === "answered" || report.type === "refused") {
      const asker = this.#askers.get(report.id);
      this.#askers.delete(report.id);
      if (report.type === "answered") asker?.resolve(report.answer);
      else asker?.reject(new LabFailure(report.error));
    } else if (report.type === "progress")
      this.#askers.get(report.id)?.onProgress(report.share);
    else if (report.type === "heartbeat") this.#tensors = report.tensors;
    else
      this.#enqueue(async () => {
        try {
          await this.options.deliver(report);
        } finally {
          // The engine is where it says, whatever became of its report.
          this.#follow(report);
        }
      });
    this.#changed();
  }

  /** What a report means for the state, once it is stored. */
  #follow(report: RunReport) {
    const run = this.#run;
    if (run?.id !== report.runId) return;
    if (report.type === "paused" && run.phase === "pausing")
      run.phase = "paused";
    if (report.type === "resumed" && run.phase === "paused")
      run.phase = "running";
    if (report.type === "ended" || report.type === "failed") this.#run = null;
    this.#changed();
  }

  #ofNew(spec: ExperimentSpec): Kernels | null {
    return this.options.kernelsOf?.(spec) ?? null;
  }

  /** What a question is to be answered with: what is known of a run must be found again to the last bit. */
  #asked(question: EngineQuestion): Kernels | null {
    if ("engine" in question) return kernelsOf(question.engine);
    return question.kind === "estimate" ? this.#ofNew(question.spec) : null;
  }

  /** Ends a process that has no run. */
  #dismiss(child: EngineChild) {
    this.#forget(cutShort());
    child.kill();
  }

  /** @param failure what those who wait for answers are told */
  #forget(failure: LabFailure) {
    clearInterval(this.#timer);
    this.#child = null;
    this.#isReady = false;
    this.#tensorflow = null;
    this.#tensors = null;
    this.#outbox = [];
    for (const { reject } of this.#askers.values()) reject(failure);
    this.#askers.clear();
  }

  #buryChild(exit: Exit) {
    const error = this.#wasKilled ? silenceError : exitError(engineName, exit);
    this.#forget(new LabFailure(error));
    const run = this.#run;
    // Behind the batches that came before: they are stored first.
    this.#enqueue(async () => {
      try {
        if (run && run === this.#run) await this.options.lost(run.id, error);
      } finally {
        if (run === this.#run) this.#run = null;
        if (!this.#isClosing && !this.#child)
          this.#crash = crashMessage(error, run?.id);
        this.#changed();
      }
    });
  }

  #tick() {
    if (!this.#run) return;
    this.#silence++;
    if (this.#silence < silenceLimit) return;
    this.#changed();
    // Whoever wants to stop a run need not wait for an engine that does not answer.
    if (this.#run.phase !== "stopping" || this.#wasKilled) return;
    this.#wasKilled = true;
    this.#child?.kill();
  }

  #send(command: EngineCommand) {
    if (this.#isReady) this.#child?.send(command);
    else this.#outbox.push(command);
  }

  #require(runId: number): ActiveRun {
    if (this.#run?.id === runId) return this.#run;
    throw new LabFailure({
      code: "bad-request",
      message: `Run ${runId} is not running in this window.`,
    });
  }

  #enqueue(work: () => Promise<void>) {
    this.#tail = this.#tail.then(work).catch(this.options.onError);
  }

  #changed() {
    const state = JSON.stringify(this.state);
    if (state === this.#announced) return;
    this.#announced = state;
    this.options.stateChanged(this.state);
  }

  async #until(holds: () => boolean, limit: number) {
    for (let waited = 0; !holds() && waited < limit; waited += 20)
      await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What must compute a run that does not begin at its start; null where it does not matter. */
function begunWith(beginning: Beginning): Kernels | null {
  if (!("fork" in beginning)) return kernelsOf(beginning.engine);
  const { precision, kernels } = beginning.fork;
  if (precision === "float64") return null;
  // Forks of earlier versions did not note it: there were no others.
  return kernels ?? { by: "tensorflow", threads: availableParallelism() };
}

const engineName = "The compute engine";

/** It was told to end and did not. */
const deaf: Exit = { reason: "killed", detail: "it did not answer" };

const silenceError: LabError = {
  code: "engine",
  message: `${engineName} did not respond for ${silenceLimit} seconds and was ended.`,
};

function crashMessage({ message, hint }: LabError, runId?: number) {
  const when =
    runId === undefined
      ? message
      : message.replace(
          /\.$/,
          ` during run ${runId}; what was recorded until then is kept.`,
        );
  return hint ? `${when} ${hint}` : when;
}
