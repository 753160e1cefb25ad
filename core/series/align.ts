/** What runs are drawn over, so that like stands above like. */
import type { Columns, TableName } from "./columns";
import type { Curve } from "./decimate";

/**
 * `step`; `epoch`: passes over the training samples, one a step where every step uses them all; `flow`:
 * η·step, or the sum of η over the steps where it varies: the time that gradient flow would have run; `seconds`: running time; `crossing`: steps since the
 * first measured step with sharpness ≥ threshold.
 */
export const alignments = [
  "step",
  "epoch",
  "flow",
  "seconds",
  "crossing",
] as const;
export type Alignment = (typeof alignments)[number];

/** A column that a run has recorded. */
export interface ColumnName {
  table: TableName;
  column: string;
}

/** A shared x axis: an alignment, or a column, whose values need not ascend. */
export type XChoice = Alignment | ColumnName;

/** Columns of the tables of a run; `step` is in each of them. */
export type RunColumns = Partial<Record<TableName, Columns>>;

/** What the place of a run on a shared axis depends on. */
export interface Aligned {
  /** The time Σ η that gradient flow would have run at ascending steps, `[n]` → `[n]`. */
  flowTimes: (steps: Float64Array) => Float64Array;
  /** null where sharpness never reached the threshold. */
  crossingStep: number | null;
  /** Steps of an epoch, 1 where each uses all samples; null for a landscape, which has no samples and so no epochs. */
  stepsPerEpoch: number | null;
  columns: RunColumns;
}

/**
 * Why a run has no curve: it has not recorded what is drawn, or not what it is drawn over; its optimiser has
 * no threshold; it never crossed; it has no epochs; or it shares no x with the others of its group.
 */
export type Absence =
  | "no-column"
  | "no-x-column"
  | "no-threshold"
  | "never-crossed"
  | "no-epochs"
  | "no-common-x";

/** Columns that an axis needs besides the steps. With mini-batches each step has its row in the table of batches. */
export function columnsFor(x: XChoice): ColumnName[] {
  if (x === "seconds")
    return [
      { table: "steps", column: "seconds" },
      { table: "batchSteps", column: "seconds" },
    ];
  return typeof x === "object" ? [x] : [];
}

/** Whether x ascends along every curve over this axis. */
export function ascends(x: XChoice): boolean {
  return typeof x !== "object" || x.column === "step";
}

/**
 * A column of a run over a shared axis, in the order of its steps. Over a column of another table, it has
 * the steps that both have.
 */
export function curveOver(
  { table, column }: ColumnName,
  x: XChoice,
  run: Aligned,
): Curve | Absence {
  const rows = run.columns[table];
  const y = rows?.[column];
  if (!rows || !y) return "no-column";
  if (typeof x === "object") return overColumn(rows.step, y, x, run);
  const place = alignedX(rows.step, x, run);
  return typeof place === "string" ? place : { x: place, y };
}

/**
 * Where the rows of a run stand on the shared x axis, ascending.
 * @param step of the rows, ascending, `[n]`
 * @returns `[n]`, or why the run has no place on this axis
 */
export function alignedX(
  step: Float64Array,
  alignment: Alignment,
  run: Aligned,
): Float64Array | Absence {
  switch (alignment) {
    case "step":
      return step;
    case "epoch":
      return inEpochs(step, run.stepsPerEpoch);
    case "flow":
      return run.flowTimes(step);
    case "seconds":
      return secondsAt(step, run.columns.batchSteps ?? run.columns.steps);
    case "crossing": {
      const { crossingStep } = run;
      return crossingStep === null
        ? "never-crossed"
        : step.map((value) => value - crossingStep);
    }
  }
}

function inEpochs(
  step: Float64Array,
  stepsPerEpoch: number | null,
): Float64Array | Absence {
  if (stepsPerEpoch === null) return "no-epochs";
  return stepsPerEpoch === 1
    ? step
    : step.map((value) => value / stepsPerEpoch);
}

/**
 * Values in units of the run's threshold: 1 is the edge of stability.
 * @param threshold of all of them, or of each, `[n]`
 */
export function inThresholds(
  y: Float64Array,
  threshold: number | Float64Array,
): Float64Array {
  return y.map(
    (value, i) =>
      value / (typeof threshold === "number" ? threshold : threshold[i]),
  );
}

/** The running time at each step: of its own row, else of the last row before it. */
function secondsAt(
  steps: Float64Array,
  clock: Columns | undefined,
): Float64Array | Absence {
  const { step, seconds } = (clock ?? {}) as Partial<Columns>;
  if (!step || !seconds) return "no-x-column";
  let row = 0;
  return steps.map((wanted) => {
    while (row + 1 < step.length && step[row + 1] <= wanted) row++;
    return seconds[row] ?? 0;
  });
}

function overColumn(
  step: Float64Array,
  y: Float64Array,
  { table, column }: ColumnName,
  run: Aligned,
): Curve | Absence {
  const rows = run.columns[table];
  const values = rows?.[column];
  if (!rows || !values) return "no-x-column";
  if (rows.step === step) return { x: values, y };
  const both = { x: new Float64Array(y.length), y: new Float64Array(y.length) };
  let count = 0;
  let other = 0;
  for (let row = 0; row < step.length; row++) {
    while (other < rows.step.length && rows.step[other] < step[row]) other++;
    if (rows.step[other] !== step[row]) continue;
    both.x[count] = values[other];
    both.y[count++] = y[row];
  }
  return { x: both.x.subarray(0, count), y: both.y.subarray(0, count) };
}
