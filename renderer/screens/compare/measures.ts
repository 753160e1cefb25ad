/** What can be drawn of each run. */
import type { TableName } from "../../../core/series/columns";
import type { Drawn } from "../../../core/series/curves";

export interface Measure {
  table: TableName;
  column: string;
  title: string;
  /** What it is, beside the title. */
  note: string;
  /** Drawn on a logarithmic axis unless the person says otherwise. */
  log: boolean;
  /** Has the unit of the threshold, so that it can be divided by it. */
  byThreshold: boolean;
}

export const measureNames = [
  "loss",
  "sharpness",
  "gradNorm",
  "directional",
  "accuracy",
  "distance",
] as const;
export type MeasureName = (typeof measureNames)[number];

export const measures: Record<MeasureName, Measure> = {
  loss: {
    table: "steps",
    column: "loss",
    title: "Loss",
    note: "",
    log: true,
    byThreshold: false,
  },
  sharpness: {
    table: "spectrum",
    column: "lambda1",
    title: "Sharpness S",
    note: "largest curvature",
    log: false,
    byThreshold: true,
  },
  gradNorm: {
    table: "steps",
    column: "gradNorm",
    title: "Gradient norm",
    note: "|∇L|",
    log: true,
    byThreshold: false,
  },
  directional: {
    table: "steps",
    column: "directional",
    title: "Curvature D",
    note: "along the step",
    log: false,
    byThreshold: true,
  },
  accuracy: {
    table: "steps",
    column: "accuracy",
    title: "Accuracy",
    note: "share of the training samples",
    log: false,
    byThreshold: false,
  },
  distance: {
    table: "steps",
    column: "distance",
    title: "Distance from the start",
    note: "|θ − θ₀|",
    log: false,
    byThreshold: false,
  },
};

/** The column that is drawn of a measure. @param ratio in units of the threshold, where it has its unit */
export function columnOf(name: MeasureName, ratio: boolean): Drawn {
  const { table, column, byThreshold } = measures[name];
  return { table, column, perThreshold: ratio && byThreshold };
}
