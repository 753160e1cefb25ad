/** The lane of a value that has no place on the axis. */

/** From the foot of a chart upwards: the first four at the foot, the last at the head. */
export const lanes = [
  "none",
  "-infinity",
  "negative",
  "zero",
  "infinity",
] as const;
export type Lane = (typeof lanes)[number];

/** The name written beside each lane. */
export const laneLabels: Record<Lane, string> = {
  none: "no value",
  "-infinity": "−∞",
  negative: "< 0",
  zero: "0",
  infinity: "∞",
};

/** The lane of a value; undefined where the axis has a place for it. */
export function laneOf(y: number, log: boolean): Lane | undefined {
  if (Number.isNaN(y)) return "none";
  if (y === Infinity) return "infinity";
  if (y === -Infinity) return "-infinity";
  if (!log || y > 0) return undefined;
  return y === 0 ? "zero" : "negative";
}
