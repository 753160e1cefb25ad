import type { LabEvents, RunDetail, RunRow } from "../../../core/contract/api";
import { TopLineLook } from "../live/network/TopLineLook.svelte";
import { analysisLimit } from "../../../core/experiment/analysis-limit";
import {
  costsOf,
  timedRows,
  type Costs,
} from "../../../core/experiment/forecast";
import { rowCount, type Columns } from "../../../core/series/columns";
import { theoryColumns } from "../../../core/theory/columns";
import { extentOfRun, forecastAnalysis } from "../../../core/theory/duration";
import { durationRange } from "../../../core/text/duration-range";
import type { Lab } from "../../lib/api";
import { Task } from "../../lib/task.svelte";
import { subjects, whyNot } from "./subject";
import type { TheoryView } from "./view";
import { firstWanted, readWanted, type WantedDraft } from "./wanted";

/** Steps at the end of a run that tell well enough what its steps take. */
const lastSteps = 10_000;

/** The run whose theory is on screen, and the analysis of it. */
export class TheoryController {
  run = $state.raw<RunDetail | null>(null);
  cursor = $state<number | null>(null);
  /** Share of the analysis that is done; null while there is none. */
  share = $state<number | null>(null);
  readonly task = new Task();
  draft = $state.raw<WantedDraft>(firstWanted);
  #columns = $state.raw<Columns>({});
  /** What the steps of the run took; null while that is unknown. */
  #costs = $state.raw<Costs | null>(null);
  readonly #lab: Lab;
  readonly #rows: () => RunRow[];
  /** The newest choice: an older one that arrives later is dropped. */
  #chosen: number | null = null;

  /** @param rows all runs, newest first */
  constructor(lab: Lab, rows: () => RunRow[]) {
    this.#lab = lab;
    this.#rows = rows;
  }

  /** What computes α and β at a step of a run. */
  edgeOf(runId: number) {
    return new TopLineLook(this.#lab, runId);
  }

  get candidates(): RunRow[] {
    return subjects(this.#rows());
  }

  /** Why the run cannot be analysed; null where it can, and where there is none. */
  get whyNot(): string | null {
    return this.run && whyNot(this.run);
  }

  /** What an analysis of the run leaves out, said before it is begun; null where it is complete. */
  get leavesOut(): string | null {
    const limit = this.run && analysisLimit(this.run.spec);
    return limit && !limit.isWhole ? `${limit.message} ${limit.hint}` : null;
  }

  /** How long the analysis takes that is asked for, said before it is begun; null where nothing is known. */
  get takes(): string | null {
    const { run } = this;
    const read = readWanted(this.draft);
    if (!run?.engine || !this.#costs || "error" in read) return null;
    const extent = extentOfRun(run, read.wanted, run.engine.parameters);
    const seconds = forecastAnalysis(extent, this.#costs);
    return (
      seconds &&
      `Takes ${durationRange(seconds)}, by the times that the run recorded.`
    );
  }

  /** Whether there is an analysis without a row, as older versions stored of runs that diverged at once. */
  get isEmpty(): boolean {
    return Boolean(this.run?.theory) && rowCount(this.#columns) === 0;
  }

  /** Null while there is no analysed run, and where the analysis has no rows to show. */
  get view(): TheoryView | null {
    const { run, cursor } = this;
    if (!run?.theory || this.isEmpty) return null;
    return {
      lab: this.#lab,
      run,
      summary: run.theory,
      columns: this.#columns,
      cursor,
      oncursor: (step) => (this.cursor = step),
    };
  }

  /** Shows a run, or the newest one that can be analysed where none is named or on screen. */
  async choose(id = this.#chosen ?? this.candidates.at(0)?.id ?? null) {
    this.#chosen = id;
    this.task.failure = null;
    this.cursor = null;
    if (id === null) {
      this.run = null;
      return;
    }
    await this.task.run(async () => {
      const read = await Promise.all([
        this.#lab.runs.open(id),
        this.#lab.theory.read(id),
        this.#lab.theory.progress(),
      ]).catch((thrown: unknown) => {
        if (this.#chosen === id) throw thrown;
      });
      if (!read || this.#chosen !== id) return;
      const [run, columns, progress] = read;
      this.#columns = allColumns(columns);
      if (this.run?.id !== id) this.#costs = null;
      this.run = run;
      this.share = progress?.runId === id ? progress.share : null;
      if (this.#costs === null) await this.#readCosts(run);
    });
  }

  /** Without them nothing is said of the time; the page needs them for nothing else. */
  async #readCosts({ id, spec, summary, columns }: RunDetail) {
    if (!columns.spectrum.includes("products")) return;
    const window = Math.max(lastSteps, 20 * spec.measure.sharpness.every);
    const read = (table: "steps" | "spectrum", column: string) =>
      this.#lab.runs.readTable({
        runId: id,
        table,
        columns: ["step", column],
        from: Math.max(0, summary.step - window),
      });
    const tables = await Promise.all([
      read("steps", "seconds"),
      read("spectrum", "products"),
    ]).catch(() => null);
    if (tables && this.run?.id === id)
      this.#costs = costsOf(timedRows(...tables));
  }

  change(changes: Partial<WantedDraft>) {
    this.draft = { ...this.draft, ...changes };
  }

  async analyse() {
    const id = this.run?.id;
    if (id === undefined) return;
    const read = readWanted(this.draft);
    this.task.failure = "error" in read ? read.error : null;
    if ("error" in read) return;
    this.share = 0;
    const begun = await this.task.run(() =>
      this.#lab.theory.analyse(id, read.wanted),
    );
    if (!begun) this.share = null;
  }

  async cancel() {
    if (this.run) await this.#lab.theory.cancel(this.run.id);
  }

  /** What main reports of any analysis. */
  changed(report: LabEvents["analysisChanged"]) {
    if (report.runId !== this.#chosen) return;
    this.share = report.share;
    if (report.share !== null) return;
    const { error } = report;
    void this.choose(report.runId).then(() => {
      if (error) this.task.failure = error;
    });
  }
}

/** With NaN in the columns that the analysis of another version did not have. */
function allColumns(columns: Columns): Columns {
  const rows = rowCount(columns);
  const missing = () => new Float64Array(rows).fill(NaN);
  return Object.fromEntries(
    theoryColumns.map((name) => [name, columns[name] ?? missing()]),
  );
}
