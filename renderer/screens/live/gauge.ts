/** The edge gauge in numbers and words. */
import { percentFromOne, quantity } from "../../lib/format";

export type Zone = "below" | "at" | "above";

/** How near to 1 the ratio S ÷ (2/η) counts as "at the edge". */
export const edgeBand = { from: 0.95, to: 1.05 };
/** From here on a ratio is said as such, not as a percentage. */
const mostPercent = 10;
/** Where the dial ends. */
export const dialEnd = 1.5;

export const zoneNames: Record<Zone, string> = {
  below: "Below the edge",
  at: "At the edge",
  above: "Above",
};

export function zoneOf(ratio: number): Zone {
  if (ratio < edgeBand.from) return "below";
  return ratio > edgeBand.to ? "above" : "at";
}

/**
 * What the needle says. Of a run that diverged nothing is said to keep its size: at the edge it is the
 * side that tells whether a disturbance shrinks or grows. A flow has no steps, so that no disturbance
 * flips its sign, and no sharpness at which it would be unstable.
 */
export function gaugeSentence(
  sharpness: number,
  threshold: number,
  { hasDiverged = false, isFlow = false, hasBatches = false } = {},
): string {
  const ratio = sharpness / threshold;
  const percent = percentFromOne(ratio);
  const side = ratio < 1 ? "below" : "above";
  const far = Math.abs(ratio) >= mostPercent;
  const how = far
    ? `${quantity(ratio, 3)} times the threshold`
    : percent === "0.0 %"
      ? "at the threshold"
      : `${percent} ${side} the threshold`;
  const where = `Sharpness S is ${quantity(sharpness)}, ${how}.`;
  if (isFlow)
    return `${where} Gradient flow is stable at every sharpness; above 2/η gradient descent with step size η is not.${hasDiverged ? " The run diverged." : ""}`;
  if (hasBatches)
    return `${where} Each step descends the loss of a mini-batch: what a disturbance does is up to the curvature of the batches, which batch sharpness measures.${hasDiverged ? " The run diverged." : ""}`;
  if (hasDiverged) {
    const what = ratio > 1 ? "flip sign and grow" : "die out at this sharpness";
    return `${where} Disturbances along the sharpest direction ${what}. The run diverged.`;
  }
  switch (zoneOf(ratio)) {
    case "below":
      return `${where} Disturbances along the sharpest direction die out.`;
    case "at":
      return `${where} Disturbances along the sharpest direction flip sign and keep their size.`;
    case "above":
      return `${where} Disturbances along the sharpest direction flip sign and grow.`;
  }
}

/** Angle of the needle in degrees: −90 is 0, 90 is the end of the dial. */
export function needleAngle(ratio: number): number {
  return -90 + (180 * Math.min(Math.max(ratio, 0), dialEnd)) / dialEnd;
}

/** An arc of the dial between two ratios, as an SVG path around (0, 0). */
export function dialArc(from: number, to: number, radius: number): string {
  const at = (ratio: number) => {
    const angle = (needleAngle(ratio) * Math.PI) / 180;
    return `${(radius * Math.sin(angle)).toFixed(2)} ${(-radius * Math.cos(angle)).toFixed(2)}`;
  };
  return `M${at(from)}A${radius} ${radius} 0 0 1 ${at(to)}`;
}
