import type { Linearization } from "../objective/objective";
import {
  createRandom,
  restoreRandom,
  type Random,
  type RandomState,
} from "../random";
import { chanceOfMiss, stepsFor } from "./certificate";
import { denseTop } from "./dense";
import { exactLimit } from "./exact-limit";
import { partsOf } from "./hessian";
import { EigenSearch, type Eigenpairs, type TopEigenpairs } from "./eigenpairs";
import { Overlaps, type OverlapState } from "./overlaps";
import { sharpnessTolerance } from "./tolerance";
import { Track, type TrackState } from "./track";

/** Up to so many the whole Hessian is computed at the start, and where the search cannot be trusted. */
const denseLimit = 1000;
/** Measurements that are exact or checked after a check has found what the search had missed, and after copies. */
const mistrusted = 100;
/** Products of a measurement, besides those of checks, at most: so many, or more for many eigenvalues. */
const maxProducts = 200;
const productsEach = 20;

/** Ritz vectors after the k-th that are carried from measurement to measurement. */
const guards = 2;
/** Length of the random part that the last of them gets each time, relative to its own. */
const randomPart = 0.1;
/** Tracked eigenvalues grow in number while the smallest is above this share of the threshold. */
const growAbove = 3 / 4;
/** Measurements between two checks. */
const checkEvery = 200;
/** An overlap below this makes a check due, as long as checks stay below this share of all products. */
const swapped = 0.9;
const checkShare = 0.2;
/** What a check aims at: to miss an eigenvalue larger by this share with this chance at most. */
const larger = 0.01;
const aim = 0.02;
/** Where copies have been found, and products are cheap, larger by so many times less. */
const finer = 4;
/**
 * The chance that is stated at least where nothing is proven: for one that overtakes between two checks without
 * the guard having seen it. In the tests (tests/core/spectrum/families.ts) none did.
 */
const unseen = 0.01;
/** Numbers that the directions of a check may take: 512 MB with their images. */
const checkNumbers = 2 ** 25;

export interface TrackedPairs extends Eigenpairs {
  /** With the measurement before, see overlaps.ts; NaN for a first one. */
  overlaps: number[];
  /**
   * How sure it is that these are the largest: 0 where it is proven; else the chance, at most, that
   * the last check missed one that exceeds λ_k by more than 1 % of the largest |λ|; 1 where nothing is known.
   */
  certificate: number;
  /** Trace of the Hessian where it was computed whole; else NaN. */
  trace: number;
}

/** All that a tracker remembers, as plain data. The arrays are shared and never written to. */
export interface TrackerState {
  k: number;
  count: number;
  random: RandomState;
  tracks: TrackState[];
  /** Missing in checkpoints of earlier versions. */
  overlaps?: OverlapState;
  /** Missing in checkpoints of earlier versions: the next measurement makes a check. */
  guard?: Float64Array[];
  check?: CheckState;
}

interface CheckState {
  /** Number of the measurement with the last check; null before the first one. */
  at: number | null;
  chance: number;
  /** Products of checks, and of all else. */
  products: number;
  others: number;
  isDue: boolean;
  hasCrossed: boolean;
  /** Number of the measurement until which each is exact, or has a check where there is no fast way to the whole Hessian. */
  exactUntil: number;
}

/**
 * Measures the top of the spectrum along a run. Each measurement starts from where the eigenvectors of the
 * last three are heading, by the predictor that would have served best the time before. Each eigenvector
 * keeps its sign: u_t·u_{t−1} ≥ 0.
 *
 * A small residual says that a value is an eigenvalue, not that it is the largest. So with at most 100
 * parameters the whole Hessian is computed and the result proven. Beyond, a few Ritz vectors after the k-th
 * are carried along, each advanced by a product or more each time, the last of them with a random part
 * that grows into what symmetry would hide; what will overtake is known before it does. And from time to
 * time a check looks for more from a random vector: at the start, at the first crossing of the threshold, when
 * eigenvectors have changed places, and every 200 measurements; each time while eigenvalues are equal, as these
 * come from a symmetry.
 */
