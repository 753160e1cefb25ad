import type { NetworkView } from "../core/contract/api";
import { LabFailure } from "../core/errors";
import type { ExperimentSpec } from "../core/experiment/spec";
import { firstStep } from "../core/run/fork";
import type { Kernels } from "../core/run/kernels";
import type { Archive } from "./archive/archive";
import type { EngineChild } from "./engine/child";
import { Supervisor } from "./engine/supervisor";

/** Milliseconds without a question after which the process ends, and its memory is free. */
const idleLimit = 120_000;

/** How to look at a network, see LookQuestion. */
export interface Look {
  patience: number;
  along: boolean;
}

/** Shows what the networks of runs do, in an engine process of its own that stays while somebody looks. */
export class Viewer {
  readonly #archive: Archive;
  readonly #makeEngine: () => Supervisor;
  #engine: Supervisor;
  /** The process that is asked. */
  #child: EngineChild | null = null;
  /** The checkpoint that the process has got last. */
  #sent: { child: EngineChild; runId: number; step: number } | null = null;
  #idle: NodeJS.Timeout | undefined;

  constructor(
    fork: (kernels: Kernels | null) => EngineChild,
    archive: Archive,
    onError: (error: unknown) => void,
  ) {
    this.#archive = archive;
    this.#makeEngine = () =>
      new Supervisor({
        fork: (kernels) => (this.#child = fork(kernels)),
        deliver: () => Promise.resolve(),
        lost: () => Promise.resolve(),
        stateChanged: () => undefined,
        onError,
      });
    this.#engine = this.#makeEngine();
  }

  /**
   * The network of a run at a step, or as far on the way there as the patience lasts; the newest question
   * cuts short the one before.
   * @throws LabFailure `bad-request` for a run that has no steps yet, `bad-experiment` where the data are no
   *   longer those of the run, `busy` for one that is cut short
   */
  async look(runId: number, wanted: number, how: Look): Promise<NetworkView> {
    const run = await this.#archive.openRun(runId);
    const { spec, engine, fork, summary, rows } = run;
    if (!engine || rows.steps === 0)
      throw new LabFailure({
        code: "bad-request",
        message: `Run ${runId} has no steps yet.`,
        hint: "Wait for its first one.",
      });
    const step = Math.max(firstStep(run), Math.min(wanted, summary.step));
    clearTimeout(this.#idle);
    try {
      const checkpoint = await this.#checkpoint(runId, step);
      const answer = await this.#engine.ask({
        kind: "look",
        runId,
        spec,
        engine,
        fork,
        step,
        checkpoint,
        ...how,
      });
      if (answer.kind !== "look") throw new Error("No picture came.");
      const { seen, ...look } = answer.look;
      return {
        ...look,
        wanted: step,
        isSame: await this.#isSame(runId, spec, seen),
      };
    } finally {
      clearTimeout(this.#idle);
      this.#idle = setTimeout(() => this.#rest(), idleLimit);
      this.#idle.unref();
    }
  }

  /** Ends the process; the next question starts another one. */
  #rest() {
    const ended = this.#engine;
    this.#engine = this.#makeEngine();
    this.#sent = null;
    void ended.close();
  }

  async close() {
    clearTimeout(this.#idle);
    await this.#engine.close();
  }

  /** The last checkpoint at or before a step, unless the process has it already. */
  async #checkpoint(runId: number, before: number) {
    this.#engine.launch();
    const child = this.#child;
    const found = await this.#archive.checkpointBefore(runId, before);
    if (!found || !child) return null;
    const { step, theta, optimizer } = found;
    const sent = this.#sent;
    if (sent?.child === child && sent.runId === runId && sent.step === step)
      return null;
    this.#sent = { child, runId, step };
    return { step, theta, optimizer };
  }

  /** Whether a loss that was computed again is the recorded one, bit for bit; null where there is none. */
  async #isSame(
    runId: number,
    { batch }: ExperimentSpec,
    seen: { step: number; loss: number } | null,
  ) {
    if (!seen) return null;
    const { loss } = await this.#archive.readColumns({
      runId,
      table: batch ? "batchSteps" : "steps",
      columns: ["loss"],
      from: seen.step,
      to: seen.step,
    });
    return loss.length === 0 ? null : Object.is(loss[0], seen.loss);
  }
}
