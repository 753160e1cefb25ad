import { limits } from "../../schema/fields";
import {
  isMissing,
  missingSentence,
  readNumber,
  type DecimalSign,
} from "./cell";
import { eachRow } from "./rows";
import type { Place } from "./scan";
import type { Column, TablePlan } from "./table";
import type { CsvSpec } from "./fields";
import { badFile } from "../refuse";
import { maxNumbers } from "../split";
import { grouped } from "../../text/grouped";

/** The numbers of a table. */
export interface Table {
  /** Rows that can be used. The arrays hold no more of them than are asked for. */
  rows: number;
  /** Numbers of one sample. */
  width: number;
  /** [rows, width]; NaN where a cell has no value. */
  x: Float64Array;
  /** [rows, targets]; the place of the class where the target is one. */
  y: Float64Array;
  /** Which row of data each of them was, from 1. */
  numbers: Uint32Array;
  /** Rows with a cell that has no value. */
  gaps: number;
}

/**
 * Reads the numbers of all rows, also of those that are not asked for. Yields between stretches, with the
 * share that is done.
 */
export function* readTable(
  spec: CsvSpec,
  plan: TablePlan,
): Generator<number, Table> {
  const { path } = spec;
  const { inputs, targets, decimal } = plan;
  const width = inputs.reduce((sum, column) => sum + column.width, 0);
  const room = roomFor(spec, plan.rows, width + targets.length);
  const x = new Float64Array(room * width);
  const y = new Float64Array(room * targets.length);
  const numbers = new Uint32Array(room);
  const gaps = new Gaps(spec, plan);
  const takesFirst = spec.samples !== undefined && !spec.split;
  let rows = 0;
  let seen = 0;
  let isNames = plan.hasHeader;
  yield* eachRow({ ...plan, path }, (cells, row) => {
    if (isNames) {
      isNames = false;
      return;
    }
    seen++;
    if (!gaps.accepts(cells, row)) return;
    const index = rows++;
    if (index < room) {
      numbers[index] = seen;
      let at = index * width;
      for (const column of inputs) {
        writeInput(x, at, column, cells[column.index], decimal);
        at += column.width;
      }
      targets.forEach((column, i) => {
        y[index * targets.length + i] = valueOf(
          column,
          cells[column.index],
          decimal,
        );
      });
    } else if (!takesFirst)
      throw badFile(
        `${path} has more than the ${grouped(room)} rows that can be used.`,
        `Set data.samples to take the first ones.`,
      );
  });
  gaps.check();
  return { rows, width, x, y, numbers, gaps: gaps.count };
}

function roomFor(spec: CsvSpec, rows: number, numbers: number) {
  const wanted =
    spec.samples === undefined || spec.split
      ? limits.samples.max
      : spec.samples + (spec.testSamples ?? 0);
  return Math.min(rows, wanted, Math.floor(maxNumbers / numbers));
}

function writeInput(
  x: Float64Array,
  at: number,
  column: Column,
  cell: string,
  decimal: DecimalSign,
) {
  if (column.kind !== "words") x[at] = valueOf(column, cell, decimal);
  else if (isMissing(cell)) x.fill(NaN, at, at + column.width);
  else x[at + valueOf(column, cell, decimal)] = 1;
}

/** A number, 1 or 0 for true or false, or the place of a word; NaN where there is no value. */
function valueOf(
  { kind, classes }: Column,
  cell: string,
  decimal: DecimalSign,
) {
  if (isMissing(cell)) return NaN;
  if (kind === "truth") return cell.toLowerCase() === "true" ? 1 : 0;
  return (
    (kind === "words"
      ? classes?.places.get(cell)
      : readNumber(cell, decimal)) ?? NaN
  );
}

/** Keeps count of rows with cells that have no value. */
class Gaps {
  count = 0;
  #first: (Place & { label: string }) | null = null;
  readonly #spec: CsvSpec;
  readonly #plan: TablePlan;
  readonly #columns: Column[];

  constructor(spec: CsvSpec, plan: TablePlan) {
    this.#spec = spec;
    this.#plan = plan;
    this.#columns = [...plan.inputs, ...plan.targets].filter(
      ({ scan }) => scan.counts.missing,
    );
  }

  /** Whether a row is a sample. */
  accepts(cells: string[], row: number): boolean {
    const gap = this.#columns.find(({ index }) => isMissing(cells[index]));
    if (!gap) return true;
    this.count++;
    this.#first ??= { row, text: cells[gap.index], label: gap.label };
    return this.#spec.missing === "mean";
  }

  check() {
    const { path, missing } = this.#spec;
    const { rows, targets } = this.#plan;
    if (!this.#first) return;
    const { row, label, text } = this.#first;
    const share = `${grouped(this.count)} of ${grouped(rows)} rows ${this.count === 1 ? "lacks" : "lack"} a value`;
    if (missing === "refuse")
      throw badFile(
        `${path}, row ${grouped(row)}, ${label}: ${missingSentence(text)} ${share}.`,
        'Fill in the cells, or set "missing" to "drop" to leave out these rows or to "mean" to fill them with the mean, or put the column into "ignore".',
      );
    if (missing === "drop" && this.count === rows)
      throw badFile(
        `${path}: ${share}, so no row is left.`,
        'Put columns with many missing values into "ignore", or set "missing" to "mean".',
      );
    const target = targets.find(({ scan }) => scan.counts.missing);
    const place = target?.scan.first.missing;
    if (missing === "mean" && target && place)
      throw badFile(
        `${path}, row ${grouped(place.row)}, ${target.label}: ${missingSentence(place.text)}`,
        'Missing targets are not filled with the mean; set "missing" to "drop" to leave out these rows.',
      );
  }
}
