import { mostClasses } from "../class-names";
import type { ColumnKind, ColumnSurvey } from "../survey";
import {
  isMissing,
  isNumber,
  readNumber,
  type CellKind,
  type DecimalSign,
} from "./cell";
import type { ColumnScan } from "./scan";

/** Days and times of day as tables have them: 2020-01-02, 2020-01-02T10:00:00Z, 1/2/2020, 02.01.2020, 10:30. */
const date =
  /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}:\d{2}(?::\d{2})?)(?:[ T,]+\d{1,2}:\d{2}.*)?$/;
/** Words of which there are no more than this are labels, however short the table is. */
const fewWords = 20;

/** The values of a column, told apart and measured. */
export class ColumnTally {
  /** The different values, one more than there may be classes at most; numbers as such, so that 1 is 1.0. */
  readonly values = new Set<string | number>();
  readonly isNumber: boolean;
  readonly #isTruth: boolean;
  readonly #scan: ColumnScan;
  readonly #sign: DecimalSign | null;
  #min = Infinity;
  #max = -Infinity;
  #dates = 0;

  /** @param sign the decimal sign of its numbers; null where it is not known */
  constructor(scan: ColumnScan, sign: DecimalSign | null) {
    this.#scan = scan;
    this.#sign = sign;
    const kinds = valued(scan);
    this.isNumber = kinds.length > 0 && kinds.every(isNumber);
    this.#isTruth = kinds.length > 0 && kinds.every((kind) => kind === "truth");
  }

  add(cell: string) {
    if (isMissing(cell)) return;
    const sign = this.#sign;
    const value = this.isNumber && sign ? readNumber(cell, sign) : null;
    if (value !== null) {
      if (value < this.#min) this.#min = value;
      if (value > this.#max) this.#max = value;
    } else if (!this.isNumber && date.test(cell)) this.#dates++;
    if (this.values.size > mostClasses) return;
    this.values.add(value ?? (this.#isTruth ? cell.toLowerCase() : cell));
  }

  result(
    rows: number,
  ): Pick<ColumnSurvey, "kind" | "missing" | "distinct" | "range" | "isWhole"> {
    const { counts } = this.#scan;
    const missing = counts.missing ?? 0;
    const hasRange = this.isNumber && this.#min <= this.#max;
    return {
      kind: this.#kind(rows - missing),
      missing,
      distinct: this.values.size > mostClasses ? null : this.values.size,
      range: hasRange ? { min: this.#min, max: this.#max } : null,
      isWhole: this.isNumber && valued(this.#scan).every((k) => k === "whole"),
    };
  }

  /** @param values cells with a value */
  #kind(values: number): ColumnKind {
    const kinds = valued(this.#scan);
    if (kinds.length === 0) return "empty";
    if (this.isNumber) return "number";
    if (this.#dates === values) return "date";
    if (this.#isTruth) return "truth";
    if (kinds.some((kind) => kind !== "word" && kind !== "truth"))
      return "mixed";
    const { size } = this.values;
    return size <= fewWords || (size <= mostClasses && size <= values / 2)
      ? "label"
      : "text";
  }
}

/** The kinds of the cells that have a value. */
function valued({ counts }: ColumnScan): CellKind[] {
  return (Object.keys(counts) as CellKind[]).filter(
    (kind) => kind !== "missing",
  );
}
