import type { Assumptions } from "../../../core/theory/assumptions";
import { quantity } from "../../lib/format";

export interface Assumed {
  /** What the theory assumes. */
  what: string;
  value: string;
  /** Whether it looks kept on this run; null where there is no telling. */
  holds: boolean | null;
  /** What the number means. */
  meaning: string;
}

/** Each assumption with its number on the run. The bounds are rules of thumb, and said to be. */
export function assumed({
  eigengap,
  alpha,
  cosGamma,
  epsilon,
  driftCurvature,
  thirdOffTop,
  fourthAlongTop,
  sliceError,
}: Assumptions): Assumed[] {
  return [
    {
      what: "The top eigenvalue stands alone: (S − λ₂)/S",
      value: eigengap === null ? "–" : quantity(eigengap, 3),
      holds: eigengap === null ? null : eigengap > 0.05,
      meaning:
        "Near 0 a second eigenvalue reaches the edge, and one x is not enough.",
    },
    {
      what: "Descent sharpens: α > 0",
      value: quantity(alpha, 3),
      holds: alpha > 0,
      meaning: "Where α ≤ 0 the run leaves the edge downwards by itself.",
    },
    {
      what: "Not by accident: cos γ",
      value: quantity(cosGamma, 3),
      holds: cosGamma > 0.1,
      meaning:
        "How much of descent points along the growth of sharpness; 1 is all of it.",
    },
    {
      what: "A cycle is slow: ε = η√α",
      value: quantity(epsilon, 3),
      holds: epsilon < 0.2,
      meaning: "One cycle takes about 1/ε steps, and errors are of order ε.",
    },
    {
      what: "Sharpness changes along a flat direction: ŝᵀHŝ/S",
      value: quantity(driftCurvature, 2),
      holds: Math.abs(driftCurvature) < 0.2,
      meaning:
        "Curvature along ∇S⊥ itself; large values pull the run back on their own.",
    },
    {
      what: "Third derivatives matter along u only: |D³L(v, v, ·)|/|∇S|",
      value: quantity(thirdOffTop, 2),
      holds: thirdOffTop < 0.5,
      meaning: "The largest over random directions v across u.",
    },
    {
      what: "Fourth derivatives do not matter: their change over δ",
      value: quantity(fourthAlongTop, 2),
      holds: fourthAlongTop < 0.2,
      meaning: "How much ∇S changes within one oscillation, as a share of it.",
    },
    {
      what: "The slice along u is a parabola, over ±3δ",
      value: quantity(sliceError, 2),
      holds: sliceError < 0.05,
      meaning:
        "Largest distance between F(x) and it, as a share of its height.",
    },
  ];
}
