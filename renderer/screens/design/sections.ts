/** The parts of the screen. `main` is always open. */
export type SectionName =
  "main" | "data" | "model" | "method" | "measure" | "sweep" | "file";

export const inMain = [
  "name",
  "data.samples",
  "optimizer.stepSize",
  "steps",
  "model.init.seed",
  "measure.sharpness.every",
  "measure.sharpness.k",
];

const places: [RegExp, SectionName][] = [
  [/^data\b/, "data"],
  [/^model\b/, "model"],
  [/^(optimizer|loss)\b/, "method"],
  [/^(measure|lossTarget|divergence|precision)\b/, "measure"],
];

/** Where a field is on screen. */
export function sectionOf(path: string): SectionName | undefined {
  if (inMain.includes(path)) return "main";
  return places.find(([pattern]) => pattern.test(path))?.[1];
}
