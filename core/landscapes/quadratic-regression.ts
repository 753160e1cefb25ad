import { number, numbers } from "../schema/fields";
import { defineLandscape, numbered } from "./definition";
import { matrix, start } from "./fields";
import { matrixProblems } from "./matrix-problems";
import { unitRoundoff } from "../rounding";
import { dot } from "../vector";
import type { Linearization, Objective } from "../objective/objective";
import { absoluteSum, product } from "./matrix";

/**
 * ½f² with f = offset + slope·θ + ½θᵀQθ. With J = slope + Qθ its derivatives are ∇L = f·J,
 * H = JJᵀ + fQ and D³L(v, v, ·) = (vᵀQv)·J + 2(J·v)·Qv.
 */
export class QuadraticRegression implements Objective {
  readonly size: number;
  readonly accuracy = null;
  readonly #image: Float64Array;
  /** θ and f at the last evaluate or linearize. */
  readonly #theta: Float64Array;
  #f = NaN;

  constructor(
    private readonly offset: number,
    /** [P] */
    private readonly slope: number[],
    /** Q, symmetric [P, P] */
    private readonly matrix: number[][],
  ) {
    this.size = slope.length;
    this.#image = new Float64Array(this.size);
    this.#theta = new Float64Array(this.size);
  }

  get lossError() {
    const theta = this.#theta;
    let size = Math.abs(this.offset);
    for (let i = 0; i < this.size; i++)
      size += Math.abs(this.slope[i] * theta[i]);
    size += absoluteSum(theta, this.matrix, theta) / 2;
    const off = 4 * unitRoundoff.float64 * size;
    return Math.abs(this.#f) * off + (off * off) / 2;
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
      product(this.matrix, v, new Float64Array(this.size));
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
    this.#theta.set(theta);
    product(this.matrix, theta, this.#image);
    let f = this.offset;
    for (let i = 0; i < this.size; i++) {
      f += (this.slope[i] + this.#image[i] / 2) * theta[i];
      slope[i] = this.slope[i] + this.#image[i];
    }
    return (this.#f = f);
  }
}

export const quadraticRegression = defineLandscape({
  name: "quadratic-regression",
  label: "Quadratic regression",
  expression: "½ f², f = offset + slope·θ + ½ θᵀQθ",
  fields: {
    offset: number("Offset").default(-1),
    slope: numbers("Slope", 50),
    matrix: matrix("Q"),
    start,
  },
  first: {
    slope: [1, 1],
    matrix: [
      [2, 0],
      [0, 1],
    ],
    start: [0, 0],
  },
  describe: ({ start }) => `½f² with f quadratic in ${start.length} variables`,
  problems: ({ matrix, start, slope }) =>
    matrixProblems(matrix, { start, slope }),
  create: ({ start, offset, slope, matrix }) =>
    numbered("x", start, new QuadraticRegression(offset, slope, matrix)),
});
