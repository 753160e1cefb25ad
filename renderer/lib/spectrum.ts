import { limits } from "../../core/schema/fields";
import type { RunDetail } from "../../core/contract/api";

/** How sure a measurement is that its eigenvalues are the largest; see core/series/columns.ts. */
export function certificateWords(certificate: number): string {
  if (certificate === 0) return "proven";
  if (!(certificate < 1)) return "not known";
  return `probed (miss ≤ ${Math.ceil(certificate * 100)} %)`;
}

/** Eigenvalues in the spectrum table of a run: a tiny network has no more than its parameters. */
export function trackedEigenvalues({ spec, engine }: RunDetail): number {
  const parameters = engine?.parameters ?? Infinity;
  const { k, upTo } = spec.measure.sharpness;
  const wanted = k === "all" ? limits.allEigenvalues : Math.max(k, upTo ?? 1);
  return Math.min(wanted, parameters);
}
