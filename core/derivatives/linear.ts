import type { Backend } from "../tensor/backend";
import {
  give,
  scaled,
  type Node,
  type Operation,
  type Point,
} from "./operation";

/** A linear map of one tensor, with its transpose; at order 0 it may add a constant. */
export interface LinearMap<T> {
  value(x: T, k: number): T;
  /** The gradient of ⟨d, value(x)⟩ with respect to x; of `x` only the size counts. */
  transpose(d: T, x: T): T;
}

/** Applies a linear map to each coefficient. */
export class Linear<T> implements Operation<T> {
  constructor(
    private readonly be: Backend<T>,
    private readonly map: LinearMap<T>,
    private readonly a: Node,
    readonly out: Node,
  ) {}

  forward(k: number, { z }: Point<T>) {
    const x = z[k][this.a];
    return x == null ? null : this.map.value(x, k);
  }

  backward(k: number, at: Point<T>) {
    const dk = at.d[k][this.out];
    if (dk == null || !at.wanted[this.a]) return;
    const x = at.z[0][this.a] as T;
    give(this.be, k, at, this.a, this.map.transpose(dk, x));
  }
}

/** a + b or a − b, of two tensors of the same shape. */
export class Sum<T> implements Operation<T> {
  readonly out: Node;
  readonly #a: Node;
  readonly #b: Node;

  constructor(
    private readonly be: Backend<T>,
    [a, b]: readonly [Node, Node],
    private readonly sign: 1 | -1,
    out: Node,
  ) {
    [this.#a, this.#b, this.out] = [a, b, out];
  }

  forward(k: number, { z }: Point<T>) {
    const [a, b] = [z[k][this.#a], z[k][this.#b]];
    if (a != null && b != null)
      return this.sign > 0 ? this.be.add(a, b) : this.be.subtract(a, b);
    return a ?? scaled(this.be, b ?? null, this.sign);
  }

  backward(k: number, at: Point<T>) {
    const dk = at.d[k][this.out] ?? null;
    if (at.wanted[this.#a]) give(this.be, k, at, this.#a, dk);
    if (at.wanted[this.#b])
      give(this.be, k, at, this.#b, scaled(this.be, dk, this.sign));
  }
}
