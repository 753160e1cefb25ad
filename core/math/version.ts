/**
 * Raised when the same experiment gives other bits than before. A run stores it among the versions
 * of its engine; runs from before there was one have none, which counts as 1.
 */
export const numericsVersion = "2";

/** What changed with each version, as a sentence for someone whose run differs. */
const changes: Record<string, string | undefined> = {
  "2": "Since then, powers, sines and cosines no longer depend on the version of the JavaScript engine; gradient flow keeps its error within a tolerance; eigenvalues are computed from the whole Hessian for few parameters and with a guard for many; an estimated trace uses new random signs in each row; the central flow starts at the threshold; and numbers hidden by rounding are left out.",
};

/** Why two versions of the numerics may give different numbers; null where they are the same. */
export function numericsDifference(first = "1", second = "1"): string | null {
  if (first === second) return null;
  const [older, newer] = [Number(first), Number(second)].sort((a, b) => a - b);
  const between = Array.from(
    { length: newer - older },
    (_, i) => changes[String(older + i + 1)],
  );
  const known = between.filter((change) => change !== undefined);
  return [
    `Their numerics differ (version ${first} and version ${second}), so the last digits may differ.`,
    ...known,
  ].join(" ");
}
