/** What the fields are called on screen, by the last part of their path. */
import { parts, wordsAt } from "../../../core/experiment/words";
import { labelOf as fieldLabel, type Words } from "../../../core/schema/words";
import type { ExperimentSpec } from "../../../core/experiment/spec";

export const labels: Record<string, string> = {
  samples: "Samples",
  testSamples: "Test samples",
  degree: "Degree",
  classes: "Classes",
  dimensions: "Dimensions",
  separation: "Separation",
  hidden: "Hidden units",
  outputs: "Outputs",
  noise: "Noise",
  turns: "Turns",
  path: "File",
  images: "Images file",
  labels: "Labels file",
  header: "First row",
  separator: "Separator",
  decimal: "Decimal sign",
  target: "Target column",
  targetKind: "The target is",
  inputs: "Input columns",
  ignore: "Ignored columns",
  oneHot: "Columns of names",
  missing: "Rows with a missing value",
  standardizeTarget: "Standardise the target",
  matrix: "Matrix",
  slope: "Slope",
  offset: "Offset",
  sharpness: "Sharpness S₀",
  alpha: "Alpha α",
  beta: "Beta β",
  start: "Start",
  formula: "Formula",
  split: "Split",
  x: "Inputs x",
  y: "Targets y",
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
  if (path === "data.split.seed") return "Seed of the split";
  const own = keys.findLast((key) => typeof key === "string" && labels[key]);
  if ((keys[0] === "data" || !words) && own !== undefined) return labels[own];
  return words ? fieldLabel(words) : String(keys[0]);
}

/** The words of a field, or of the list that it is in. */
function nearestWords(path: string, spec: ExperimentSpec): Words | null {
  const words = wordsAt(path, spec);
  const end = path.lastIndexOf("[");
  return words || end < 0 ? words : nearestWords(path.slice(0, end), spec);
}
