import type { Backend } from "../tensor/backend";
import { give, type Node, type Operation, type Point } from "./operation";

/** Rows of a table by numbers that are data: linear in the table. */
export class Lookup<T> implements Operation<T> {
  constructor(
    private readonly be: Backend<T>,
    private readonly table: Node,
    private readonly places: Node,
    private readonly rows: number,
    readonly out: Node,
  ) {}

  forward(k: number, { z }: Point<T>) {
    const table = z[k][this.table];
    if (table == null) return null;
    return this.be.gatherRows(table, z[0][this.places] as T);
  }

  backward(k: number, at: Point<T>) {
    const dk = at.d[k][this.out];
    if (dk == null || !at.wanted[this.table]) return;
    const places = at.z[0][this.places] as T;
    const gradient = this.be.scatterRows(dk, places, this.rows);
    give(this.be, k, at, this.table, gradient);
  }
}
