/** Gradient descent with its largest eigenvalues measured, and each held against the whole Hessian. */
import { nothingAbove } from "../../../core/spectrum/certificate";
import { hessianColumns, times } from "../../../core/spectrum/hessian";
import {
  SharpnessTracker,
  type TrackedPairs,
} from "../../../core/spectrum/sharpness";
import type { Backend } from "../../../core/tensor/backend";
import { addScaled, norm } from "../../../core/vector";
import { finish, float64 } from "../support";
import { familyProblem, type Family } from "./families";

const ks = [1, 2, 3];

export interface Findings {
  measurements: number;
  /** Measurements that say they may be wrong, with certificate 1. */
  uncertified: number;
  /** Measurements that are neither proven nor uncertified, and their Hessian-vector products. */
  probed: number;
  products: number;
  /** Measurements that are off by more than the tolerance. */
  wrong: string[];
  /** Runs whose first measurement at or above 2/η is at another step than the first true one. */
  crossings: string[];
}

/**
 * Measures λ₁…λ_k with k = 1, 2, 3 along one run. The reference is the Hessian in float64 from one product
 * a column, which shares nothing with how a measurement computes a whole Hessian.
 */
export function follow<T>(
  be: Backend<T>,
  family: Family,
  run: { stepSize: number; steps: number; tolerance: number },
): Findings {
  const { objective, theta } = familyProblem(be, family);
  const exact = familyProblem(float64(), family).objective;
  const gradient = new Float64Array(theta.length);
  const threshold = 2 / run.stepSize;
  const found: Findings = {
    measurements: 0,
    uncertified: 0,
    probed: 0,
    products: 0,
    wrong: [],
    crossings: [],
  };
  const name = `${family.name}, ${be.precision}, η ${run.stepSize}`;
  const trackers = ks.map((k) => ({
    k,
    tracker: new SharpnessTracker(k, be.precision, 0, { threshold }),
    crossing: null as number | null,
  }));
  let trueCrossing: number | null = null;
  for (let step = 0; step < run.steps; step++) {
    const reference = exact.linearize(theta);
    const hessian = finish(hessianColumns(reference));
    reference.dispose();
    const at = objective.linearize(theta);
    for (const one of trackers) {
      const measured = finish(one.tracker.measure(at));
      if (measured.values.length === 0) continue;
      found.measurements++;
      if (measured.certificate === 1) found.uncertified++;
      else if (measured.certificate > 0) {
        found.probed++;
        found.products += measured.products;
      }
      if (!isRight(hessian, measured, run.tolerance))
        found.wrong.push(
          `${name}, k = ${one.k}, step ${step}: ${measured.values.join(", ")}; certificate ${measured.certificate}`,
        );
      if (measured.values[0] >= threshold) one.crossing ??= step;
    }
    at.dispose();
    if (trueCrossing === null && !nothingAbove(hessian, [threshold], [], 0))
      trueCrossing = step;
    objective.evaluate(theta, gradient);
    addScaled(theta, -run.stepSize, gradient);
    if (!theta.every((x) => Math.abs(x) < 1e3)) break;
  }
  for (const { k, crossing } of trackers)
    if (crossing !== trueCrossing)
      found.crossings.push(
        `${name}, k = ${k}: ${crossing} instead of ${trueCrossing}`,
      );
  return found;
}

/**
 * Whether each value is the true one within `tolerance` of the largest: the pairs are eigenpairs, and nothing
 * lies above them.
 */
function isRight(
  hessian: Float64Array[],
  { values, vectors }: TrackedPairs,
  tolerance: number,
) {
  const allowed = tolerance * Math.max(...values.map(Math.abs));
  const areEigenpairs = vectors.every((u, i) => {
    const rest = times(hessian, u);
    addScaled(rest, -values[i], u);
    return norm(rest) <= allowed;
  });
  return areEigenpairs && nothingAbove(hessian, values, vectors, allowed);
}
