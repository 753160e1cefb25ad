import type { LabEvents, RunRow } from "../core/contract/api";
import type { Beginning } from "../core/contract/engine";
import { LabFailure } from "../core/errors";
import type { ExperimentSpec } from "../core/experiment/spec";
import { limits } from "../core/schema/fields";
import { requireExperiment } from "../core/experiment/validate";
import type { Expectation } from "../core/run/expectation";
import { isOver } from "../core/run/status";
import type { EngineInfo } from "../core/run/summary";
import { stabilityThreshold } from "../core/optimizers/spec";
import type { Archive } from "./archive/archive";
import type { Waiting } from "./archive/queue";
import type { Announce } from "./archivist";
import type { EnginePool } from "./engine/pool";
import { forkOf } from "./fork";

export interface QueueOptions {
  archive: Archive;
  engines: Pick<EnginePool, "activeRuns" | "hasRoom" | "start" | "resize">;
  announce: Announce;
  /** The last of this many queued runs is over. */
  emptied: (runs: number) => void;
  onError: (error: unknown) => void;
}

/**
 * Gives the engines one run after the other. What waits is in the archive, so that it still waits when
 * the program is opened again. Only the engines of this process count: what the command line runs
 * meanwhile holds nothing up.
 */
export class Queue {
  /**
   * One piece of work at a time: two of them must not both find the engine free, nor may one take away
   * the engine that another one has found free.
   */
  #tail: Promise<unknown> = Promise.resolve();
  #isClosing = false;
  /** Runs begun since nothing waited. */
  #begun = 0;
  #announced = "";

  constructor(private readonly options: QueueOptions) {}

  /**
   * Lets runs wait for their turn, which may be now.
   * @param group name of a new group that they belong to
   * @param expectation what the person expects of each of them
   * @returns the runs as they are then
   */
  enqueue(
    specs: ExperimentSpec[],
    group: string | null,
    expectation: Expectation | null = null,
  ): Promise<RunRow[]> {
    const all = specs.map((spec) => ({ ...waiting(spec), expectation }));
    return this.#inTurn(() => this.#add(all, group));
  }

  /**
   * Lets the experiment of a run that is over wait for its turn once more.
   * @throws LabFailure `not-found`, `busy` for a run that is not over
   */
  reproduce(id: number): Promise<RunRow> {
    return this.#inTurn(async () => {
      const run = await this.options.archive.openRun(id);
      if (!isOver(run.status))
        throw new LabFailure({
          code: "busy",
          message: `Run ${id} is not over yet.`,
          hint: "Wait for its end or stop it, then reproduce it.",
        });
      const name = `${run.name.slice(0, limits.name - again.length)}${again}`;
      // A run of an older version lacks what has come since.
      const spec = requireExperiment({ ...run.spec, name });
      const origin = run.fork && { parent: run.parent, fork: run.fork };
      const [row] = await this.#add(
        [{ ...waiting(spec), reproduces: id, origin }],
        null,
      );
      return row;
    });
  }

  /**
   * Lets a fork of a run wait for its turn.
   * @throws LabFailure as forkOf does
   */
  fork(id: number, step: number, changed: ExperimentSpec): Promise<RunRow> {
    return this.#inTurn(async () => {
      const parent = await this.options.archive.openRun(id);
      const { spec, origin } = forkOf(parent, step, changed);
      const [row] = await this.#add([{ ...waiting(spec), origin }], null);
      return row;
    });
  }

  /** Lets a run go on at once. @throws LabFailure `busy` while another one is going */
  continueRun(id: number): Promise<RunRow> {
    return this.#inTurn(async () => {
      const { archive, engines } = this.options;
      if (!engines.hasRoom)
        throw new LabFailure({
          code: "busy",
          message: "Another run is still going.",
          hint: "Stop it or wait for its end, then continue this one.",
        });
      const { run, continuation } = await archive.continueRun(id);
      return this.#begin(run, continuation ?? (await this.#forkStart(run)));
    });
  }

  /** Moves a waiting run to a place in the queue, from 0. */
  move(id: number, place: number): Promise<void> {
    return this.#inTurn(async () => {
      const { archive, announce } = this.options;
      for (const row of await archive.moveQueued(id, place))
        announce("runChanged", row);
    });
  }

  /** Takes runs out of the queue and forgets them, all or none. */
  cancel(ids: number[]): Promise<void> {
    return this.#inTurn(async () => {
      const { archive, announce } = this.options;
      await archive.cancelQueued(ids);
      announce("runsRemoved", { ids });
    });
  }

  /** Starts the next runs if engines are free. To be called whenever an engine may have changed. */
  goOn() {
    if (this.#isClosing) return;
    this.#inTurn(() => this.#next()).catch(this.options.onError);
  }

  /** From now on so many engines; runs that are going go on to their end. */
  resize(size: number): Promise<void> {
    return this.#inTurn(async () => this.options.engines.resize(size));
  }

  /** Starts nothing from now on. */
  async close() {
    this.#isClosing = true;
    await this.#tail;
  }

  async #add(all: Waiting[], group: string | null): Promise<RunRow[]> {
    const { archive, announce } = this.options;
    const rows = await archive.enqueue(all, group);
    for (const row of rows) announce("runChanged", row);
    const begun = await this.#next();
    return rows.map((row) => begun.find(({ id }) => id === row.id) ?? row);
  }

  /** Begins what waits as far as there is room; answers with it. */
  async #next(): Promise<RunRow[]> {
    const { archive, engines, emptied } = this.options;
    const begun: RunRow[] = [];
    while (!this.#isClosing && engines.hasRoom) {
      const run = await archive.takeNext();
      if (run)
        begun.push(
          this.#begin(
            run,
            await this.#forkStart(run),
            await this.#repeated(run),
          ),
        );
      else if (this.#begun === 0 || engines.activeRuns.length > 0) break;
      else {
        emptied(this.#begun);
        this.#begun = 0;
      }
    }
    return begun;
  }

  async #forkStart({ parent, fork }: RunRow): Promise<Beginning | null> {
    return fork && this.options.archive.forkStart({ parent, fork });
  }

  /** What computed the run that another one repeats, where it is known: it is repeated to the last bit. */
  async #repeated({ reproduces }: RunRow): Promise<EngineInfo | undefined> {
    if (reproduces === null) return undefined;
    const run = await this.options.archive
      .openRun(reproduces)
      .catch(() => null);
    return run?.engine ?? undefined;
  }

  #begin(run: RunRow, beginning: Beginning | null, like?: EngineInfo): RunRow {
    this.options.announce("runChanged", run);
    this.options.engines.start(run.id, run.spec, beginning, like);
    this.#begun++;
    return run;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(work);
    this.#tail = result
      .catch(() => undefined)
      .then(() => this.#tell())
      .catch(this.options.onError);
    return result;
  }

  /** Announces what runs and what waits, if that has changed. */
  async #tell() {
    if (this.#isClosing) return;
    const { archive, engines, announce } = this.options;
    const state: LabEvents["queueChanged"] = {
      running: engines.activeRuns,
      queued: await archive.queue(),
    };
    const text = JSON.stringify(state);
    if (text === this.#announced) return;
    this.#announced = text;
    announce("queueChanged", state);
  }
}

/** What the name of a run that is done again ends with. */
const again = " (again)";

function waiting(spec: ExperimentSpec): Waiting {
  return { spec, threshold: stabilityThreshold(spec.optimizer) };
}
