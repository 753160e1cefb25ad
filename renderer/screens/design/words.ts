/** What choices are called on screen. */
import {
  type DataSpec,
  type LandscapeSpec,
} from "../../../core/experiment/spec";
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

export const sources: Record<
  DataSpec["source"],
  { label: string; sentence: string }
> = {
  mnist: { label: "MNIST", sentence: "Handwritten digits" },
  chebyshev: { label: "Chebyshev", sentence: "A polynomial on a line" },
  gaussian: { label: "Clouds", sentence: "Gaussian clouds, one per class" },
  spirals: { label: "Spirals", sentence: "Interleaved arms" },
  teacher: { label: "Teacher", sentence: "A random network's answers" },
  iris: { label: "Iris", sentence: "150 flowers, three species" },
  csv: { label: "Table", sentence: "A CSV file" },
  idx: { label: "IDX", sentence: "Images and labels, as MNIST's" },
  cifar10: { label: "CIFAR-10", sentence: "Small photographs" },
  inline: { label: "By hand", sentence: "Numbers written here" },
};
