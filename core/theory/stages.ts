import type { EdgeState } from "./map";

/**
 * The four stages of a cycle, in their order: progressive sharpening (|x| < δ, below the threshold),
 * blow-up (|x| < δ, above), self-stabilisation (|x| > δ, above), return (|x| > δ, below).
 */
export const stageNames = [
  "progressive sharpening",
  "blow-up",
  "self-stabilisation",
  "return to stability",
] as const;

export type Stage = 1 | 2 | 3 | 4;

/** The stage of (x, y) by its signs; null where there is no δ (α ≤ 0 or nothing measured). */
export function stageOf({ x, y }: EdgeState, delta: number): Stage | null {
  if (!(delta > 0) || Number.isNaN(x) || Number.isNaN(y)) return null;
  const isWide = Math.abs(x) > delta;
  if (y < 0) return isWide ? 4 : 1;
  return isWide ? 3 : 2;
}
