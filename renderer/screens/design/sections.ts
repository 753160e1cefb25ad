import { isWithin } from "../../../core/experiment/path";

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

const places: [RegExp, "data" | "model" | "method" | "measure"][] = [
  [/^data\b/, "data"],
  [/^model\b/, "model"],
  [/^(optimizer|loss|batch)\b/, "method"],
  [/^(measure|lossTarget|divergence|precision|checkpoints)\b/, "measure"],
];

/** What the parts with settings are called. */
const sectionTitles = {
  data: "Data",
  model: "Model",
  method: "Loss and method",
  measure: "Measurements",
};

/** Whether a field is among the few that are always on screen. */
export function isMain(path: string): boolean {
  return inMain.some((field) => isWithin(path, field));
}

/** The part of the whole experiment that a field belongs to. */
export function partOf(path: string) {
  const found = places.find(([pattern]) => pattern.test(path))?.[1];
  return found ? sectionTitles[found] : sectionTitles.measure;
}

/** Where a field is on screen. */
export function sectionOf(path: string): SectionName | undefined {
  if (isMain(path)) return "main";
  return places.find(([pattern]) => pattern.test(path))?.[1];
}
