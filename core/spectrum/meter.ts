import type { Linearization } from "../objective/objective";
import {
  createRandom,
  restoreRandom,
  type Random,
  type RandomState,
} from "../random";
import { denseSpectrum } from "./dense";
import {
  measureGaussNewton,
  noGaussNewton,
  type GaussNewton,
} from "./gauss-newton";
import { Overlaps, type OverlapState } from "./overlaps";
import {
  SharpnessTracker,
  type TrackedPairs,
  type TrackerState,
} from "./sharpness";
import { sharpnessTolerance } from "./tolerance";
import { measureTrace } from "./trace";

export interface Measurement extends TrackedPairs {
  traceError: number;
  /** Smallest algebraic first. */
  smallest: { values: number[]; residuals: number[] };
  gaussNewton: GaussNewton;
}

type HessianMeasurement = Omit<Measurement, "gaussNewton">;

/** What is measured, see core/measurements/sharpness.ts. */
export interface Wanted {
  k: number | "all";
  upTo?: number | undefined;
  smallest?: number | undefined;
  trace: boolean;
  gaussNewton?: boolean;
}

/** What a meter remembers between two measurements; the arrays are shared and never written to. */
export interface MeterState {
  tracker: TrackerState | null;
  /** In checkpoints of earlier versions all eigenvectors, where all are measured. */
  vectors: Float64Array[];
  /** Where all are measured. */
  overlaps?: OverlapState;
  /** Missing in checkpoints of earlier versions. */
  smallest?: TrackerState | null;
  /** Of G. Missing in checkpoints of earlier versions. */
  gaussNewton?: TrackerState | null;
  /** Of the signs that the trace is estimated with. Missing in checkpoints of earlier versions. */
  random?: RandomState;
}

/** Measures what an experiment asks for: the ends of the spectrum or all of it, the trace, and G. */
export class SpectrumMeter {
  /** The most eigenvalues that a measurement may have. */
  readonly eigenvalues: number;
  /** Smallest eigenvalues that a measurement has. */
  readonly smallest: number;
  readonly #wantsTrace: boolean;
  /** `null` where all eigenvalues are measured. */
  readonly #tracker: SharpnessTracker | null;
  /** Of −H; `null` where no smallest eigenvalues are asked for, or all are measured. */
  readonly #smallest: SharpnessTracker | null;
  /** Of G; `null` where it is not asked for. */
  readonly #gaussNewton: SharpnessTracker | null;
  /** Where all are measured. */
  readonly #overlaps: Overlaps;
  #random: Random = createRandom(1);

  constructor(
    wanted: Wanted,
    about: {
      /** Parameters P. */
      size: number;
      precision: "float64" | "float32";
    },
  ) {
    const { size, precision } = about;
    const { k, upTo, trace, smallest = 0 } = wanted;
    this.#wantsTrace = trace;
    this.#overlaps = new Overlaps(sharpnessTolerance[precision]);
    this.smallest = Math.min(smallest, size);
    this.#gaussNewton = wanted.gaussNewton
      ? new SharpnessTracker(1, precision, 3)
      : null;
    if (k === "all") {
      this.eigenvalues = size;
      this.#tracker = this.#smallest = null;
      return;
    }
    const first = Math.min(k, size);
    this.eigenvalues = Math.min(Math.max(k, upTo ?? k), size);
    this.#tracker = new SharpnessTracker(first, precision, 0, {
      grow: { upTo: this.eigenvalues },
    });
    this.#smallest =
      smallest > 0 ? new SharpnessTracker(this.smallest, precision, 2) : null;
  }

  /**
   * Yields after each Hessian-vector product.
   * @param threshold of this step; null where there is none
   */
  *measure(
    at: Linearization,
    threshold: number | null,
  ): Generator<void, Measurement> {
    const measured = yield* this.#measureHessian(at, threshold);
    if (!this.#gaussNewton) return { ...measured, gaussNewton: noGaussNewton };
    const { products, ...gaussNewton } = yield* measureGaussNewton(
      at,
      this.#gaussNewton,
      measured,
    );
    return {
      ...measured,
      gaussNewton,
      products: measured.products + products,
    };
  }

  *#measureHessian(
    at: Linearization,
    threshold: number | null,
  ): Generator<void, HessianMeasurement> {
    if (!this.#tracker) return yield* this.#measureAll(at);
    const top = yield* this.#tracker.measure(at, threshold ?? undefined);
    const bottom =
      this.#smallest && (yield* this.#smallest.measure(negated(at)));
    const pairs = {
      ...top,
      products: top.products + (bottom?.products ?? 0),
      converged: top.converged && (bottom?.converged ?? true),
      certificate: Math.max(top.certificate, bottom?.certificate ?? 0),
      smallest: {
        values: (bottom?.values ?? []).map((value) => -value),
        residuals: bottom?.residuals ?? [],
      },
    };
    if (!this.#wantsTrace) return { ...pairs, trace: NaN, traceError: NaN };
    if (Number.isFinite(pairs.trace)) return { ...pairs, traceError: 0 };
    const { trace, traceError, products } = yield* measureTrace(
      at,
      this.#random,
    );
    return { ...pairs, trace, traceError, products: pairs.products + products };
  }

  state(): MeterState {
    return {
      tracker: this.#tracker?.state() ?? null,
      vectors: [],
      overlaps: this.#overlaps.state(),
      smallest: this.#smallest?.state() ?? null,
      gaussNewton: this.#gaussNewton?.state() ?? null,
      random: this.#random.state,
    };
  }

  restore(state: MeterState) {
    const { tracker, vectors, overlaps, smallest, gaussNewton, random } = state;
    if (random) this.#random = restoreRandom(random);
    if (tracker) this.#tracker?.restore(tracker);
    if (smallest) this.#smallest?.restore(smallest);
    if (gaussNewton) this.#gaussNewton?.restore(gaussNewton);
    this.#overlaps.restore(overlaps, vectors);
  }

  *#measureAll(at: Linearization): Generator<void, HessianMeasurement> {
    const { values, vectors, residuals, products, converged, trace } =
      yield* denseSpectrum(at);
    const overlaps = this.#overlaps.of({ values, vectors });
    this.#overlaps.add({ values, vectors });
    const last = (values: number[]) =>
      values.slice(values.length - this.smallest).reverse();
    return {
      values,
      vectors,
      residuals,
      products,
      converged,
      overlaps,
      certificate: converged ? 0 : 1,
      trace,
      traceError: 0,
      smallest: { values: last(values), residuals: last(residuals) },
    };
  }
}

/** The same point with −H in the place of H. */
function negated(at: Linearization): Linearization {
  const minus = (x: number) => -x;
  const { hessian } = at;
  return {
    ...at,
    hvp: (v) => at.hvp(v).map(minus),
    ...(hessian && {
      *hessian() {
        return (yield* hessian()).map((row) => row.map(minus));
      },
    }),
  };
}
