/** What the steps in a valley do, in words: first what is to be seen, then the formula. */
import { plain } from "../../lib/format";

export interface Told {
  /** λ₁ */
  curvature: number;
  stepSize: number;
  /** Above which the steps do not come to rest, and as people write it; null where it is none. */
  threshold: { value: number; name: string } | null;
  /** Whether every step is −η times the slope. */
  isPlain: boolean;
  /** Whether it follows the slope smoothly, at every curvature. */
  isFlow: boolean;
  places: number[];
}

/** So near to the threshold nobody sees a difference. */
const near = 0.01;

export const whatSharpnessIs =
  "Along the direction of largest curvature the loss is a valley. Sharpness says how narrow it is: a narrow valley has steep walls. The picture approximates the valley by a parabola and shows the steps of the optimiser in it.";

/** One or two sentences on what the steps do. */
export function stepsWords(told: Told): string {
  const { curvature, threshold, isPlain, isFlow, places } = told;
  if (isFlow)
    return "Gradient flow moves down the wall without jumps, however narrow the valley is.";
  if (!threshold) return "";
  const share = curvature / threshold.value;
  if (Math.abs(share - 1) < near)
    return "Each step jumps across the bottom to nearly the same height on the other wall, and back: this is the edge of stability.";
  if (share > 1)
    return isPlain
      ? "Each step jumps across the bottom and lands higher on the other wall: the oscillation grows. The valley is too narrow for this step size."
      : "The oscillation grows: the valley is too narrow for this step size.";
  if (!isPlain) return "The steps converge to the bottom.";
  if (places.length > 1 && places[1] < 0)
    return "Each step jumps across the bottom and lands lower on the other wall: the oscillation decays.";
  return "Each step goes part of the way down the same wall: the loss falls without oscillation.";
}

/** The same as a formula. */
export function stepsFormula({
  curvature,
  stepSize,
  threshold,
  isPlain,
  isFlow,
}: Told): string {
  const limit =
    threshold && !isFlow
      ? `The limit is at λ = ${threshold.name} = ${plain(threshold.value, 4)}; here λ₁ = ${plain(curvature, 4)}.`
      : `Here λ₁ = ${plain(curvature, 4)}.`;
  return isPlain
    ? `Each step multiplies the distance from the bottom by 1 − ηλ₁ = ${plain(1 - stepSize * curvature, 3)}. ${limit}`
    : limit;
}
