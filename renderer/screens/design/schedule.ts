/** The form of a step size: how one form is made of another, and the picture of its course. */
import {
  peakOf,
  stepSizeAt,
  type Schedule,
  type StepSize,
} from "../../../core/optimizers/step-size";

export const courses = {
  constant: "Constant",
  schedule: "Warm-up and decay",
  table: "Table",
} as const;
export type Course = keyof typeof courses;

export function courseOf(stepSize: StepSize): Course {
  if (typeof stepSize === "number") return "constant";
  return "table" in stepSize ? "table" : "schedule";
}

/** A step size of another form with the same peak. */
export function asCourse(
  stepSize: StepSize,
  course: Course,
  steps: number,
): StepSize {
  const peak = peakOf(stepSize);
  const part = Math.max(1, Math.round(steps / 10));
  if (course === "constant") return peak;
  if (course === "schedule")
    return {
      peak,
      warmup: { steps: part, from: 0 },
      decay: { kind: "cosine", to: 0 },
    };
  return {
    table: [
      [0, peak],
      [Math.max(1, Math.round(steps / 2)), Number((peak / 10).toPrecision(6))],
    ],
  };
}

type DecayKind = NonNullable<Schedule["decay"]>["kind"];
export const decays: Record<DecayKind | "none", string> = {
  none: "None",
  cosine: "Cosine",
  linear: "Linear",
  steps: "Drops at steps",
};

/** A decay as it is met first; undefined for none. */
export function firstDecay(
  kind: keyof typeof decays,
  steps: number,
): Schedule["decay"] {
  if (kind === "none") return undefined;
  return kind === "steps"
    ? { kind, at: [Math.max(1, Math.round(steps / 2))], factor: 0.1 }
    : { kind, to: 0 };
}

/** Columns of the picture. */
const samples = 200;

/** η over the steps as an SVG path in a box, 0 at its foot and the peak at its top. */
export function coursePath(
  stepSize: StepSize,
  steps: number,
  box: { width: number; height: number },
): string {
  const peak = peakOf(stepSize);
  const y = (step: number) =>
    (box.height * (1 - stepSizeAt(stepSize, step, steps) / peak)).toFixed(2);
  const parts = [`M0 ${y(0)}`];
  for (let i = 1; i <= samples; i++) {
    const x = ((box.width * i) / samples).toFixed(2);
    // A step size holds until the next one.
    parts.push(`H${x}V${y(Math.round((steps * i) / samples))}`);
  }
  return parts.join("");
}
