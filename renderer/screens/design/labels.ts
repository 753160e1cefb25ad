/** What the fields are called on screen, by the last part of their path. */
import { parts, wordsAt } from "../../../core/experiment/words";
import { labelOf as fieldLabel, type Words } from "../../../core/schema/words";
import type { ExperimentSpec } from "../../../core/experiment/spec";

export const labels: Record<string, string> = {
  matrix: "Matrix",
  slope: "Slope",
  offset: "Offset",
  sharpness: "Sharpness S₀",
  alpha: "Alpha α",
  beta: "Beta β",
  start: "Start",
  formula: "Formula",
};

/** A field by its label, with the layer it is of: "Units of layer 2". */
export function labelOf(path: string, spec: ExperimentSpec): string {
  const words = nearestWords(path, spec);
  const keys = parts(path);
  if (keys[1] === "layers") {
    if (typeof keys[2] !== "number") return "Layers";
    const place = keys[2] + 1;
    return words ? `${fieldLabel(words)} of layer ${place}` : `Layer ${place}`;
  }
  if (words) return fieldLabel(words);
  const own = keys.findLast((key) => typeof key === "string" && labels[key]);
  return own === undefined ? String(keys[0]) : labels[own];
}

/** The words of a field, or of the list that it is in. */
function nearestWords(path: string, spec: ExperimentSpec): Words | null {
  const words = wordsAt(path, spec);
  const end = path.lastIndexOf("[");
  return words || end < 0 ? words : nearestWords(path.slice(0, end), spec);
}
