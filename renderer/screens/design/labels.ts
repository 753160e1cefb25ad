/** What the fields are called on screen, by the last part of their path. */
import { parts, wordsAt } from "../../../core/experiment/words";
import { labelOf as fieldLabel } from "../../../core/schema/words";
import type { ExperimentSpec } from "../../../core/experiment/spec";

export const labels: Record<string, string> = {
  name: "Name",
  samples: "Samples",
  testSamples: "Test samples",
  steps: "Steps",
  every: "Measure sharpness every",
  k: "Eigenvalues",
  upTo: "Up to",
  smallest: "Smallest eigenvalues",
  lossTarget: "Loss target",
  precision: "Precision",
  loss: "Loss",
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
  const words = wordsAt(path, spec);
  if (words && /^(optimizer|model\.init)\b/.test(path))
    return fieldLabel(words);
  const keys = parts(path);
  if (path === "data.seed") return "Data seed";
  if (path === "data.split.seed") return "Seed of the split";
  if (path.startsWith("divergence")) return divergenceLabel(path);
  if (path === "measure.test.every") return "Test every";
  if (keys[1] === "layers") {
    if (typeof keys[2] !== "number") return "Layers";
    const place = keys[2] + 1;
    return words ? `${fieldLabel(words)} of layer ${place}` : `Layer ${place}`;
  }
  const own = keys.findLast((key) => typeof key === "string" && labels[key]);
  return own === undefined ? String(keys[0]) : labels[own];
}

function divergenceLabel(path: string): string {
  if (path.endsWith(".loss")) return "Loss may grow to";
  if (path.endsWith(".parameters")) return "Parameters may grow to";
  return "Divergence";
}
