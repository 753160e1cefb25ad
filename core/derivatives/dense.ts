import type { Backend } from "../tensor/backend";
import { Bilinear } from "./bilinear";
import type { Node } from "./operation";

/** y = x·wᵀ + b, from the nodes x, w and b. */
export class Dense<T> extends Bilinear<T> {
  readonly reads: readonly [x: Node, w: Node, b: Node | null];

  constructor(
    be: Backend<T>,
    reads: readonly [x: Node, w: Node, b: Node | null],
    units: number,
    out: Node,
  ) {
    super(
      be,
      {
        value: (x, w, b) => be.dense(x, w, b),
        first: (d, w) => be.matmul(d, w, false, false),
        second: (d, x) => be.matmul(d, x, true, false),
        third: (d) => be.sumRows(d, units),
      },
      reads,
      out,
    );
    this.reads = reads;
  }
}
