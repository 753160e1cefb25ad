import type { Linearization } from "../objective/objective";
import { createRandom, type Random } from "../random";
import { addScaled, dot, norm, scale } from "../vector";
import { topEigenpairs, type Eigenpairs } from "./eigenpairs";

/**
 * Relative residual asked of each eigenvalue, by the precision of the products. The error of an
 * eigenvalue is at most its residual and about residual²/gap: with 1e-3 in float32 both of the top two
 * stay within 4e-6, relative, of fully converged ones along both tanh presets on MNIST.
 */
export const sharpnessTolerance = { float64: 1e-8, float32: 1e-3 } as const;

const maxProducts = 200;
/** Every so many measurements begin with a random direction besides. */
const freshEvery = 10;

/**
 * Guesses of an eigenvector as weights on the last three measured ones, newest first: as it was, one
 * before (gradient descent at the edge alternates), linear and quadratic extrapolation (far from the
 * edge eigenvectors turn smoothly).
 */
const predictors = [[1], [0, 1], [2, -1], [3, -3, 1]];

/**
 * Measures the top of the spectrum along a run. Each measurement starts from where the eigenvectors
 * of the last three are heading, by the predictor that would have served best the time before. Now
 * and then a random direction joins, so that an eigenvector new to the top is found even where
 * symmetry hides it. Each eigenvector keeps its sign: u_t·u_{t−1} ≥ 0.
 */
export class SharpnessTracker {
  readonly #k: number;
  readonly #tolerance: number;
  readonly #random: Random;
  readonly #tracks: Track[] = [];
  #count = 0;

  constructor(k: number, precision: "float64" | "float32", seed: number) {
    this.#k = k;
    this.#tolerance = sharpnessTolerance[precision];
    this.#random = createRandom(seed);
  }

  /** Yields after each Hessian-vector product. */
  *measure(at: Linearization): Generator<void, Eigenpairs> {
    const pairs = yield* topEigenpairs(at.hvp, {
      k: this.#k,
      tolerance: this.#tolerance,
      maxProducts,
      start: this.#start(at.gradient.length),
      random: this.#random,
    });
    pairs.vectors.forEach((u, i) => (this.#tracks[i] ??= new Track()).add(u));
    return pairs;
  }

  #start(size: number): Float64Array[] {
    const start = this.#tracks.map((track) => track.predict());
    const cold = start.length === 0;
    const fresh = cold ? this.#k : this.#count % freshEvery === 0 ? 1 : 0;
    this.#count++;
    for (let i = 0; i < fresh; i++)
      start.push(new Float64Array(size).map(() => this.#random.normal()));
    return start;
  }
}

/** One eigenvector through the last measurements. */
class Track {
  /** Newest first. */
  #history: Float64Array[] = [];
  #best = predictors[0];

  add(u: Float64Array) {
    const before = this.#history[0];
    if (before && dot(u, before) < 0) scale(u, -1);
    const usable = predictors.filter((p) => p.length <= this.#history.length);
    const overlaps = usable.map((weights) => {
      const guess = this.#guess(weights);
      return Math.abs(dot(u, guess)) / norm(guess);
    });
    if (usable.length > 0)
      this.#best = usable[overlaps.indexOf(Math.max(...overlaps))];
    this.#history = [u, ...this.#history].slice(0, 3);
  }

  predict() {
    return this.#guess(this.#best);
  }

  #guess(weights: number[]) {
    const guess = new Float64Array(this.#history[0].length);
    weights.forEach((w, i) => addScaled(guess, w, this.#history[i]));
    return guess;
  }
}
