import type { Engines } from "../../core/contract/api";
import type { Beginning, Estimate } from "../../core/contract/engine";
import { LabFailure } from "../../core/errors";
import type { ExperimentSpec } from "../../core/experiment/spec";
import type { EngineInfo } from "../../core/run/summary";
import { Supervisor, type SupervisorOptions } from "./supervisor";

export interface PoolOptions extends Omit<SupervisorOptions, "stateChanged"> {
  /** Engines that may work at the same time, at least 1. */
  size: number;
  changed: (engines: Engines) => void;
}

/**
 * As many engines as the person wants, each with a supervisor and one run at a time. An engine process
 * is started when there is work for it; one too many is ended once it is free.
 */
export class EnginePool {
  #size: number;
  #supervisors: Supervisor[];

  constructor(private readonly options: PoolOptions) {
    this.#size = options.size;
    this.#supervisors = [this.#supervisor()];
  }

  get engines(): Engines {
    return {
      states: this.#supervisors.map(({ state }) => state),
      hasRoom: this.hasRoom,
    };
  }

  /** The runs that engines work on, until their ends are stored. */
  get activeRuns(): number[] {
    return this.#supervisors.flatMap(({ activeRun }) => activeRun ?? []);
  }

  /** Whether another run can start. */
  get hasRoom(): boolean {
    return this.activeRuns.length < this.#size;
  }

  /** Starts the first engine process, so that it is ready when it is needed. */
  launch() {
    this.#supervisors[0].launch();
  }

  /** Sets the number of engines; runs that have started are finished. */
  resize(size: number) {
    this.#size = size;
    this.#shed();
    this.#changed();
  }

  /**
   * @param like what computed the run that it repeats
   * @throws LabFailure `busy` when there is no room
   */
  start(
    runId: number,
    spec: ExperimentSpec,
    beginning?: Beginning | null,
    like?: EngineInfo,
  ) {
    this.#free().start(runId, spec, beginning, like);
  }

  /** @throws LabFailure as Supervisor.ask does; `busy` while all engines are at work */
  async estimate(spec: ExperimentSpec): Promise<Estimate> {
    const answer = await this.#free().ask({ kind: "estimate", spec });
    if (answer.kind !== "estimate") throw new Error("No estimate came.");
    return answer.estimate;
  }

  /** @throws LabFailure `bad-request` when no engine works on the run; the same for the next four */
  pause(runId: number) {
    this.#of(runId).pause(runId);
  }

  resume(runId: number) {
    this.#of(runId).resume(runId);
  }

  step(runId: number) {
    this.#of(runId).step(runId);
  }

  stop(runId: number) {
    this.#of(runId).stop(runId);
  }

  /** Tells the engine of a run that its last batch is stored. */
  acknowledge(runId: number) {
    this.#of(runId).acknowledge();
  }

  /** Stops all runs and ends all processes. */
  async close() {
    await Promise.all(this.#supervisors.map((each) => each.close()));
  }

  #supervisor(): Supervisor {
    const supervisor: Supervisor = new Supervisor({
      ...this.options,
      stateChanged: () => {
        // Reported while this engine was being removed.
        if (!this.#supervisors.includes(supervisor)) return;
        this.#shed();
        this.#changed();
      },
    });
    return supervisor;
  }

  #free(): Supervisor {
    const free = this.#supervisors.find(({ activeRun }) => activeRun === null);
    if (!this.hasRoom)
      throw new LabFailure({
        code: "busy",
        message:
          this.#size === 1
            ? "The engine is busy with a run."
            : "All engines are busy with runs.",
        hint: "Try again when one of them is done.",
      });
    if (free) return free;
    const added = this.#supervisor();
    this.#supervisors.push(added);
    return added;
  }

  /** The one that works on a run; where none does, the first one, which refuses the command. */
  #of(runId: number): Supervisor {
    const [first] = this.#supervisors;
    return (
      this.#supervisors.find(({ activeRun }) => activeRun === runId) ?? first
    );
  }

  /** Ends engines without work that are too many; the first one stays. */
  #shed() {
    const spare = this.#supervisors.filter(
      ({ activeRun }, i) => i > 0 && activeRun === null,
    );
    const surplus = this.#supervisors.length - this.#size;
    if (surplus <= 0) return;
    const ended = spare.slice(-surplus);
    this.#supervisors = this.#supervisors.filter(
      (each) => !ended.includes(each),
    );
    for (const each of ended) each.close().catch(this.options.onError);
  }

  #changed() {
    this.options.changed(this.engines);
  }
}
