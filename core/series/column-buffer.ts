import type { Columns } from "./columns";

/** Rows that are collected one by one and handed on as columns. */
export class ColumnBuffer {
  readonly #names: readonly string[];
  #columns: Float64Array[];
  #length = 0;

  constructor(names: readonly string[]) {
    this.#names = names;
    this.#columns = names.map(() => new Float64Array(256));
  }

  /** Numbers in all rows. */
  get size() {
    return this.#length * this.#names.length;
  }

  /** Appends a row, in the order of the names. */
  push(...row: number[]) {
    if (row.length !== this.#names.length)
      throw new Error(`A row has ${this.#names.length} numbers.`);
    if (this.#length === this.#columns[0].length) this.#grow();
    for (let i = 0; i < row.length; i++)
      this.#columns[i][this.#length] = row[i];
    this.#length++;
  }

  /** The rows so far; the buffer is empty afterwards. */
  take(): Columns {
    const taken = this.#columns.map((column) => column.slice(0, this.#length));
    this.#length = 0;
    return Object.fromEntries(this.#names.map((name, i) => [name, taken[i]]));
  }

  #grow() {
    this.#columns = this.#columns.map((column) => {
      const larger = new Float64Array(2 * column.length);
      larger.set(column);
      return larger;
    });
  }
}
