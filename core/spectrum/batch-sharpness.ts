import { allBatches, drawBatch } from "../data/batches";
import type { Linearization, Objective } from "../objective/objective";
import { createRandom } from "../random";
import { dot } from "../vector";
import { preconditioned } from "./preconditioned";

/** Means over batches, each with its standard error: 0 where all batches were used, NaN of a single drawn one. */
export interface BatchSharpness {
  /** Of g_Bᵀ·H_B·g_B/|g_B|², curvature. */
  sharpness: number;
  sharpnessError: number;
  /** How many batches were used. */
  batches: number;
  /** Of sᵀ·H_B·s/(s·g_B) with the step −ηs that the optimiser would make; NaN where it was not asked for. */
  momentumSharpness: number;
  momentumError: number;
  /** Of g_Bᵀ·H·g_B/|∇L|² with H of all samples. */
  interaction: number;
  interactionError: number;
}

/** A measurement at θ. */
export interface BatchSharpnessAt {
  /** Of the loss on all samples. */
  full: Linearization;
  theta: Float64Array;
  /** The loss on the batch of these rows, with weight decay as in `full`. */
  lossOf(rows: Uint32Array): Objective;
  /**
   * The direction s of the step −ηs that the optimiser would make with the batch last asked for, whose gradient is
   * given; null where s is the gradient.
   */
  direction: ((gradient: Float64Array) => Float64Array) | null;
  /** The diagonal of the preconditioner, if there is one. */
  diagonal: Float64Array | null;
  samples: number;
  /** Of a batch. */
  size: number;
  /** The draws depend on the seed and on the step alone. */
  seed: number;
  step: number;
}

export interface BatchSharpnessWanted {
  /** Standard error over mean at which no more batches are drawn. */
  tolerance: number;
  /** The most batches. */
  max: number;
}

/** Fewer batches do not tell the standard error. */
const fewest = 10;
/** Each product with the Hessian of all samples costs as much as one of a sharpness measurement. */
const mostInteractions = 20;
/** Streams of random numbers from here on draw what is measured; those below draw the epochs. */
const firstStream = 2 ** 31;

/**
 * Measures along the gradients of batches that are drawn as an epoch has them, each independent of the others, or
 * of all batches where there are no more than `max`. Yields after each batch.
 */
export function* measureBatchSharpness(
  at: BatchSharpnessAt,
  { tolerance, max }: BatchSharpnessWanted,
): Generator<void, BatchSharpness> {
  const { samples, size } = at;
  const [along, momentum, interaction] = [new Mean(), new Mean(), new Mean()];
  const full = at.diagonal ? preconditioned(at.full, at.diagonal) : at.full;
  const slope = scaled(at.full.gradient, at.diagonal);
  const squared = dot(slope, slope);
  const look = (rows: Uint32Array, weight: number, isInteracting: boolean) => {
    const point = at.lossOf(rows).linearize(at.theta);
    try {
      const g = scaled(point.gradient, at.diagonal);
      const inner = at.diagonal ? preconditioned(point, at.diagonal) : point;
      along.add(dot(g, inner.hvp(g)) / dot(g, g), weight);
      if (at.direction) {
        const s = at.direction(point.gradient);
        momentum.add(dot(s, point.hvp(s)) / dot(s, point.gradient), weight);
      }
      if (isInteracting) interaction.add(dot(g, full.hvp(g)) / squared, weight);
    } finally {
      point.dispose();
    }
  };
  const all = allBatches(samples, size, max);
  if (all) {
    for (const { rows, weight } of all) {
      look(rows, weight, true);
      yield;
    }
  } else {
    const random = createRandom(at.seed, firstStream + at.step);
    while (along.count < max) {
      look(drawBatch(samples, size, random), 1, along.count < mostInteractions);
      yield;
      if (
        along.count >= fewest &&
        along.error <= tolerance * Math.abs(along.mean)
      )
        break;
    }
  }
  const errorOf = (mean: Mean) => (all ? 0 : mean.error);
  return {
    sharpness: along.mean,
    sharpnessError: errorOf(along),
    batches: along.count,
    momentumSharpness: momentum.mean,
    momentumError: errorOf(momentum),
    interaction: interaction.mean,
    interactionError: errorOf(interaction),
  };
}

/** P^−½·v */
function scaled(v: Float64Array, diagonal: Float64Array | null) {
  return diagonal ? v.map((x, i) => x / Math.sqrt(diagonal[i])) : v;
}

/** A weighted mean, and the standard error of an unweighted one (Welford). */
class Mean {
  count = 0;
  #weights = 0;
  #mean = NaN;
  #squares = 0;

  add(value: number, weight: number) {
    this.count++;
    this.#weights += weight;
    if (this.count === 1) {
      this.#mean = value;
      return;
    }
    const away = value - this.#mean;
    this.#mean += (away * weight) / this.#weights;
    this.#squares += weight * away * (value - this.#mean);
  }

  get mean() {
    return this.#mean;
  }

  /** NaN of fewer than two values. */
  get error() {
    return this.count < 2
      ? NaN
      : Math.sqrt(this.#squares / (this.count - 1) / this.count);
  }
}
