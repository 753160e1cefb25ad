import { createHash } from "node:crypto";
import type { ExperimentSpec } from "../../core/experiment/spec";
import { numericsVersion } from "../../core/math/version";

/**
 * What tells a run of a study from every other one: a hash of its experiment and of the version of the numerics,
 * of which the same experiment gives the same numbers. 64 hexadecimal digits.
 */
export function identityOf(spec: ExperimentSpec): string {
  const text = JSON.stringify([numericsVersion, sorted(spec)]);
  return createHash("sha256").update(text).digest("hex");
}

/** What tells a study from every other one: a hash of what its runs are. */
export function studyKey(identities: string[]): string {
  return createHash("sha256").update(identities.join("\n")).digest("hex");
}

/** The same value with the fields of each object in the order of their names. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, field]) => [name, sorted(field)]),
  );
}
