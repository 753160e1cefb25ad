import type { Backend } from "../tensor/backend";
import {
  cauchy,
  give,
  type Node,
  type Operation,
  type Point,
} from "./operation";

/** A product that is linear in each of its two factors, plus a linear third term where there is one. */
export interface Product<T> {
  /** a·b + c */
  value(a: T, b: T, c: T | null): T;
  /** The gradients of ⟨d, a·b + c⟩ with respect to a, b and c. */
  first(d: T, b: T): T;
  second(d: T, a: T): T;
  third?(d: T): T;
}

/** A product by the rule of Cauchy. */
export class Bilinear<T> implements Operation<T> {
  readonly out: Node;
  readonly #a: Node;
  readonly #b: Node;
  readonly #c: Node | null;

  constructor(
    private readonly be: Backend<T>,
    private readonly product: Product<T>,
    [a, b, c]: readonly [a: Node, b: Node, c: Node | null],
    out: Node,
  ) {
    [this.#a, this.#b, this.#c, this.out] = [a, b, c, out];
  }

  forward(k: number, { z }: Point<T>) {
    // The third term of order k joins the product with the second factor of order k.
    const c = this.#c === null ? null : (z[k][this.#c] ?? null);
    return cauchy(this.be, k, z, this.#a, z, this.#b, (x, y, i) =>
      this.product.value(x, y, i === 0 ? c : null),
    );
  }

  backward(k: number, at: Point<T>) {
    const { z, d, wanted } = at;
    const be = this.be;
    const product = this.product;
    if (wanted[this.#b])
      give(
        be,
        k,
        at,
        this.#b,
        cauchy(be, k, d, this.out, z, this.#a, (di, x) =>
          product.second(di, x),
        ),
      );
    if (wanted[this.#a])
      give(
        be,
        k,
        at,
        this.#a,
        cauchy(be, k, d, this.out, z, this.#b, (di, y) => product.first(di, y)),
      );
    if (this.#c === null || !wanted[this.#c]) return;
    const dk = d[k][this.out];
    if (dk != null && product.third)
      give(be, k, at, this.#c, product.third(dk));
  }
}
