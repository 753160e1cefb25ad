import type { LandscapeSpec } from "./spec";

/** The loss of a landscape as people write it. */
export function landscapeFormula(model: LandscapeSpec): string {
  switch (model.name) {
    case "quadratic":
      return `½θᵀAθ in ${model.start.length} variables`;
    case "product":
      return "½(xy − 1)²";
    case "deep-product":
      return `½(w₁⋯w${subscript(model.start.length)} − ${model.target})²`;
    case "quadratic-regression":
      return `½f² with f quadratic in ${model.start.length} variables`;
    case "self-stabilization":
      return "½(S₀ + √β·z)x² − (α/√β)z";
    case "formula":
      return model.formula;
  }
}

function subscript(value: number): string {
  return [...String(value)].map((d) => "₀₁₂₃₄₅₆₇₈₉"[Number(d)]).join("");
}
