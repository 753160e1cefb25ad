export type Precision = "float64" | "float32";

/**
 * The unit round-off u of each precision: half the distance from 1 to the next number. One operation
 * is off by at most u times its result.
 */
export const unitRoundoff: Readonly<Record<Precision, number>> = {
  float64: Number.EPSILON / 2,
  float32: 1 / 0x1000000,
};