export class SharpnessTracker {
  readonly #tolerance: number;
  #random: Random;
  readonly #overlaps: Overlaps;
  #tracks: Track[] = [];
  #k: number;
  #count = 0;
  #guard: Float64Array[] = [];
  #check: CheckState = { ...noCheck };

  constructor(
    k: number,
    precision: "float64" | "float32",
    seed: number,
    private readonly options: TrackerOptions = {},
  ) {
    this.#k = k;
    this.#tolerance = sharpnessTolerance[precision];
    this.#overlaps = new Overlaps(this.#tolerance);
    this.#random = createRandom(seed);
  }

  /** Eigenvalues of the next measurement. */
  get k() {
    return this.#k;
  }

  /**
   * Yields after each Hessian-vector product.
   * @param threshold of this measurement, where it is not the same for all
   */
  *measure(
    at: Linearization,
    threshold = this.options.threshold,
  ): Generator<void, TrackedPairs> {
    const { guard, ...pairs } = this.#isExact(at)
      ? yield* this.#exact(at)
      : yield* this.#search(at, threshold);
    const { values, vectors } = pairs;
    const overlaps = this.#overlaps.of(pairs);
    this.#overlaps.add(pairs);
    vectors.forEach((u, i) => this.#track(i).add(u));
    this.#guard = guard;
    this.#count++;
    const { grow } = this.options;
    const smallest = values.at(this.#k - 1);
    const above = grow?.above ?? growAbove * (threshold ?? Infinity);
    if (grow && smallest !== undefined && smallest > above)
      this.#k = Math.min(this.#k + 1, grow.upTo);
    return { ...pairs, overlaps };
  }

  state(): TrackerState {
    return {
      k: this.#k,
      count: this.#count,
      random: this.#random.state,
      tracks: this.#tracks.map((track) => track.state()),
      overlaps: this.#overlaps.state(),
      guard: this.#guard,
      check: { ...this.#check },
    };
  }

  restore(state: TrackerState) {
    const { k, count, random, tracks, overlaps, guard = [], check } = state;
    this.#k = k;
    this.#count = count;
    this.#random = restoreRandom(random);
    this.#tracks = tracks.map((track) => new Track(track));
    this.#overlaps.restore(
      overlaps,
      tracks.flatMap(({ history }) => history.slice(0, 1)),
    );
    this.#guard = guard;
    this.#check = { ...(check ?? noCheck) };
  }

  #isExact(at: Linearization): boolean {
    const size = at.gradient.length;
    if (size <= exactLimit) return true;
    const check = this.#check;
    const isFirst = check.at === null || this.#count < check.exactUntil;
    return isFirst && size <= denseLimit && at.hessian !== undefined;
  }

  *#exact(at: Linearization) {
    const { rows, ...pairs } = yield* denseTop(at, {
      k: this.#k,
      tolerance: this.#tolerance,
      start: [...this.#start(at.gradient.length), ...this.#guard],
      random: this.#random,
    });
    const check = this.#check;
    // Eigenvectors of one block know nothing of another, for as long as the run keeps its symmetry.
    if (check.at === null && rows.length > exactLimit && partsOf(rows) > 1)
      check.exactUntil = Number.MAX_SAFE_INTEGER;
    check.at = this.#count;
    check.chance = unseen;
    return { ...pairs, certificate: pairs.converged ? 0 : 1 };
  }

  *#search(at: Linearization, threshold: number | undefined) {
    const size = at.gradient.length;
    const search = new EigenSearch((v) => at.hvp(v), size, {
      k: this.#k,
      tolerance: this.#tolerance,
      maxProducts: Math.min(this.#mostProducts(size), size / 2),
      guard: guards,
      mustGuard: true,
      random: this.#random,
    });
    yield* search.add([...this.#start(size), ...this.#watchers(size)]);
    const found = yield* search.converge();
    this.#check.others += found.products;
    const pairs =
      found.converged && this.#isDue(found, threshold)
        ? yield* this.#look(search, found, size)
        : found;
    if (!pairs.isGuarded && pairs.values.length > 0 && size <= denseLimit) {
      this.#check.exactUntil = this.#count + mistrusted;
      const exact = yield* this.#exact(at);
      return { ...exact, products: exact.products + pairs.products };
    }
    const certificate = pairs.isGuarded ? this.#check.chance : 1;
    return { ...pairs, certificate, trace: NaN };
  }

  /** Whether a measurement needs a check besides. */
  #isDue(pairs: TopEigenpairs, threshold: number | undefined): boolean {
    const { values } = pairs;
    const check = this.#check;
    const crosses =
      !check.hasCrossed && threshold !== undefined && values[0] >= threshold;
    if (crosses) check.hasCrossed = true;
    // Copies come from a symmetry, which may hide others.
    if (pairs.hasCopies) check.exactUntil = this.#count + mistrusted;
    if (this.#count < check.exactUntil) return true;
    if (check.at === null || crosses) return true;
    if (this.#count - check.at >= checkEvery) return true;
    if (this.#overlaps.of(pairs).some((overlap) => overlap < swapped))
      check.isDue = true;
    return check.isDue && check.products <= checkShare * check.others;
  }

  /** Looks for larger eigenvalues from random vectors, until one of them finds none. */
  *#look(search: EigenSearch, found: TopEigenpairs, size: number) {
    const check = this.#check;
    const most = Math.max(1, Math.floor(checkNumbers / size));
    const isFine = this.#count < check.exactUntil && size <= denseLimit;
    const by = isFine ? larger / finer : larger;
    let pairs = found;
    for (let before: number[] | null = null; !this.#areEqual(before, pairs);) {
      const { values } = pairs;
      const excess = (by: number) => this.#excess(search, values, by);
      const steps = yield* search.probe(() =>
        Math.min(most, stepsFor(size, excess(by), aim)),
      );
      check.chance = Math.max(
        unseen,
        chanceOfMiss(size, steps, excess(larger)),
      );
      before = values;
      pairs = yield* search.converge();
      if (!pairs.converged) break;
    }
    if (!this.#areEqual(found.values, pairs))
      check.exactUntil = this.#count + mistrusted;
    check.products += pairs.products - found.products;
    check.at = this.#count;
    check.isDue = false;
    return pairs;
  }

  /** A share `by` of the largest |λ|, as a share of the width of the spectrum. */
  #excess(search: EigenSearch, values: number[], by: number) {
    const margin = by * Math.max(...values.map(Math.abs));
    const [, smallest] = search.extremes();
    const width = values[values.length - 1] + margin - smallest;
    return width > 0 ? margin / width : 1;
  }

  #areEqual(before: number[] | null, { values }: TopEigenpairs) {
    if (before === null) return false;
    const allowed = this.#tolerance * Math.max(...values.map(Math.abs));
    return values.every((value, i) => value - before[i] <= allowed);
  }

  #mostProducts(size: number) {
    const affordable = (2 * checkNumbers) / size;
    const wanted = Math.min(productsEach * (this.#k + guards), affordable);
    return Math.max(maxProducts, Math.floor(wanted));
  }

  #start(size: number): Float64Array[] {
    const start = this.#tracks.map((track) => track.predict());
    while (start.length < Math.min(this.#k, size))
      start.push(this.#normal(size));
    return start;
  }

  /** The guard with its random part; where there is none, random vectors. */
  #watchers(size: number): Float64Array[] {
    return Array.from({ length: guards }, (_, i) => {
      const known = this.#guard.at(i);
      if (!known) return this.#normal(size);
      if (i < guards - 1) return known;
      // Random signs, which are cheaper than normal numbers.
      const step = randomPart / Math.sqrt(size);
      return known.map(
        (x) => x + (this.#random.uniform() < 0.5 ? step : -step),
      );
    });
  }

  #normal(size: number) {
    return new Float64Array(size).map(() => this.#random.normal());
  }

  #track(i: number) {
    return (this.#tracks[i] ??= new Track());
  }
}

export interface TrackerOptions {
  /**
   * Adds an eigenvalue with each measurement whose smallest one is `above` this; above ¾ of the threshold of
   * the measurement where it is left out.
   */
  grow?: { upTo: number; above?: number };
  /** The first measurement at or above it makes a check. */
  threshold?: number;
}

const noCheck: CheckState = {
  at: null,
  chance: 1,
  products: 0,
  others: 0,
  isDue: false,
  hasCrossed: false,
  exactUntil: 0,
};
