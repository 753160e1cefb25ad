import type { Backend } from "../tensor/backend";
import { give, type Node, type Operation, type Point } from "./operation";

/** a + row, with one row for all rows of a. */
export class RowSum<T> implements Operation<T> {
  readonly #a: Node;
  readonly #row: Node;

  constructor(
    private readonly be: Backend<T>,
    [a, row]: readonly [a: Node, row: Node],
    private readonly columns: number,
    readonly out: Node,
  ) {
    [this.#a, this.#row] = [a, row];
  }

  forward(k: number, { z }: Point<T>) {
    const [a, row] = [z[k][this.#a], z[k][this.#row]];
    if (row == null) return a ?? null;
    // Where a has no coefficient of this order, zeros in its shape take its place.
    const rows = a ?? this.be.affine(z[0][this.#a] as T, 0, 0);
    return this.be.addRow(rows, row);
  }

  backward(k: number, at: Point<T>) {
    const dk = at.d[k][this.out];
    if (dk == null) return;
    if (at.wanted[this.#a]) give(this.be, k, at, this.#a, dk);
    if (at.wanted[this.#row])
      give(this.be, k, at, this.#row, this.be.sumRows(dk, this.columns));
  }
}
