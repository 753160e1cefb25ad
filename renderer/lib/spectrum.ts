import { limits } from "../../core/schema/fields";
import type { RunDetail } from "../../core/contract/api";

/** Eigenvalues in the spectrum table of a run: a tiny network has no more than its parameters. */
export function trackedEigenvalues({ spec, engine }: RunDetail): number {
  const parameters = engine?.parameters ?? Infinity;
  const { k, upTo } = spec.measure.sharpness;
  const wanted = k === "all" ? limits.allEigenvalues : Math.max(k, upTo ?? 1);
  return Math.min(wanted, parameters);
}
