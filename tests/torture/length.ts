/**
 * These tests have two lengths: a short one that belongs to `npm test`, and the long one of
 * `npm run torture`, whose figures docs/testing.md shows.
 */
export const isLong = process.env.EDGE_LAB_TORTURE === "long";

/** How often something is done, or for how long. */
export function length(short: number, long: number): number {
  return isLong ? long : short;
}
