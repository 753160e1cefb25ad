import type { Columns } from "../series/columns";
import type { ExperimentSpec } from "./spec";

/** From the least to the most that is to be expected. */
export interface Span {
  low: number;
  high: number;
}

/** What a step costs that is not measured, and what a measurement adds, in seconds. */
export interface Costs {
  step: Span;
  measurement: Span;
  /** What a step with its measurement costs per Hessian-vector product; missing where none was seen. */
  perProduct?: Span;
}

type Extent = Pick<ExperimentSpec, "steps" | "measure">;

/** Times that sharpness is measured in a whole run, the start included. */
export function measurementsOf({ steps, measure }: Extent): number {
  return Math.floor(steps / measure.sharpness.every) + 1;
}

/** Seconds of a whole run, one that does not end before its last step. */
export function forecastSeconds(spec: Extent, costs: Costs): Span {
  const measurements = measurementsOf(spec);
  const total = (end: keyof Span) =>
    spec.steps * costs.step[end] + measurements * costs.measurement[end];
  return { low: total("low"), high: total("high") };
}

/**
 * Seconds of several runs on so many engines, each of which takes the next run when it is free: at best all
 * engines end together, at worst the longest run comes last.
 */
export function forecastRuns(runs: Span[], engines: number): Span {
  const sum = (end: keyof Span) => runs.reduce((s, run) => s + run[end], 0);
  const longest = (end: keyof Span) =>
    runs.reduce((most, run) => Math.max(most, run[end]), 0);
  return {
    low: Math.max(sum("low") / engines, longest("low")),
    high: sum("high") / engines + longest("high") * (1 - 1 / engines),
  };
}

/** What the seconds leave out, as the end of a sentence. A trial has no steps of an analysis. */
export function leftOut({ analysis }: Pick<ExperimentSpec, "analysis">) {
  return analysis?.selfStabilization ? ", without the analysis" : "";
}

/** A row of a trial run: seconds from its evaluation to the next one. */
export interface TimedRow {
  /** When it began, in seconds. */
  at: number;
  seconds: number;
  isMeasured: boolean;
  /** Hessian-vector products of its measurement. */
  products?: number | undefined;
}

/**
 * The rows of a run by what it recorded; how long the last one took is not known.
 * @param steps its columns step and seconds
 * @param spectrum its columns step and products; none where nothing was measured
 */
export function timedRows(steps: Columns, spectrum: Columns): TimedRow[] {
  const { step = none, seconds = none } = steps as Partial<Columns>;
  const { step: measured = none, products: counts = none } =
    spectrum as Partial<Columns>;
  const products = new Map<number, number>();
  measured.forEach((at, i) =>
    products.set(at, (products.get(at) ?? 0) + (counts.at(i) ?? NaN)),
  );
  return Array.from({ length: Math.max(0, step.length - 1) }, (_, i) => ({
    at: seconds[i],
    seconds: seconds[i + 1] - seconds[i],
    isMeasured: products.has(step[i]),
    products: products.get(step[i]),
  }));
}

const none = new Float64Array();
const nothing: Span = { low: 0, high: 0 };
/**
 * The first measurement begins at random vectors and makes a check: on MNIST-5k 81 and 83 products where later
 * ones take 7 and 9; with 20 eigenvalues about as many as a later one. It counts as so many to so many of them.
 */
const firstSolve = { least: 2.5, most: 12 };
/** While the eigenvalues still move fast a measurement may take twice a later one. */
const earlySolve = 2;
/** Fewer than this do not tell what later ones take. */
const fewMeasurements = 10;
/** How much slower the rest of a run may be, or faster, than what was seen of it. */
const margin = 1.3;
/** Halves of the second half of a trial that differ by less go at the same pace. */
const settled = 1.2;

/**
 * What a trial run tells of the whole one, by the second half of its time: in the first half the program
 * is not yet compiled. Where the second half has no row of a kind, the last one of that kind counts. All
 * rows count of a trial that came to the end of its run, which is as cold.
 * @param rows in order, the first one measured; none of a run that ended where it began
 */
export function costsOf(rows: TimedRow[], isWhole = false): Costs {
  if (rows.length === 0) return { step: nothing, measurement: nothing };
  const first = rows[0];
  const kind = (isMeasured: boolean) => {
    const all = rows.filter((row) => row.isMeasured === isMeasured);
    const late = isWhole ? all : secondHalf(all, rows);
    return late.length > 0 ? late : all.slice(-1);
  };
  const measured = kind(true);
  const plain = kind(false);
  const whole = spanOf(measured);
  if (!isWhole && measured[0] === first) {
    whole.low /= firstSolve.most;
    whole.high /= firstSolve.least;
  } else if (!isWhole && measured.length < fewMeasurements)
    whole.low /= earlySolve;
  const ofProducts = costOfProducts(measured);
  if (plain.length === 0)
    return { step: whole, measurement: nothing, ...ofProducts };
  const step = spanOf(plain);
  return {
    step,
    ...ofProducts,
    measurement: {
      low: Math.max(0, whole.low - step.low),
      high: Math.max(0, whole.high - step.high),
    },
  };
}

/** Whether the second half of a trial goes at an even pace: what was compiled on the way is. */
export function isSettled(rows: TimedRow[]): boolean {
  const means = halfMeans(secondHalf(rows, rows));
  return Math.max(...means) <= settled * Math.min(...means);
}

/** Those of `rows` in the second half of the time of `all`. */
function secondHalf(rows: TimedRow[], all: TimedRow[]): TimedRow[] {
  const last = all[all.length - 1];
  const middle = (all[0].at + last.at + last.seconds) / 2;
  return rows.filter(({ at }) => at >= middle);
}

/** Mean seconds of a row in the first half of the rows and in the second. */
function halfMeans(rows: TimedRow[]): number[] {
  const middle = Math.ceil(rows.length / 2);
  return [rows.slice(0, middle), rows.slice(middle)]
    .filter((part) => part.length > 0)
    .map(
      (part) => part.reduce((sum, row) => sum + row.seconds, 0) / part.length,
    );
}

/** Seconds of measured rows per product; nothing where none was counted. */
function costOfProducts(rows: TimedRow[]): Pick<Costs, "perProduct"> {
  const counted = rows.filter(({ products }) => (products ?? 0) > 0);
  if (counted.length === 0) return {};
  return {
    perProduct: spanOf(
      counted.map((row) => ({
        ...row,
        seconds: row.seconds / (row.products ?? NaN),
      })),
    ),
  };
}

/** Between the means of both halves, with a margin. */
function spanOf(rows: TimedRow[]): Span {
  const means = halfMeans(rows);
  return {
    low: Math.min(...means) / margin,
    high: Math.max(...means) * margin,
  };
}
