import { dot } from "../../vector";
import type { Linearization, Objective } from "../objective";
import { product } from "./matrix";

/** ½θᵀAθ with a symmetric A: ∇L = Aθ, H = A and no third derivative. */
export class Quadratic implements Objective {
  readonly size: number;
  readonly accuracy = null;
  readonly #matrix: number[][];

  /** A, symmetric [P, P] */
  constructor(matrix: number[][]) {
    this.size = matrix.length;
    this.#matrix = matrix;
  }

  evaluate(theta: Float64Array, gradient: Float64Array) {
    return dot(theta, product(this.#matrix, theta, gradient)) / 2;
  }

  linearize(theta: Float64Array): Linearization {
    const gradient = new Float64Array(this.size);
    const loss = this.evaluate(theta, gradient);
    return {
      loss,
      gradient,
      hvp: (v) => product(this.#matrix, v, new Float64Array(this.size)),
      third: () => new Float64Array(this.size),
      dispose: () => undefined,
    };
  }
}
