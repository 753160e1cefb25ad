/** What the run says at each stop, in sentences, from its analysis. */
import type { Columns } from "../../../core/series/columns";
import type { AnalysisSummary } from "../../../core/theory/analysis";
import { count, counted, quantity } from "../../lib/format";
import type { TheoryView } from "./view";

type Analysed = Pick<TheoryView, "summary" | "columns">;

/** Rows of the analysis itself, without the way to its start. */
export function rowsOfAnalysis({ summary, columns }: Analysed): number[] {
  const { step } = columns;
  return [...step.keys()].filter((row) => step[row] >= summary.from);
}

const threshold = ({ stepSize }: AnalysisSummary) => 2 / stepSize;

/** How often the lemma promised descent, and how often the loss fell without a promise. */
export function lemmaSays(view: Analysed): string {
  const { columns } = view;
  const all = rowsOfAnalysis(view);
  if (all.length === 0) return "The analysis has no steps to look at.";
  const rows = all.filter((row) => Number.isFinite(columns["change"][row]));
  if (rows.length === 0)
    return "The loss changed by no more than its rounding in every step.";
  const unpromised = rows.filter((row) => columns["bound"][row] > 0);
  const fell = unpromised.filter((row) => columns["change"][row] < 0);
  const rose = rows.filter((row) => columns["change"][row] > 0);
  if (unpromised.length === 0)
    return `In all ${counted(rows.length, "step")} the lemma promised descent.`;
  return `In ${count(unpromised.length)} of ${counted(rows.length, "step")} the lemma promised nothing, because S was above 2/η. The loss fell in ${count(fell.length)} of these all the same, and rose in ${counted(rose.length, "step")} altogether.`;
}

/** How sharpness moved on the way to the start of the analysis. */
export function sharpeningSays({ summary, columns }: Analysed): string {
  const { step, sharpness, alpha } = columns;
  const before = [...step.keys()].filter((row) => step[row] < summary.from);
  if (before.length < 2)
    return "The analysis begins at the first step: there is no way to the edge to look at.";
  const first = sharpness[before[0]];
  const last = sharpness[before[before.length - 1]];
  const known = before.filter((row) => Number.isFinite(alpha[row]));
  const rising = known.filter((row) => alpha[row] > 0).length;
  const share =
    known.length === 0
      ? ""
      : ` Descent was sharpening, α > 0, at ${count(Math.round((100 * rising) / known.length))} % of the steps looked at.`;
  return `Sharpness went from ${quantity(first)} to ${quantity(last)}; 2/η is ${quantity(threshold(summary))}.${share}`;
}

/** How well θ† keeps its two constraints. */
export function constrainedSays(view: Analysed): string {
  const { columns } = view;
  const rows = rowsOfAnalysis(view).filter((row) =>
    Number.isFinite(columns["constrainedLoss"][row]),
  );
  if (rows.length === 0)
    return "There is no constrained trajectory on this run; the notes above say why.";
  const worst = (name: string) =>
    Math.max(...rows.map((row) => Math.abs(columns[name][row])));
  const active = rows.filter((row) => columns["active"][row] === 1).length;
  const [first, last] = [rows[0], rows[rows.length - 1]];
  const loss = columns["constrainedLoss"];
  return `Along ${counted(rows.length, "step")} θ† lowered the loss from ${quantity(loss[first])} to ${quantity(loss[last])}, with S held down in ${count(active)} of them. At worst (S − 2/η)·η was ${quantity(worst("constrainedExcess"), 2)} and |u·∇L| ${quantity(worst("constrainedSlope"), 2)}.`;
}

/** The slope along u at distances from θ†, by differences of the slice, beside S·x. */
export function slopesAlong(
  summary: AnalysisSummary,
): { x: number; slope: number; line: number }[] {
  const { assumptions, start } = summary;
  if (!assumptions || !start) return [];
  const { x, loss } = assumptions.slice;
  return x.slice(1, -1).map((at, i) => ({
    x: at,
    slope: (loss[i + 2] - loss[i]) / (x[i + 2] - x[i]),
    line: start.slope + start.sharpness * at,
  }));
}

