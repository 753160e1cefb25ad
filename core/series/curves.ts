/** Curves of runs on a shared x axis, as a chart of a given width draws them. */
import {
  ascends,
  curveOver,
  inThresholds,
  type Absence,
  type Aligned,
  type ColumnName,
  type XChoice,
} from "./align";
import { bandOf, relativeTo, type BandKind, type Relation } from "./band";
import {
  decimate,
  decimatePath,
  extentOf,
  type Curve,
  type DecimateOptions,
} from "./decimate";

/** A column to be drawn. */
export interface Drawn extends ColumnName {
  /** In units of the threshold of each run. */
  perThreshold: boolean;
  /** The column of its standard error, drawn as the band of a run that is alone and compared with no other. */
  error?: string;
}

/** What is drawn of several runs at once. */
export interface CurvesWanted {
  /** What one curve shows each: a run, or several as their mean with a band. */
  groups: number[][];
  /** Each is drawn of every group. */
  columns: Drawn[];
  x: XChoice;
  /** Of groups. */
  band: BandKind;
  /** The run that all others are compared with at the x that both have; null for none. */
  baseline: number | null;
  /** Whether its values are taken away from those of the others, or divide them. */
  relation: Relation;
  /** Window along x, both ends included; everything when left out. */
  from?: number;
  to?: number;
  /** Logarithmic x: what is at or below 0 has no place. */
  log: boolean;
  /** Width of the plot, 1 to 1,000,000. A window of at most four rows a pixel is answered whole. */
  pixels: number;
}

/** A curve thinned out to the window and the width asked for, with what is known of the whole. */
export interface DrawnCurve extends Curve {
  /** Of a group; of one run its standard error, where there is one. */
  band?: { low: Curve; high: Curve };
  /** The runs in it. */
  runs: number[];
  /** Least and greatest x of the whole curve that has a place; null where there is none. */
  extent: { min: number; max: number } | null;
  /** Rows of the whole curve. */
  rows: number;
  /** Rows that have no place on the axis: x not finite, or at or below 0 where it is logarithmic. */
  unplaced: number;
  /** Whether rows within the window were left out. */
  isThinned: boolean;
  /** Rows that the longest of its runs has: more than `rows` where they do not share every x. */
  longest: number;
  /** The runs of the group that are not in it. */
  missing: { run: number; why: Absence }[];
}

/** A run whose columns have been read. */
export interface CurveRun extends Aligned {
  id: number;
  /** Null where there is none, and where it varies: a column of its own tells it then. */
  threshold: number | null;
}

/**
 * The curve of a group.
 * @param runs of the group, all that could be read
 * @param base the run of the baseline, where there is one
 */
export function drawnCurve(
  runs: CurveRun[],
  column: Drawn,
  wanted: CurvesWanted,
  base?: CurveRun,
): DrawnCurve {
  const missing: DrawnCurve["missing"] = [];
  const drawn: { id: number; curve: Curve }[] = [];
  const other = base && curveOf(base, column, wanted.x);
  for (const run of runs) {
    const curve = curveOf(run, column, wanted.x);
    const why = [curve, other].find((part) => typeof part === "string");
    if (why) missing.push({ run: run.id, why });
    else
      drawn.push({ id: run.id, curve: related(curve as Curve, other, wanted) });
  }
  const curves = drawn.map(({ curve }) => curve);
  const whole = together(curves, wanted);
  const only =
    drawn.length === 1 && !base
      ? runs.find((run) => run.id === drawn[0].id)
      : undefined;
  const error = only && errorBand(only, column, wanted.x);
  const thin = (curve: Curve) => thinned(curve, wanted);
  const line = thin(whole);
  const longest = Math.max(0, ...curves.map(({ x }) => x.length));
  const none = whole.x.length === 0 && longest > 0;
  return {
    ...line,
    ...(whole.ends && {
      band: {
        low: thin({ x: whole.x, y: whole.ends.low }),
        high: thin({ x: whole.x, y: whole.ends.high }),
      },
    }),
    ...(error && { band: { low: thin(error.low), high: thin(error.high) } }),
    runs: none ? [] : drawn.map(({ id }) => id),
    extent: extentOf(whole.x, wanted.log),
    rows: whole.x.length,
    unplaced: whole.x.length - rowsInside(whole.x, { log: wanted.log }),
    isThinned: rowsInside(line.x, wanted) < rowsInside(whole.x, wanted),
    longest,
    missing: none
      ? [
          ...missing,
          ...drawn.map(({ id }) => ({ run: id, why: "no-common-x" as const })),
        ]
      : missing,
  };
}

function curveOf(run: CurveRun, column: Drawn, x: XChoice): Curve | Absence {
  if (!column.perThreshold) return curveOver(column, x, run);
  const rows = run.columns[column.table];
  const y = rows?.[column.column];
  const threshold = run.threshold ?? rows?.["threshold"];
  if (!rows || !y) return "no-column";
  if (threshold === undefined) return "no-threshold";
  const relative = { ...rows, relative: inThresholds(y, threshold) };
  const columns = { ...run.columns, [column.table]: relative };
  const { table } = column;
  return curveOver({ table, column: "relative" }, x, { ...run, columns });
}

/** A mean less its standard error, and with it; undefined where it has none. */
function errorBand(
  run: CurveRun,
  { error, ...column }: Drawn,
  x: XChoice,
): { low: Curve; high: Curve } | undefined {
  const rows = run.columns[column.table];
  const mean = rows?.[column.column];
  const errors = error === undefined ? undefined : rows?.[error];
  if (!mean || !errors) return undefined;
  const [low, high] = [-1, 1].map((sign) => {
    const y = mean.map((value, row) => value + sign * errors[row]);
    const moved = { ...rows, [column.column]: y };
    const columns = { ...run.columns, [column.table]: moved };
    return curveOf({ ...run, columns }, column, x);
  });
  return typeof low === "string" || typeof high === "string"
    ? undefined
    : { low, high };
}

function related(
  curve: Curve,
  base: Curve | string | undefined,
  { x, relation }: CurvesWanted,
): Curve {
  if (typeof base !== "object") return curve;
  return ascends(x) ? relativeTo(base, curve, relation) : noRows;
}

const noRows: Curve = { x: new Float64Array(), y: new Float64Array() };

/** One curve as it is, several as their mean. Those whose x do not ascend share none. */
function together(
  curves: Curve[],
  { x: axis, band }: CurvesWanted,
): Curve & { ends?: { low: Float64Array; high: Float64Array } } {
  if (curves.length < 2) return curves[0] ?? noRows;
  if (!ascends(axis)) return noRows;
  const { x, mean, low, high } = bandOf(curves, band);
  return { x, y: mean, ends: { low, high } };
}

/** Rows with a place on the axis, within the window where there is one. */
function rowsInside(
  x: Float64Array,
  {
    from = -Infinity,
    to = Infinity,
    log,
  }: Pick<CurvesWanted, "from" | "to" | "log">,
): number {
  let rows = 0;
  for (const value of x)
    if (
      value >= from &&
      value <= to &&
      Number.isFinite(value) &&
      (!log || value > 0)
    )
      rows++;
  return rows;
}

function thinned(
  { x, y }: Curve,
  { x: axis, from, to, log, pixels }: CurvesWanted,
): Curve {
  const options: DecimateOptions = {
    pixels,
    log,
    beyond: true,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
  return ascends(axis) ? decimate(x, y, options) : decimatePath(x, y, options);
}
