import { dot } from "../../vector";
import type { Linearization, Objective } from "../objective";
import { product } from "./matrix";

/**
 * ½f² with f = offset + slope·θ + ½θᵀQθ. With J = slope + Qθ its derivatives are ∇L = f·J,
 * H = JJᵀ + fQ and D³L(v, v, ·) = (vᵀQv)·J + 2(J·v)·Qv.
 */
export class QuadraticRegression implements Objective {
  readonly size: number;
  readonly accuracy = null;
  readonly #offset: number;
  readonly #slope: number[];
  readonly #matrix: number[][];
  readonly #image: Float64Array;

  constructor(
    offset: number,
    /** [P] */
    slope: number[],
    /** Q, symmetric [P, P] */
    matrix: number[][],
  ) {
    this.size = slope.length;
    this.#offset = offset;
    this.#slope = slope;
    this.#matrix = matrix;
    this.#image = new Float64Array(this.size);
  }

  evaluate(theta: Float64Array, gradient: Float64Array) {
    const f = this.#model(theta, gradient);
    for (let i = 0; i < this.size; i++) gradient[i] *= f;
    return (f * f) / 2;
  }

  linearize(theta: Float64Array): Linearization {
    const slope = new Float64Array(this.size);
    const f = this.#model(theta, slope);
    const image = (v: Float64Array) =>
      product(this.#matrix, v, new Float64Array(this.size));
    return {
      loss: (f * f) / 2,
      gradient: slope.map((j) => f * j),
      hvp: (v) => {
        const along = dot(slope, v);
        return image(v).map((q, i) => slope[i] * along + f * q);
      },
      third: (v) => {
        const qv = image(v);
        const along = dot(slope, v);
        const bend = dot(v, qv);
        return qv.map((q, i) => bend * slope[i] + 2 * along * q);
      },
      dispose: () => undefined,
    };
  }

  /** f; writes J. */
  #model(theta: Float64Array, slope: Float64Array) {
    product(this.#matrix, theta, this.#image);
    let f = this.#offset;
    for (let i = 0; i < this.size; i++) {
      f += (this.#slope[i] + this.#image[i] / 2) * theta[i];
      slope[i] = this.#slope[i] + this.#image[i];
    }
    return f;
  }
}
