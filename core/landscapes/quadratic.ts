import { defineLandscape, numbered } from "./definition";
import { matrix, start } from "./fields";
import { matrixProblems } from "./matrix-problems";
import { unitRoundoff } from "../rounding";
import { dot } from "../vector";
import type { Linearization, Objective } from "../objective/objective";
import { absoluteSum, product } from "./matrix";

/** ½θᵀAθ with a symmetric A: ∇L = Aθ, H = A and no third derivative. */
export class Quadratic implements Objective {
  readonly size: number;
  readonly accuracy = null;
  /** θ at the last evaluate or linearize. */
  readonly #theta: Float64Array;

  /** A, symmetric [P, P] */
  constructor(private readonly matrix: number[][]) {
    this.size = matrix.length;
    this.#theta = new Float64Array(this.size);
  }

  get lossError() {
    const theta = this.#theta;
    return 2 * unitRoundoff.float64 * absoluteSum(theta, this.matrix, theta);
  }

  evaluate(theta: Float64Array, gradient: Float64Array) {
    this.#theta.set(theta);
    return dot(theta, product(this.matrix, theta, gradient)) / 2;
  }

  linearize(theta: Float64Array): Linearization {
    const gradient = new Float64Array(this.size);
    const loss = this.evaluate(theta, gradient);
    return {
      loss,
      gradient,
      hvp: (v) => product(this.matrix, v, new Float64Array(this.size)),
      third: () => new Float64Array(this.size),
      dispose: () => undefined,
    };
  }
}

export const quadratic = defineLandscape({
  name: "quadratic",
  label: "Quadratic",
  expression: "½ θᵀAθ",
  fields: { matrix: matrix("A"), start },
  first: {
    matrix: [
      [10, 0],
      [0, 1],
    ],
    start: [1, 1],
  },
  describe: ({ start }) => `½θᵀAθ in ${start.length} variables`,
  problems: ({ matrix, start }) => matrixProblems(matrix, { start }),
  create: ({ matrix, start }) => numbered("x", start, new Quadratic(matrix)),
});