/** Whether the slope along u is S·x, with no half in it. */
export function factorSays(summary: AnalysisSummary): string {
  const { start } = summary;
  const slopes = slopesAlong(summary);
  if (!start || slopes.length === 0 || !(start.delta > 0))
    return "Without a constrained trajectory there is no slope to look at.";
  const atDelta = slopes.reduce((best, each) =>
    Math.abs(each.x - start.delta) < Math.abs(best.x - start.delta)
      ? each
      : best,
  );
  return `At x = ${quantity(atDelta.x, 3)}, about δ, the slope u·∇L is ${quantity(atDelta.slope)} and S·x is ${quantity(start.sharpness * atDelta.x)}: their ratio is ${(atDelta.slope / (start.sharpness * atDelta.x)).toFixed(4)}, not ½.`;
}

/** A column that is there at all. */
export function has(columns: Columns, name: string): boolean {
  return columns[name]?.some(Number.isFinite) ?? false;
}

/** How the prediction agrees with the run. */
export function agreementSays({ agreement }: AnalysisSummary): string {
  const { correlation, displacementError } = agreement;
  if (correlation === null || displacementError === null)
    return "There is no prediction to compare the run with; the notes above say why.";
  const error = `${quantity(100 * displacementError, 2)} %`;
  return `Over ${counted(agreement.steps, "step")} x and its prediction correlate to ${quantity(correlation, 5)}, and the displacement is off by ${error} of its length on average.`;
}

function predictedPeak({ forecast }: AnalysisSummary): string {
  return forecast
    ? `Predicted sharpness peak, from the start: in ${counted(Math.round(forecast.delay), "step")}, ${quantity(forecast.overshoot, 3)} above 2/η.`
    : "Nothing could be predicted at the start: sharpening or the oscillation was missing, or the oscillation was already wider than δ.";
}

/** The predicted first spike, and what came. */
export function spikeSays(summary: AnalysisSummary): string {
  const { start, spike } = summary;
  const came = spike
    ? ` The first peak came after ${counted(spike.delay, "step")}, ${quantity(spike.overshoot, 3)} above.`
    : " No peak above 2/η came within the steps analysed.";
  if (!start)
    return `There is no constrained trajectory to predict from.${came}`;
  return predictedPeak(summary) + came;
}

/** How many eigenvalues were at the edge, and what that means for the theory of one. */
export function severalSays(view: Analysed): string {
  const { columns } = view;
  const rows = rowsOfAnalysis(view).filter((row) =>
    Number.isFinite(columns["edgeCount"][row]),
  );
  if (rows.length === 0) return noFlows(view.summary);
  const at = rows.map((row) => columns["edgeCount"][row]);
  const most = Math.max(...at);
  const second = at.findIndex((edges) => edges > 1);
  if (second < 0)
    return most === 0
      ? "No eigenvalue was at the edge."
      : "At most one eigenvalue was at the edge: the theory of a single one is enough here.";
  const several = at.filter((edges) => edges > 1).length;
  return `In ${count(several)} of ${counted(rows.length, "step")}, first at step ${count(columns["step"][rows[second]])}, several eigenvalues were at the edge together, at most ${count(most)}: there the theory of a single one ends, and the central flow goes on.`;
}

/** Why there is no central flow: there can be none without a crossing, ∇S and a place at the edge. */
function noFlows({ steps, alarms }: AnalysisSummary): string {
  const isImpossible = alarms.some(
    ({ kind }) => kind === "kinks" || kind === "central-flow",
  );
  return steps === 0 || isImpossible
    ? "There is no central flow on this run; the notes above say why."
    : "The flows were left out of this analysis: tick Flows and analyse again.";
}

/** Mean square of the run along an eigenvector, and as the central flow predicts it. */
export function varianceOf(view: Analysed, lane: 1 | 2 | 3 | 4) {
  const { columns } = view;
  const rows = rowsOfAnalysis(view).filter((row) =>
    Number.isFinite(columns[`lane${lane}`][row]),
  );
  if (rows.length === 0) return null;
  const mean = (value: (row: number) => number) =>
    rows.reduce((sum, row) => sum + value(row), 0) / rows.length;
  return {
    measured: mean((row) => columns[`lane${lane}`][row] ** 2),
    predicted: mean((row) => columns[`variance${lane}`][row]),
  };
}

/** What the complementarity problem of the central flow was solved to, at worst. */
export function centralResidual(view: Analysed): number {
  const values = rowsOfAnalysis(view)
    .map((row) => view.columns["centralResidual"][row])
    .filter(Number.isFinite);
  return values.length === 0 ? NaN : Math.max(...values);
}
