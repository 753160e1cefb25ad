import type { EngineInfo } from "../run/summary";
import type { RunAttributes } from "./run-attributes";
import {
  tableNames,
  type Columns,
  type RecordBatch,
  type TableName,
} from "../series/columns";

/** From this relative difference of the loss on, two runs go different ways. */
export const differs = 1e-3;

/** A column that is not bit for bit the same in two runs. */
export interface ColumnDifference {
  table: TableName;
  column: string;
  /** The first common step at which it differs. */
  from: number;
  /** Largest |a − b| / max(|a|, |b|) over the common steps; Infinity where only one is a number. */
  largest: number;
}

export interface Agreement {
  /** Steps that both have in the table of steps. */
  steps: number;
  /** Whether both went equally far. */
  whole: boolean;
  /** Columns that both have; none of them when they are the same to the last bit. */
  differences: ColumnDifference[];
  /** Columns that only one of them has, as `table.column`. */
  unpaired: string[];
  /** The loss as far as it is the same to `differs`; null where it is bit for bit the same. */
  loss: {
    /** Largest relative difference up to there. */
    largest: number;
    /** The last common step at which it is still the same so; null when there is none. */
    until: number | null;
    /** Whether it goes on otherwise from there. */
    parts: boolean;
  } | null;
  /** Steps of the crossing. */
  crossings: [number | null, number | null];
  engines: [EngineInfo | null, EngineInfo | null];
  /** Whether they were trained on the same data; null for a landscape and where it was not noted. */
  sameData: boolean | null;
}

export interface Recorded {
  run: Pick<RunAttributes, "summary" | "engine">;
  records: RecordBatch;
}

/**
 * How far a run and another one of the same experiment agree: every column at every step that both
 * have, but for `seconds`, the running time, which is never the same. Directional curvature is compared
 * where both have it: earlier versions recorded it also where it is rounding.
 */
export function agreementOf(first: Recorded, second: Recorded): Agreement {
  const differences: ColumnDifference[] = [];
  const unpaired: string[] = [];
  for (const table of tableNames) {
    const [a, b] = [first.records[table], second.records[table]];
    const pairs = commonRows(a, b);
    for (const column of new Set([...Object.keys(a), ...Object.keys(b)])) {
      if (column === "step" || column === "seconds") continue;
      if (!Object.hasOwn(a, column) || !Object.hasOwn(b, column))
        unpaired.push(`${table}.${column}`);
      else {
        const difference = compared(a, b, column, pairs);
        if (difference) differences.push({ table, column, ...difference });
      }
    }
  }
  // With mini-batches the batches have a row for each step.
  const everyStep = rows(first.records.batchSteps) > 0 ? "batchSteps" : "steps";
  const [a, b] = [first.records[everyStep], second.records[everyStep]];
  const pairs = commonRows(a, b);
  const steps = pairs.length;
  const engines: Agreement["engines"] = [first.run.engine, second.run.engine];
  const [one, other] = engines.map((engine) => engine?.data?.digest);
  const isLossOff = differences.some(
    ({ table, column }) => table === everyStep && column === "loss",
  );
  return {
    steps,
    whole: steps === rows(a) && steps === rows(b),
    differences,
    unpaired,
    loss: isLossOff ? lossAgreement(a, b, pairs) : null,
    crossings: [
      first.run.summary.crossingStep,
      second.run.summary.crossingStep,
    ],
    engines,
    sameData: one && other ? one === other : null,
  };
}

function compared(a: Columns, b: Columns, column: string, pairs: Pairs) {
  let from: number | null = null;
  let largest = 0;
  for (const [i, j] of pairs) {
    const [x, y] = [a[column][i], b[column][j]];
    if (Object.is(x, y)) continue;
    const isHidden = Number.isNaN(x) || Number.isNaN(y);
    if (column === "directional" && isHidden) continue;
    from ??= a.step[i];
    largest = Math.max(largest, relative(x, y));
  }
  return from === null ? null : { from, largest };
}

function lossAgreement(
  a: Columns,
  b: Columns,
  pairs: Pairs,
): Agreement["loss"] {
  let largest = 0;
  let until: number | null = null;
  for (const [i, j] of pairs) {
    const off = relative(a.loss[i], b.loss[j]);
    if (off > differs) return { largest, until, parts: true };
    largest = Math.max(largest, off);
    until = a.step[i];
  }
  return { largest, until, parts: false };
}

/** 0 for the same number, NaN included; Infinity where only one of them is finite. */
function relative(x: number, y: number): number {
  if (x === y || (Number.isNaN(x) && Number.isNaN(y))) return 0;
  if (!Number.isFinite(x) || !Number.isFinite(y)) return Infinity;
  return Math.abs(x - y) / Math.max(Math.abs(x), Math.abs(y));
}

/** Rows of the same step, in order. */
type Pairs = [number, number][];

function commonRows(a: Columns, b: Columns): Pairs {
  const pairs: Pairs = [];
  for (let i = 0, j = 0; i < rows(a) && j < rows(b);) {
    if (a.step[i] === b.step[j]) pairs.push([i++, j++]);
    else if (a.step[i] < b.step[j]) i++;
    else j++;
  }
  return pairs;
}

function rows(columns: Columns): number {
  return Object.hasOwn(columns, "step") ? columns.step.length : 0;
}
