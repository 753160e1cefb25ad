import { addScaled, dot, scale } from "../vector";

/**
 * Guesses of an eigenvector as weights on the last three measured ones, newest first: as it was, one
 * before (gradient descent at the edge alternates), linear and quadratic extrapolation (far from the
 * edge eigenvectors turn smoothly).
 */
const predictors = [[1], [0, 1], [2, -1], [3, -3, 1]];

export interface TrackState {
  /** Unit vectors, newest first. */
  history: Float64Array[];
  /** Number of the predictor in use. */
  best: number;
}

/** One eigenvector through the last measurements. */
export class Track {
  #history: Float64Array[];
  #best: number;

  constructor(state: TrackState = { history: [], best: 0 }) {
    this.#history = state.history;
    this.#best = state.best;
  }

  /** Takes in the next vector, turning its sign so that u·u before ≥ 0. */
  add(u: Float64Array) {
    const before = this.#history[0];
    if (before && dot(u, before) < 0) scale(u, -1);
    let nearest = Infinity;
    predictors.forEach((weights, i) => {
      if (weights.length > this.#history.length) return;
      const miss = this.#miss(weights, u);
      if (miss < nearest) [nearest, this.#best] = [miss, i];
    });
    this.#history = [u, ...this.#history].slice(0, 3);
  }

  predict() {
    return this.#guess(predictors[this.#best]);
  }

  state(): TrackState {
    return { history: this.#history, best: this.#best };
  }

  /** |guess − u|². The weights of a guess sum to 1, and the vectors are of one sign. */
  #miss([a, b = 0, c = 0]: number[], u: Float64Array) {
    const [x, y = x, z = x] = this.#history;
    let sum = 0;
    for (let i = 0; i < u.length; i++) {
      const miss = a * x[i] + b * y[i] + c * z[i] - u[i];
      sum += miss * miss;
    }
    return sum;
  }

  #guess(weights: number[]) {
    const guess = new Float64Array(this.#history[0].length);
    weights.forEach((w, i) => addScaled(guess, w, this.#history[i]));
    return guess;
  }
}
