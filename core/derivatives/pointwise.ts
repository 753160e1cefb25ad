import type { Backend } from "../tensor/backend";
import type { ElementFunction } from "./functions";
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
 * y = f(x), elementwise, by the chain rule on polynomials. With u = x − x₀ and (uᵐ)_j the coefficient j of its
 * power, y_k = Σ_m f⁽ᵐ⁾/m!·(uᵐ)_k and the gradient is c_k = Σ_j Σ_m f⁽ᵐ⁺¹⁾/m!·(uᵐ)_j·d_{k−j}.
 */
export class Pointwise<T> implements Operation<T> {
  constructor(
    private readonly be: Backend<T>,
    private readonly f: ElementFunction,
    private readonly a: Node,
    readonly out: Node,
  ) {}

  get argument() {
    return this.a;
  }

  /** f′ and f″∘d₀ of a point that is prepared; null where they are zero. */
  curves(at: Point<T>) {
    const [first, , curve] = at.shared[this.out] ?? [];
    return { first, curve };
  }

  forward(k: number, at: Point<T>) {
    if (k === 0) return this.f.value(this.be, at.z[0][this.a] as T);
    const slopes = this.#slopes(k, at);
    let sum: T | null = null;
    for (let m = 1, factor = 1; m <= k; m++, factor /= m) {
      const term = times(this.be, slopes[m - 1], this.#power(m, k, at));
      sum = plus(this.be, sum, scaled(this.be, term, factor));
    }
    return sum;
  }

  backward(k: number, at: Point<T>) {
    if (!at.wanted[this.a]) return;
    give(
      this.be,
      k,
      at,
      this.a,
      k === 0 ? this.#pull(at) : this.#gradient(k, at),
    );
  }

  /** Keeps f′, f″ and f″∘d₀. */
  prepare(at: Point<T>) {
    const slopes = this.#slopes(2, at).slice(0, 2);
    const d = at.d[0][this.out];
    at.shared[this.out] = [...slopes, times(this.be, slopes[1], d)];
  }

  #pull(at: Point<T>) {
    const d = at.d[0][this.out];
    if (d == null) return null;
    const be = this.be;
    if (this.f.pull) return this.f.pull(be, at.z[0][this.out] as T, d);
    const slopes = this.#slopes(1, at);
    at.shared[this.out] ??= slopes;
    return times(be, slopes[0], d);
  }

  #gradient(k: number, at: Point<T>) {
    const be = this.be;
    const { z, d, shared } = at;
    const y = this.out;
    const [first, second, curve] = shared[y];
    const linear = plus(
      be,
      times(be, first, d[k][y]),
      times(be, curve, z[k][this.a]),
    );
    let mixed: T | null = null;
    for (let j = 1; j < k; j++)
      mixed = plus(be, mixed, times(be, z[j][this.a], d[k - j][y]));
    let rest = times(be, second, mixed);
    const slopes = k > 1 ? this.#slopes(k + 1, at) : [];
    for (let m = 2, factor = 1 / 2; m <= k; m++, factor /= m)
      for (let j = m; j <= k; j++) {
        const bend = times(be, slopes[m], this.#power(m, j, at));
        const term = times(be, scaled(be, bend, factor), d[k - j][y]);
        rest = plus(be, rest, term);
      }
    return plus(be, linear, rest);
  }

  /** f′ to derivative `order` and perhaps more: those that are kept, the others computed. */
  #slopes(order: number, { z, shared }: Point<T>): (T | null)[] {
    const kept = shared[this.out] ?? [];
    if (order <= Math.min(kept.length, 2)) return kept;
    const slopes = kept.slice(0, 2);
    while (slopes.length < order) slopes.push(this.#next(slopes, z[0]));
    return slopes;
  }

  /** The derivative after those that are known. */
  #next(known: (T | null)[], z: Coefficients<T>): T | null {
    if (known.length > 0 && known[known.length - 1] === null) return null;
    const { name, derivatives } = this.f;
    if (known.length === derivatives.length)
      throw new Error(`${name} has no derivative ${known.length + 1} here.`);
    const x = z[this.a] as T;
    const y = z[this.out] as T;
    return derivatives[known.length](this.be, x, y, known as T[]);
  }

  /** Coefficient j of (x − x₀)ᵐ. */
  #power(m: number, j: number, at: Point<T>): T | null {
    if (m === 1) return at.z[j][this.a] ?? null;
    let sum: T | null = null;
    for (let i = 1; i <= j - m + 1; i++) {
      const rest = this.#power(m - 1, j - i, at);
      sum = plus(this.be, sum, times(this.be, at.z[i][this.a], rest));
    }
    return sum;
  }
}
