import type { Linearization } from "../../core/objective/objective";
import { createRandom } from "../../core/random";
import { topEigenpairs } from "../../core/spectrum/eigenpairs";
import { sharpnessTolerance } from "../../core/spectrum/tolerance";
import { Track } from "../../core/spectrum/track";

/**
 * The search of SharpnessTracker without guard, proof and checks: Rayleigh–Ritz over the eigenvectors that
 * the last measurements predict and the residuals, until these are below the same tolerance. What it finds
 * need not be the largest eigenvalues.
 */
export class PlainTracker {
  readonly #tolerance: number;
  readonly #random = createRandom(0);
  readonly #tracks: Track[];
  #isFirst = true;

  constructor(k: number, precision: "float64" | "float32") {
    this.#tolerance = sharpnessTolerance[precision];
    this.#tracks = Array.from({ length: k }, () => new Track());
  }

  /** Yields after each product. */
  *measure(at: Linearization) {
    const random = this.#random;
    const start = this.#tracks.map((track) =>
      this.#isFirst ? at.gradient.map(() => random.normal()) : track.predict(),
    );
    const pairs = yield* topEigenpairs((v) => at.hvp(v), {
      k: start.length,
      tolerance: this.#tolerance,
      maxProducts: 200,
      random,
      start,
    });
    pairs.vectors.forEach((u, i) => this.#tracks[i].add(u));
    this.#isFirst = false;
    return pairs;
  }
}
