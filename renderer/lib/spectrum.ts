import type { RunDetail } from "../../core/contract/api";

/** Eigenvalues in the spectrum table of a run: a tiny network has no more than its parameters. */
export function trackedEigenvalues({ spec, engine }: RunDetail): number {
  return Math.min(spec.measure.sharpness.k, engine?.parameters ?? Infinity);
}
