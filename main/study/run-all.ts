/** Runs many experiments into one archive, several at a time, each once. */
import { join } from "node:path";
import { LabFailure, toLabError } from "../../core/errors";
import type { ExperimentSpec } from "../../core/experiment/spec";
import { stabilityThreshold } from "../../core/optimizers/spec";
import { isOver, type FinalStatus } from "../../core/run/status";
import type { Archive } from "../archive/archive";
import type { StudyRun } from "../archive/study-runs";
import { forkEngine } from "../engine/fork-here";
import type { KernelChoice } from "../engine/kernel-choice";
import { EnginePool } from "../engine/pool";
import type { RunReport } from "../engine/supervisor";
import { storeReport } from "../store-report";

/** One run of a study. */
export interface StudyTask {
  identity: string;
  spec: ExperimentSpec;
}

/** How many runs of a study are where. */
export interface StudyCounts {
  total: number;
  /** Came to their own end, now or before. */
  finished: number;
  diverged: number;
  /** Ended by an error, or refused. */
  failed: number;
  /** Cut short with a checkpoint, or not begun. */
  waiting: number;
  running: number;
  /** Another process works on them. */
  elsewhere: number;
  /** Put aside by a person: they count as done. */
  deleted: number;
}

export interface StudyOptions {
  archive: Archive;
  groupId: number;
  /** Runs at the same time. */
  jobs: number;
  /** What new runs are computed with. */
  kernels: KernelChoice;
  /** Folder that relative paths of data files start from. */
  folder: string;
  /** Hears of every change. */
  changed: (counts: StudyCounts) => void;
  /** Hears why a run failed. */
  failed: (task: StudyTask, message: string) => void;
}

/** What the archive says of a task, and what this process is doing with it. */
type State = FinalStatus | "waiting" | "running" | "elsewhere" | "deleted";

export class StudyRunner {
  readonly #states = new Map<StudyTask, State>();
  /** Tasks in each state. */
  readonly #numbers = new Map<State, number>();
  readonly #ids = new Map<StudyTask, number>();
  readonly #ends = new Map<number, (status: FinalStatus) => void>();
  readonly #engines: EnginePool;
  #wake: () => void = () => undefined;
  #isStopping = false;

  constructor(
    private readonly tasks: StudyTask[],
    private readonly options: StudyOptions,
  ) {
    const { archive, jobs, kernels, folder } = options;
    const script = join(import.meta.dirname, "worker.js");
    this.#engines = new EnginePool({
      size: jobs,
      kernelsOf: kernels.forRun,
      fork: (wanted) =>
        forkEngine(
          script,
          folder,
          (text) => process.stderr.write(text),
          wanted,
        ),
      deliver: (report) => this.#deliver(report),
      lost: async (runId, error) => {
        await archive.finish(runId, "interrupted", { error });
        this.#end(runId, "interrupted");
      },
      changed: () => this.#wake(),
      onError: (error) =>
        process.stderr.write(`${toLabError(error).message}\n`),
    });
  }

  get counts(): StudyCounts {
    const of = (...states: State[]) =>
      states.reduce((sum, state) => sum + (this.#numbers.get(state) ?? 0), 0);
    return {
      total: this.tasks.length,
      finished: of("finished"),
      diverged: of("diverged"),
      failed: of("failed"),
      waiting: of("waiting", "interrupted", "stopped"),
      running: of("running"),
      elsewhere: of("elsewhere"),
      deleted: of("deleted"),
    };
  }

  /** Does what is missing, in its order. What failed before is tried once more. */
  async run(): Promise<StudyCounts> {
    await this.#look();
    const ends: Promise<void>[] = [];
    try {
      for (const task of this.tasks) {
        const state = this.#states.get(task);
        if (state !== "waiting" && state !== "failed") continue;
        while (!this.#engines.hasRoom && !this.#isStopping)
          await this.#change();
        if (this.#isStopping) break;
        await this.#begin(task, ends);
      }
      await Promise.all(ends);
    } finally {
      await this.#engines.close();
    }
    return this.counts;
  }

  /** Ends the runs that are going with a checkpoint each, and begins no others. */
  stop() {
    if (this.#isStopping) return;
    this.#isStopping = true;
    for (const id of this.#engines.activeRuns) this.#engines.stop(id);
    this.#wake();
  }

  async #look() {
    const { archive } = this.options;
    const byIdentity = new Map(this.tasks.map((task) => [task.identity, task]));
    const runs = await archive.studyRuns([...byIdentity.keys()]);
    for (const task of this.tasks) this.#count(task, "waiting");
    for (const run of runs) {
      const task = byIdentity.get(run.identity);
      if (!task) continue;
      this.#ids.set(task, run.id);
      this.#count(task, stateOf(run));
    }
    this.options.changed(this.counts);
  }

  /** @param ends is given the end of the run, unless it could not be begun */
  async #begin(task: StudyTask, ends: Promise<void>[]) {
    const { archive, groupId } = this.options;
    const { spec, identity } = task;
    try {
      const before = this.#ids.get(task);
      const { run, continuation } =
        before === undefined
          ? {
              run: await archive.createRun(
                spec,
                stabilityThreshold(spec.optimizer),
                null,
                { identity, groupId },
              ),
              continuation: null,
            }
          : await archive.continueRun(before);
      this.#ids.set(task, run.id);
      const ended = new Promise<FinalStatus>((resolve) =>
        this.#ends.set(run.id, resolve),
      );
      this.#engines.start(run.id, spec, continuation);
      // It was told to stop while the archive was written.
      if (this.#isStopping) this.#engines.stop(run.id);
      this.#set(task, "running");
      ends.push(ended.then((status) => this.#set(task, status)));
    } catch (thrown) {
      if (!(thrown instanceof LabFailure)) throw thrown;
      const { code, message } = thrown.error;
      if (code !== "bad-request") throw thrown;
      // No checkpoint to go on from, say.
      this.#set(task, "failed");
      this.options.failed(task, message);
    }
  }

  async #deliver(report: RunReport) {
    const { archive } = this.options;
    await storeReport(archive, report, "interrupted");
    const { runId } = report;
    if (report.type === "batch") this.#engines.acknowledge(runId);
    else if (report.type === "ended")
      this.#end(
        runId,
        report.outcome === "stopped" ? "interrupted" : report.outcome,
      );
    else if (report.type === "failed") {
      const task = this.tasks.find((one) => this.#ids.get(one) === runId);
      if (task) this.options.failed(task, report.error.message);
      this.#end(runId, "failed");
    }
  }

  #end(runId: number, status: FinalStatus) {
    this.#ends.get(runId)?.(status);
    this.#ends.delete(runId);
  }

  #set(task: StudyTask, state: State) {
    this.#count(task, state);
    this.options.changed(this.counts);
  }

  #count(task: StudyTask, state: State) {
    const before = this.#states.get(task);
    if (before) this.#numbers.set(before, (this.#numbers.get(before) ?? 0) - 1);
    this.#numbers.set(state, (this.#numbers.get(state) ?? 0) + 1);
    this.#states.set(task, state);
  }

  /** Until an engine has a run more or less. */
  #change(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }
}

function stateOf({ status, isDeleted }: StudyRun): State {
  if (isDeleted) return "deleted";
  if (status === "interrupted" || status === "stopped") return "waiting";
  return isOver(status) ? status : "elsewhere";
}
