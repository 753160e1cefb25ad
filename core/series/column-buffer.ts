import type { Columns } from "./columns";

/** A column of a table, and how to get its value from a record; undefined is stored as NaN. */
export interface Column<R> {
  name: string;
  of: (record: R) => number | undefined;
}

/** Collects records one by one and hands them on as columns. */
export class ColumnBuffer<R> {
  readonly names: readonly string[];
  #values: Float64Array[];
  #length = 0;

  constructor(private readonly columns: readonly Column<R>[]) {
    this.names = columns.map(({ name }) => name);
    this.#values = columns.map(() => new Float64Array(256));
  }

  /** Numbers in all rows. */
  get size() {
    return this.#length * this.columns.length;
  }

  push(record: R) {
    if (this.#length === this.#values[0].length) this.#grow();
    for (let i = 0; i < this.columns.length; i++)
      this.#values[i][this.#length] = this.columns[i].of(record) ?? NaN;
    this.#length++;
  }

  /** The rows since the last call. */
  take(): Columns {
    const taken = this.#values.map((values) => values.slice(0, this.#length));
    this.#length = 0;
    return Object.fromEntries(this.names.map((name, i) => [name, taken[i]]));
  }

  #grow() {
    this.#values = this.#values.map((values) => {
      const larger = new Float64Array(2 * values.length);
      larger.set(values);
      return larger;
    });
  }
}
