import type { LabEvents, RunDetail } from "../core/contract/api";
import type { EngineReport } from "../core/contract/engine";
import { LabFailure, toLabError } from "../core/errors";
import { requireAnalysis } from "../core/experiment/analysis-limit";
import type { SelfStabilizationSpec } from "../core/experiment/analysis-spec";
import { isOver } from "../core/run/status";
import { kernelsOf, type Kernels } from "../core/run/kernels";
import { analysisQuestion, landingsFor } from "./analysis-question";
import type { Archive } from "./archive/archive";
import type { Announce } from "./archivist";
import type { EngineChild } from "./engine/child";
import { exitError, type Exit } from "./engine/exit";

/** Milliseconds between two words about the progress. */
const tellEvery = 200;

interface Work {
  runId: number;
  child: EngineChild;
  share: number;
  told: number;
  /** Computed; it is stored unless it is cancelled first. */
  isStoring: boolean;
  isCancelled: boolean;
}

/**
 * Computes analyses, one at a time, each in a separate engine process, so that runs go on, and
 * to cancel one is to end its process. Only a whole analysis is stored.
 */
export class Analyst {
  readonly #waiting: { run: RunDetail; wanted: SelfStabilizationSpec }[] = [];
  #work: Work | null = null;
  #isClosed = false;
  #storing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly fork: (kernels: Kernels | null) => EngineChild,
    private readonly archive: Archive,
    private readonly announce: Announce,
  ) {}

  get progress(): { runId: number; share: number } | null {
    return this.#work && { runId: this.#work.runId, share: this.#work.share };
  }

  /**
   * Analyses a run, or lets it wait until the one before is done; a second wish for one that waits
   * or is worked out takes the place of the first.
   * @throws LabFailure `bad-request` for a run that is still going or has not begun, and for one of
   *   which there is no analysis
   */
  start(run: RunDetail, wanted: SelfStabilizationSpec) {
    const { id, spec, engine, status } = run;
    if (!engine || !isOver(status))
      throw new LabFailure({
        code: "bad-request",
        message: engine
          ? `Run ${id} is still going.`
          : `Run ${id} has not started.`,
        hint: "An analysis needs a run that has ended.",
      });
    requireAnalysis(spec);
    analysisQuestion(run, wanted);
    if (this.#isClosed) return;
    this.cancel(id);
    this.#waiting.push({ run, wanted });
    this.#tell({ runId: id, share: 0 });
    this.#next();
  }

  #next() {
    while (!this.#work) {
      const next = this.#waiting.shift();
      if (!next) return;
      try {
        this.#begin(next.run, next.wanted);
      } catch (thrown) {
        const error = toLabError(thrown);
        this.#tell({ runId: next.run.id, share: null, error });
      }
    }
  }

  #begin(run: RunDetail, wanted: SelfStabilizationSpec) {
    const child = this.fork(kernelsOf(run.engine));
    const work: Work = {
      runId: run.id,
      child,
      share: 0,
      told: 0,
      isStoring: false,
      isCancelled: false,
    };
    this.#work = work;
    child.onReport((report) => {
      if (this.#work !== work) return;
      if (report.type === "ready") void this.#ask(work, run, wanted);
      else this.#hear(work, report);
    });
    child.onExit((exit) => {
      // One that is being stored needs its process no more.
      if (this.#work === work && !work.isStoring) this.#end(work, lost(exit));
    });
  }

  /** Ends the analysis of a run, if it has one that waits or is worked out. */
  cancel(runId: number) {
    const work = this.#work;
    if (work?.runId === runId) {
      work.isCancelled = true;
      // One that is being stored announces its own end: it may be too late to cancel it.
      if (!work.isStoring) this.#end(work, null);
    }
    const place = this.#waiting.findIndex(({ run }) => run.id === runId);
    if (place < 0) return;
    this.#waiting.splice(place, 1);
    this.#tell({ runId, share: null, error: null });
  }

  /** Ends what is worked out, and waits for what is being stored. */
  async close() {
    this.#isClosed = true;
    this.#waiting.length = 0;
    if (this.#work) this.#end(this.#work, null);
    await this.#storing;
  }

  async #ask(work: Work, run: RunDetail, wanted: SelfStabilizationSpec) {
    // Checkpoints spare time and nothing else.
    const landings = await landingsFor(this.archive, run, wanted).catch(
      () => [],
    );
    if (this.#work !== work) return;
    const question = analysisQuestion(run, wanted, landings);
    work.child.send({ type: "ask", id: 1, question });
  }

  #hear(work: Work, report: EngineReport) {
    if (report.type === "progress") {
      work.share = report.share;
      const now = Date.now();
      if (now - work.told < tellEvery) return;
      work.told = now;
      this.#tell({ runId: work.runId, share: work.share });
    } else if (report.type === "refused")
      this.#end(work, new LabFailure(report.error));
    else if (report.type === "answered" && report.answer.kind === "analysis") {
      const { analysis } = report.answer;
      work.isStoring = true;
      const isWanted = () => !work.isCancelled;
      this.#storing = this.archive
        .setTheory(work.runId, analysis, isWanted)
        .then(
          () => this.#end(work, null),
          (thrown: unknown) =>
            this.#end(
              work,
              isWanted() ? new LabFailure(toLabError(thrown)) : null,
            ),
        );
    }
  }

  #end(work: Work, failure: LabFailure | null) {
    if (this.#work !== work) return;
    this.#work = null;
    work.child.kill();
    const { runId } = work;
    const error = failure && toLabError(failure);
    const waitsAgain = this.#waiting.some(({ run }) => run.id === runId);
    if (!waitsAgain) this.#tell({ runId, share: null, error });
    this.#next();
  }

  #tell(payload: LabEvents["analysisChanged"]) {
    this.announce("analysisChanged", payload);
  }
}

function lost(exit: Exit) {
  const error = exitError("The process of the analysis", exit);
  const needsLess = error.hint && {
    hint: "Analyse fewer steps, leave out the flows, or close other programs.",
  };
  return new LabFailure({ ...error, ...needsLess });
}
