import type { ExperimentSpec } from "../experiment/spec";
import type { Linearization } from "../objective/objective";
import {
  createRandom,
  restoreRandom,
  type Random,
  type RandomState,
} from "../random";
import { dot } from "../vector";
import { denseSpectrum } from "./hessian";
import {
  SharpnessTracker,
  type TrackedPairs,
  type TrackerState,
} from "./sharpness";
import { measureTrace } from "./trace";

/** Tracked eigenvalues grow in number while the smallest is above this share of the threshold. */
const growAbove = 3 / 4;

export interface Measurement extends TrackedPairs {
  trace: number;
  traceError: number;
}

/** What a meter remembers between two measurements; the arrays are shared and never written to. */
export interface MeterState {
  tracker: TrackerState | null;
  /** All eigenvectors of the measurement before, where all are measured. */
  vectors: Float64Array[];
  /** Of the signs that the trace is estimated with. Missing in checkpoints of earlier versions. */
  random?: RandomState;
}

/** Measures what an experiment asks for: the top of the spectrum or all of it, and the trace. */
export class SpectrumMeter {
  /** The most eigenvalues that a measurement may have. */
  readonly eigenvalues: number;
  readonly #wantsTrace: boolean;
  /** `null` where all eigenvalues are measured. */
  readonly #tracker: SharpnessTracker | null;
  #vectors: Float64Array[] = [];
  #random: Random = createRandom(1);

  constructor(
    wanted: ExperimentSpec["measure"]["sharpness"],
    about: {
      /** Parameters P. */
      size: number;
      threshold: number;
      precision: "float64" | "float32";
    },
  ) {
    const { size, threshold, precision } = about;
    const { k, upTo, trace } = wanted;
    this.#wantsTrace = trace;
    if (k === "all") {
      this.eigenvalues = size;
      this.#tracker = null;
      return;
    }
    const first = Math.min(k, size);
    this.eigenvalues = Math.min(Math.max(k, upTo ?? k), size);
    this.#tracker = new SharpnessTracker(first, precision, 0, {
      upTo: this.eigenvalues,
      above: growAbove * threshold,
    });
  }

  /** Yields after each Hessian-vector product. */
  *measure(at: Linearization): Generator<void, Measurement> {
    if (!this.#tracker) return yield* this.#measureAll(at);
    const pairs = yield* this.#tracker.measure(at);
    if (!this.#wantsTrace) return { ...pairs, trace: NaN, traceError: NaN };
    const { trace, traceError, products } = yield* measureTrace(
      at,
      this.#random,
    );
    return { ...pairs, trace, traceError, products: pairs.products + products };
  }

  state(): MeterState {
    return {
      tracker: this.#tracker?.state() ?? null,
      vectors: this.#vectors,
      random: this.#random.state,
    };
  }

  restore({ tracker, vectors, random }: MeterState) {
    if (random) this.#random = restoreRandom(random);
    if (tracker) this.#tracker?.restore(tracker);
    this.#vectors = vectors;
  }

  *#measureAll(at: Linearization): Generator<void, Measurement> {
    const pairs = yield* denseSpectrum(at);
    const overlaps = pairs.vectors.map((u, i) => {
      const before = this.#vectors.at(i);
      return before ? Math.abs(dot(u, before)) : NaN;
    });
    this.#vectors = pairs.vectors;
    return { ...pairs, overlaps, traceError: 0 };
  }
}
