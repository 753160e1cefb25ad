import { limits } from "../experiment/fields";
import { ClassNames, mostClasses } from "./class-names";
import { isMissing, missingSentence, parseNumber } from "./csv-cell";
import { readColumns, type CsvColumns } from "./csv-columns";
import { eachRow, rowBound, separatorOf } from "./csv-text";
import type { Source } from "./files";
import { badFile } from "./refuse";
import { maxNumbers } from "./split";
import { grouped } from "../text/grouped";

/** Rows of numbers with one target each. */
export interface Table {
  /** Rows of the file. The arrays hold no more of them than are asked for. */
  rows: number;
  /** Columns of the inputs. */
  width: number;
  inputs: Float64Array;
  targets: Float64Array;
  /** The targets are numbers of classes where this is not null. */
  classes: number | null;
}

/** Reads and checks the whole file, also the rows that are not asked for. */
export function readTable(spec: Source<"csv">, text: string): Table {
  const separator = separatorOf(text);
  let reader: TableReader | null = null;
  eachRow(text, separator, spec.path, (cells, row) => {
    if (reader) return reader.read(cells, row);
    const columns = readColumns(spec, cells);
    reader = new TableReader(spec, columns, separator === ";", rowBound(text));
    if (!spec.header) reader.read(cells, row);
  });
  const table = (reader as TableReader | null)?.finish();
  if (!table || table.rows === 0)
    throw badFile(
      `${spec.path} has no rows of data${table ? " below its header" : ""}.`,
      table
        ? 'Add rows, or set "header": false if the first row is data.'
        : "Give a file with one row a sample.",
    );
  return table;
}

class TableReader {
  readonly #spec: Source<"csv">;
  readonly #columns: CsvColumns;
  readonly #decimalComma: boolean;
  readonly #inputs: Float64Array;
  readonly #targets: Float64Array;
  readonly #names: ClassNames | null;
  #rows = 0;

  constructor(
    spec: Source<"csv">,
    columns: CsvColumns,
    decimalComma: boolean,
    rowBound: number,
  ) {
    this.#spec = spec;
    this.#columns = columns;
    this.#decimalComma = decimalComma;
    this.#names = spec.targetKind === "class" ? new ClassNames() : null;
    const wanted =
      spec.samples === undefined
        ? limits.samples.max
        : spec.samples + (spec.testSamples ?? 0);
    const width = columns.count - 1;
    const room = Math.min(rowBound, wanted, Math.floor(maxNumbers / width));
    this.#inputs = new Float64Array(room * width);
    this.#targets = new Float64Array(room);
  }

  read(cells: string[], row: number) {
    const { count, target } = this.#columns;
    const { path, samples } = this.#spec;
    if (cells.length !== count)
      throw badFile(
        `${path}, row ${grouped(row)} has ${grouped(cells.length)} columns, and the first row has ${grouped(count)}.`,
        "Give all rows the same columns, and put a cell that contains a separator in quotation marks.",
      );
    const full = this.#rows === this.#targets.length;
    if (full && samples === undefined)
      throw badFile(
        `${path} has more than the ${grouped(this.#rows)} rows that can be used.`,
        `Set data.samples to take the first ones.`,
      );
    let at = this.#rows * (count - 1);
    for (let i = 0; i < count; i++) {
      const value =
        i === target && this.#names
          ? this.#class(this.#names, cells[i], row)
          : this.#number(cells[i], row, i);
      // Rows beyond those asked for are checked only.
      if (full) continue;
      if (i === target) this.#targets[this.#rows] = value;
      else this.#inputs[at++] = value;
    }
    this.#rows++;
  }

  finish(): Table {
    const width = this.#columns.count - 1;
    const sorted = this.#names?.sorted(this.#decimalComma);
    const targets = sorted
      ? this.#targets.map((named) => sorted.places[named])
      : this.#targets;
    return {
      rows: this.#rows,
      width,
      inputs: this.#inputs,
      targets,
      classes: sorted?.count ?? null,
    };
  }

  #number(cell: string, row: number, index: number): number {
    const value = parseNumber(cell, this.#decimalComma);
    if (typeof value === "number") return value;
    throw badFile(
      `${this.#place(row, index)}: ${value}`,
      this.#numberHint(cell, row, index),
    );
  }

  #numberHint(cell: string, row: number, index: number) {
    if (isMissing(cell)) return "Fill in the cell or delete the row.";
    if (row === 1)
      return 'Set "header": true if the first row holds the names of the columns.';
    return index === this.#columns.target
      ? 'Set "targetKind": "class" if the targets are classes; numbers look like 1.5 or -2e3.'
      : "Inputs must be finite numbers such as 1.5 or -2e3; leave out columns of words.";
  }

  #class(names: ClassNames, cell: string, row: number): number {
    const place = this.#place(row, this.#columns.target);
    if (isMissing(cell))
      throw badFile(
        `${place}: ${missingSentence(cell)}`,
        "Fill in the cell or delete the row.",
      );
    const named = names.add(cell.trim());
    if (named !== null) return named;
    throw badFile(
      `${place}: the targets have more than ${grouped(mostClasses)} classes.`,
      'Set "targetKind": "number" if the target is a number to predict, or choose another target column.',
    );
  }

  #place(row: number, index: number) {
    return `${this.#spec.path}, row ${grouped(row)}, ${this.#columns.label(index)}`;
  }
}
