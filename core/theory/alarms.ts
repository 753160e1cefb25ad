import type { Columns } from "../series/columns";
import { grouped } from "../text/grouped";
import { nearEdge } from "./near-edge";

export const alarmKinds = [
  "never-reached",
  "above-at-start",
  "kinks",
  "second-eigenvalue",
  "inactive",
  "symmetry",
  "float32",
  "swap",
  "projection",
  "central-flow",
  "left",
  "ended",
] as const;
export type AlarmKind = (typeof alarmKinds)[number];

/** Where the theory stops holding on a run. */
export interface Alarm {
  kind: AlarmKind;
  /** First step it is about; null where it is about all of them. */
  step: number | null;
  /** What is the case. */
  message: string;
  /** What it means and what to do. */
  advice: string;
}

/** Eigenvectors that overlap less than this from one step to the next have changed places. */
const swapped = 0.7;
/** A displacement beyond so many δ has left the neighbourhood that the theory describes. */
const far = 10;
/** Oscillation at the start below this share of |θ| is rounding noise. */
const noise = { float64: 1e-13, float32: 1e-7 } as const;

export interface AlarmInput {
  columns: Columns;
  threshold: number;
  precision: "float64" | "float32";
  /** Step of the crossing; null where it was never reached. */
  crossing: number | null;
  /** What makes the model piecewise, or null. */
  kinks: string | null;
  /** Whether it ends before its last step because something is no longer finite. */
  isCut: boolean;
  /** |u·(θ − θ†)| where the analysis begins, before a kick, and |θ| there; null without a θ†. */
  start: { x: number; parameterNorm: number } | null;
  kick: number;
  /** Asked of |S − 2/η|·η and |u·∇L|. */
  asked: { excess: number; slope: number };
}

/** Finds where the assumptions of an analysis fail: each kind of alarm once, at its first step. */
export function alarmsOf(input: AlarmInput): Alarm[] {
  const { crossing, kinks } = input;
  const alarms: Alarm[] = [];
  if (crossing === null)
    alarms.push({
      kind: "never-reached",
      step: null,
      message: "Sharpness did not reach 2/η in this run.",
      advice:
        "The theory describes a run at the threshold: run more steps, or choose a larger step size.",
    });
  if (crossing === 0)
    alarms.push({
      kind: "above-at-start",
      step: 0,
      message: "Sharpness is above 2/η at the first step.",
      advice:
        "The run starts above the threshold, where the theory does not hold: choose a smaller step size, or start the analysis at a later step.",
    });
  if (kinks !== null)
    alarms.push({
      kind: "kinks",
      step: null,
      message: kinks,
      advice:
        "The constrained trajectory needs ∇S and is left out. With a smooth activation such as tanh, gelu or softplus it is computed.",
    });
  return [
    ...alarms,
    ...fromStart(input),
    ...fromColumns(input),
    ...fromEnd(input),
  ];
}

function fromStart({ start, kick, precision }: AlarmInput): Alarm[] {
  if (!start || kick > 0) return [];
  if (start.x < noise[precision] * start.parameterNorm)
    return [
      {
        kind: "symmetry",
        step: null,
        message: `The oscillation at the start is rounding noise, |x₀| = ${start.x.toExponential(1)}.`,
        advice:
          "A symmetry of data and model keeps the oscillation at zero, so the first spike comes late and differs between machines. Add a kick, or biases that are not zero.",
      },
    ];
  return [];
}

function fromEnd({ columns, isCut }: AlarmInput): Alarm[] {
  if (!isCut) return [];
  const step = columns["step"].at(-1) ?? 0;
  return [
    {
      kind: "ended",
      step,
      message: `After step ${grouped(step)} the run or its derivatives are no longer finite.`,
      advice:
        "The analysis ends there. Choose a smaller step size, or analyse fewer steps.",
    },
  ];
}

function fromColumns({
  columns,
  threshold,
  precision,
  asked,
}: AlarmInput): Alarm[] {
  const alarms: Alarm[] = [];
  const first = (holds: (row: number) => boolean) =>
    columns["step"].findIndex((_, row) => holds(row));
  const value = (name: string, row: number) => columns[name]?.[row] ?? NaN;
  const tell = (
    kind: AlarmKind,
    row: number,
    message: (step: number) => string,
    advice: string,
  ) => {
    if (row < 0) return;
    const step = columns["step"][row];
    alarms.push({ kind, step, message: message(step), advice });
  };
  const missed = first(
    (row) =>
      value("constrainedExcess", row) > asked.excess ||
      Math.abs(value("constrainedSlope", row)) > asked.slope,
  );
  tell(
    precision === "float32" ? "float32" : "projection",
    missed,
    (step) =>
      precision === "float32"
        ? `From step ${grouped(step)} on, the projection onto the constraint is limited by single precision.`
        : `At step ${grouped(step)} the projection onto the constraint did not converge.`,
    precision === "float32"
      ? "Its residuals are shown. Run the experiment in float64 for more digits."
      : "Do not trust the constrained trajectory from here on: start the analysis at another step.",
  );
  tell(
    "central-flow",
    first(
      (row) =>
        Number.isFinite(value("flowLoss", row)) &&
        Number.isNaN(value("centralLoss", row)),
    ),
    (step) => `From step ${grouped(step)} on there is no central flow.`,
    "Near the run, no point with all eigenvalues at or below 2/η was found, or the flow diverged. Start the analysis at another step.",
  );
  tell(
    "second-eigenvalue",
    first((row) => value("constrainedSecond", row) > nearEdge * threshold),
    (step) =>
      `At step ${grouped(step)} the second eigenvalue reaches the threshold too.`,
    "The theory of one unstable eigenvalue no longer applies; the central flow, which allows several, continues.",
  );
  tell(
    "inactive",
    first((row) => value("active", row) === 0),
    (step) => `At step ${grouped(step)} the constraint S ≤ 2/η is inactive.`,
    "There the constrained trajectory is plain gradient descent below the threshold, and δ = 0.",
  );
  tell(
    "swap",
    first((row) => value("overlap", row) < swapped),
    (step) => `At step ${grouped(step)} two eigenvectors changed places.`,
    "x jumps there because u jumps. Track more eigenvalues to see both.",
  );
  tell(
    "left",
    first(
      (row) =>
        value("delta", row) > 0 &&
        value("displacement", row) > far * value("delta", row) &&
        value("active", row) === 1,
    ),
    (step) =>
      `At step ${grouped(step)} the run is more than ${far} δ away from the constrained trajectory.`,
    "The prediction is valid only near this trajectory; from here on it may be wrong.",
  );
  return alarms;
}
