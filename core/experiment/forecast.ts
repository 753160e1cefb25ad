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
  /** What a measurement of the batch sharpness adds; missing where it cannot be told from the rest. */
  batchSharpness?: Span;
  /** What a step with its measurement costs per Hessian-vector product; missing where none was seen. */
  perProduct?: Span;
}

const nothing: Span = { low: 0, high: 0 };

type Extent = Pick<ExperimentSpec, "steps" | "measure">;

/** Times that sharpness is measured in a whole run, the start included. */
export function measurementsOf({ steps, measure }: Extent): number {
  return Math.floor(steps / measure.sharpness.every) + 1;
}

/** Seconds of a whole run, one that does not end before its last step. */
export function forecastSeconds(spec: Extent, costs: Costs): Span {
  const measurements = measurementsOf(spec);
  const { batchSharpness } = spec.measure;
  const { batchSharpness: each = nothing } = costs;
  const ofBatches = batchSharpness
    ? Math.floor(spec.steps / batchSharpness.every) + 1
    : 0;
  const total = (end: keyof Span) =>
    spec.steps * costs.step[end] +
    measurements * costs.measurement[end] +
    ofBatches * each[end];
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
  /** Batches of its batch sharpness, and how many later ones may take; missing where that was not measured. */
  batches?: { used: number; most: number };
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
  const { others, batchSharpness } = withoutBatches(rows, isWhole);
  return {
    ...costsOfOthers(others, isWhole),
    ...(batchSharpness && { batchSharpness }),
  };
}

/**
 * What batch sharpness adds to rows of the same kind, and the rows without it. Measured in every row, it is part of
 * them; in the first one alone, all that is known is that it takes no longer than that row.
 */
function withoutBatches(
  rows: TimedRow[],
  isWhole: boolean,
): { others: TimedRow[]; batchSharpness?: Span } {
  const [first, ...later] = rows;
  if (!rows.some(({ batches }) => batches) || later.every((r) => r.batches))
    return { others: rows };
  const known = (isWhole ? rows : later).filter(({ batches }) => batches);
  const kinds = [false, true].map((isMeasured) => {
    const ofKind = rows.filter((row) => row.isMeasured === isMeasured);
    return {
      isMeasured,
      with: known.filter((row) => row.isMeasured === isMeasured),
      without: ofKind.filter(({ batches }) => !batches),
    };
  });
  const kind = kinds.find((one) => one.with.length && one.without.length);
  if (!kind) {
    const { high } = spanOf([first]);
    const often = first.batches ? growth([first]) : 1;
    return { others: rows, batchSharpness: { low: 0, high: high * often } };
  }
  const late = secondHalf(kind.without, rows);
  const [more, less] = [kind.with, late.length ? late : kind.without];
  const added = Math.max(0, meanSeconds(more) - meanSeconds(less));
  const [above, below] = [spanOf(more), spanOf(less)];
  return {
    others: rows.map((row) =>
      row.batches ? { ...row, seconds: Math.max(0, row.seconds - added) } : row,
    ),
    batchSharpness: {
      low: Math.max(0, above.low - below.high),
      high: Math.max(0, above.high - below.low) * growth(more),
    },
  };
}

/** How many times the batches that were used later measurements may take. */
function growth(rows: TimedRow[]): number {
  const sum = (name: "used" | "most") =>
    rows.reduce((all, { batches }) => all + (batches?.[name] ?? 0), 0);
  return sum("most") / sum("used");
}

function meanSeconds(rows: TimedRow[]): number {
  return rows.reduce((sum, { seconds }) => sum + seconds, 0) / rows.length;
}

function costsOfOthers(rows: TimedRow[], isWhole: boolean): Costs {
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
    .map(meanSeconds);
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
