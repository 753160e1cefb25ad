import type { Backend } from "../../tensor/backend";
import type { ActivationFunction } from "../activations";
import { plus } from "../jet";
import type { Layer, LayerPoint } from "../layer";

/** y = f(x), elementwise, by the chain rule on polynomials up to order 2. */
export class Activation<T> implements Layer<T> {
  readonly parameters = [];
  readonly width: number;
  readonly #be: Backend<T>;
  readonly #f: ActivationFunction;

  constructor(be: Backend<T>, f: ActivationFunction, width: number) {
    this.#be = be;
    this.#f = f;
    this.width = width;
  }

  /** y₀ = f(x₀), y₁ = f′x₁, y₂ = f′x₂ + ½f″x₁². */
  forward(k: number, at: LayerPoint<T>) {
    const { x, memo } = at;
    if (k === 0) {
      return this.#f.value(this.#be, x[0] as T);
    }
    const linear = this.#times(memo.first, x[k]);
    if (k === 1) return linear;
    const square = this.#times(memo.second, this.#times(x[1], x[1]));
    return plus(this.#be, linear, this.#half(square));
  }

  parameterGradients() {
    return [];
  }

  /** c₀ = f′d₀, c₁ = f′d₁ + f″x₁d₀, c₂ = f′d₂ + f″x₁d₁ + (f″x₂ + ½f‴x₁²)d₀. */
  inputGradient(k: number, at: LayerPoint<T>) {
    const { x, d, memo } = at;
    const be = this.#be;
    if (k === 0) return this.#pull(at);
    const linear = plus(
      be,
      this.#times(memo.first, d[k]),
      this.#times(memo.secondTimesD, x[k]),
    );
    if (k === 1) return linear;
    const mixed = this.#times(memo.second, this.#times(x[1], d[1]));
    const third =
      memo.second &&
      this.#f.third(
        be,
        at.x[0] as T,
        at.y[0] as T,
        memo.first as T,
        memo.second,
      );
    const cubic = this.#times(third, this.#times(x[1], x[1]));
    const rest = plus(be, mixed, this.#times(this.#half(cubic), d[0]));
    return plus(be, linear, rest);
  }

  prepare({ x, y, d, memo }: LayerPoint<T>) {
    memo.first ??= this.#f.first(this.#be, x[0] as T, y[0] as T);
    memo.second = this.#f.second(this.#be, x[0] as T, y[0] as T, memo.first);
    memo.secondTimesD = this.#times(memo.second, d[0]);
  }

  #pull({ x, y, d, memo }: LayerPoint<T>) {
    const d0 = d[0] as T;
    if (this.#f.pull) return this.#f.pull(this.#be, y[0] as T, d0);
    memo.first = this.#f.first(this.#be, x[0] as T, y[0] as T);
    return this.#be.multiply(memo.first, d0);
  }

  #half(a: T | null) {
    return a === null ? null : this.#be.affine(a, 0.5, 0);
  }

  #times(a: T | null | undefined, b: T | null | undefined) {
    return a != null && b != null ? this.#be.multiply(a, b) : null;
  }
}
