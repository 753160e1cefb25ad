import type { Linearization } from "../objective/objective";
import {
  createRandom,
  restoreRandom,
  type Random,
  type RandomState,
} from "../random";
import { addScaled, dot, scale } from "../vector";
import { topEigenpairs, type Eigenpairs } from "./eigenpairs";

/**
 * Residual asked of each eigenvalue relative to the largest, by the precision of the products. The
 * error of an eigenvalue is at most its residual and about residual²/gap: with 1e-3 in float32 both of
 * the top two stay within 1e-5, relative, of fully converged ones along both tanh presets on MNIST.
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

export interface TrackedPairs extends Eigenpairs {
  /** |u_i·u_i| with the measurement before; NaN for a first one. */
  overlaps: number[];
}

/** All that a tracker remembers, as plain data. The arrays are shared and never written to. */
export interface TrackerState {
  k: number;
  count: number;
  random: RandomState;
  tracks: TrackState[];
  /** Missing in checkpoints of earlier versions. */
  next?: Float64Array | null;
}

interface TrackState {
  /** Unit vectors, newest first. */
  history: Float64Array[];
  /** Number of the predictor in use. */
  best: number;
}

/**
 * Measures the top of the spectrum along a run. Each measurement starts from where the eigenvectors of the
 * last three are heading, by the predictor that would have served best the time before, and from what is
 * known of the eigenvector after them, which may overtake. Now and then a random direction joins, so that
 * an eigenvector new to the top is found even where symmetry hides it. Each eigenvector keeps its sign:
 * u_t·u_{t−1} ≥ 0.
 */
export class SharpnessTracker {
  readonly #tolerance: number;
  readonly #grow: { upTo: number; above: number } | null;
  #random: Random;
  #tracks: Track[] = [];
  #k: number;
  #count = 0;
  /**
   * What was known of the eigenvector after the last one. Without it one that overtakes would be missed:
   * a tracked vector is still an eigenvector then, only not of the largest eigenvalue any more.
   */
  #next: Float64Array | null = null;

  /** @param grow adds an eigenvalue with each measurement whose smallest one is `above` this */
  constructor(
    k: number,
    precision: "float64" | "float32",
    seed: number,
    grow: { upTo: number; above: number } | null = null,
  ) {
    this.#k = k;
    this.#tolerance = sharpnessTolerance[precision];
    this.#random = createRandom(seed);
    this.#grow = grow;
  }

  /** Yields after each Hessian-vector product. */
  *measure(at: Linearization): Generator<void, TrackedPairs> {
    const { next, ...pairs } = yield* topEigenpairs((v) => at.hvp(v), {
      k: this.#k,
      tolerance: this.#tolerance,
      maxProducts,
      start: this.#start(at.gradient.length),
      random: this.#random,
    });
    this.#next = next;
    const overlaps = pairs.vectors.map((u, i) =>
      (this.#tracks[i] ??= new Track()).add(u),
    );
    const smallest = pairs.values.at(this.#k - 1);
    if (this.#grow && smallest !== undefined && smallest > this.#grow.above)
      this.#k = Math.min(this.#k + 1, this.#grow.upTo);
    return { ...pairs, overlaps };
  }

  state(): TrackerState {
    return {
      k: this.#k,
      count: this.#count,
      random: this.#random.state,
      tracks: this.#tracks.map((track) => track.state()),
      next: this.#next,
    };
  }

  restore({ k, count, random, tracks, next = null }: TrackerState) {
    this.#next = next;
    this.#k = k;
    this.#count = count;
    this.#random = restoreRandom(random);
    this.#tracks = tracks.map((state) => new Track(state));
  }

  #start(size: number): Float64Array[] {
    const start: Float64Array[] = this.#tracks.map((track) => track.predict());
    if (this.#next) start.push(this.#next);
    const missing = this.#k - start.length;
    const fresh =
      this.#count % freshEvery === 0 ? Math.max(1, missing) : missing;
    this.#count++;
    for (let i = 0; i < fresh; i++)
      start.push(new Float64Array(size).map(() => this.#random.normal()));
    return start;
  }
}

/** One eigenvector through the last measurements. */
class Track {
  #history: Float64Array[];
  #best: number;

  constructor(state: TrackState = { history: [], best: 0 }) {
    this.#history = state.history;
    this.#best = state.best;
  }

  /** Takes in the next vector, turning its sign; answers with its overlap with the one before. */
  add(u: Float64Array): number {
    const before = this.#history[0];
    const overlap = before ? dot(u, before) : NaN;
    if (overlap < 0) scale(u, -1);
    let nearest = Infinity;
    predictors.forEach((weights, i) => {
      if (weights.length > this.#history.length) return;
      const miss = this.#miss(weights, u);
      if (miss < nearest) [nearest, this.#best] = [miss, i];
    });
    this.#history = [u, ...this.#history].slice(0, 3);
    return Math.abs(overlap);
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
    for (let i = 0; i < u.length; i++)
      sum += (a * x[i] + b * y[i] + c * z[i] - u[i]) ** 2;
    return sum;
  }

  #guess(weights: number[]) {
    const guess = new Float64Array(this.#history[0].length);
    weights.forEach((w, i) => addScaled(guess, w, this.#history[i]));
    return guess;
  }
}
