import type { Backend } from "../tensor/backend";
import {
  give,
  plus,
  scaled,
  times,
  type Coefficients,
  type Node,
  type Operation,
  type Point,
} from "./operation";

/**
 * Puts numbers far below all others where p shall be exactly 0; all higher orders are 0 there as well, because they are
 * products with p.
 */
export type Cover<T> = (x: T, z: Coefficients<T>) => T;

/**
 * p = softmax(x) of each row, in one piece because e^x alone would overflow. Along t it obeys p′ = p∘q with
 * q = x′ − ⟨p, x′⟩, hence k·p_k = Σ_{m<k} p_{k−1−m}∘q_m; its gradient is p∘(d − ⟨p, d⟩).
 */
export class Softmax<T> implements Operation<T> {
  constructor(
    private readonly be: Backend<T>,
    private readonly a: Node,
    readonly out: Node,
    private readonly cover: Cover<T> = (x) => x,
  ) {}

  forward(k: number, { z }: Point<T>) {
    const be = this.be;
    if (k === 0) return be.softmax(this.cover(z[0][this.a] as T, z[0]));
    const p = (i: number) => z[i][this.out];
    const x = (i: number) => z[i][this.a];
    const linear = times(be, p(0), this.#minus(x(k), this.#dots(p(0), x(k))));
    let rest: T | null = null;
    for (let m = 0; m <= k - 2; m++) {
      let q = scaled(be, x(m + 1) ?? null, m + 1);
      for (let i = 0; i <= m; i++)
        q = this.#minus(
          q,
          scaled(be, this.#dots(p(i), x(m + 1 - i)), m + 1 - i),
        );
      rest = plus(be, rest, times(be, p(k - 1 - m), q));
    }
    for (let i = 1; i < k; i++) {
      const dots = scaled(be, this.#dots(p(i), x(k - i)), k - i);
      rest = this.#minus(rest, times(be, p(0), dots));
    }
    return plus(be, linear, scaled(be, rest, 1 / k));
  }

  backward(k: number, at: Point<T>) {
    if (!at.wanted[this.a]) return;
    const { z, d } = at;
    let sum: T | null = null;
    for (let j = 0; j <= k; j++) {
      let centred: T | null = d[j][this.out] ?? null;
      for (let i = 0; i <= j; i++)
        centred = this.#minus(
          centred,
          this.#dots(z[i][this.out], d[j - i][this.out]),
        );
      sum = plus(this.be, sum, times(this.be, z[k - j][this.out], centred));
    }
    give(this.be, k, at, this.a, sum);
  }

  #dots(a: T | null | undefined, b: T | null | undefined) {
    return a == null || b == null ? null : this.be.rowDots(a, b);
  }

  #minus(a: T | null | undefined, b: T | null): T | null {
    if (a == null) return scaled(this.be, b, -1);
    return b === null ? a : this.be.subtract(a, b);
  }
}
