/** What choices are called on screen. */
import { type LandscapeSpec } from "../../../core/experiment/spec";
import type { Definition } from "../../../core/schema/definition";

/** The kinds of a list as the options of a choice. */
export const optionsOf = (list: readonly Definition[]) =>
  list.map(({ name, label }) => ({ value: name, label }));

export const landscapes: Record<
  LandscapeSpec["name"],
  { label: string; loss: string }
> = {
  quadratic: { label: "Quadratic", loss: "½ θᵀAθ" },
  product: { label: "Product", loss: "½ (xy − 1)²" },
  "deep-product": { label: "Deep product", loss: "½ (w₁w₂⋯wₙ − target)²" },
  "quadratic-regression": {
    label: "Quadratic regression",
    loss: "½ f², f = offset + slope·θ + ½ θᵀQθ",
  },
  "self-stabilization": {
    label: "Self-stabilisation",
    loss: "½ (S₀ + √β·z) x² − (α/√β) z",
  },
  formula: { label: "A formula", loss: "" },
};
export const landscapeOptions = Object.entries(landscapes).map(
  ([value, { label }]) => ({ value, label }),
);
