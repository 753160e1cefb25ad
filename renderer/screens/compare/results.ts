/** What came of a run, in numbers: rows of the table and pictures. */
import type { RunRow } from "../../../core/contract/api";
import { count, fixed, quantity } from "../../lib/format";

export interface Result {
  key: string;
  label: string;
  of: (row: RunRow) => number | null;
  text: (value: number) => string;
  /** Whether it means something of a run that diverged. */
  ofDiverged?: boolean;
  /** What a picture draws with it: the threshold, or 1 where it is a part of that. */
  reference?: "threshold" | "one";
}

const fourDigits = (value: number) => quantity(value, 4);

export const results: Result[] = [
  {
    key: "finalLoss",
    label: "Final loss",
    of: ({ summary }) => summary.finalLoss,
    text: fourDigits,
  },
  {
    key: "minLoss",
    label: "Lowest loss",
    of: ({ summary }) => summary.minLoss,
    text: fourDigits,
    ofDiverged: true,
  },
  {
    key: "finalSharpness",
    label: "Final sharpness",
    of: ({ summary }) => summary.finalSharpness,
    text: fourDigits,
    reference: "threshold",
  },
  {
    key: "maxSharpness",
    label: "Highest sharpness",
    of: ({ summary }) => summary.maxSharpness,
    text: fourDigits,
    reference: "threshold",
  },
  {
    key: "threshold",
    label: "Threshold",
    of: ({ threshold }) => threshold,
    text: fourDigits,
    ofDiverged: true,
  },
  {
    key: "crossingStep",
    label: "Step of the crossing",
    of: ({ summary }) => summary.crossingStep,
    text: count,
    ofDiverged: true,
  },
  {
    key: "hover",
    label: "Mean sharpness ÷ threshold after crossing",
    of: ({ summary }) => summary.hover,
    text: (value) => fixed(value),
    reference: "one",
  },
  {
    key: "accuracy",
    label: "Final accuracy",
    of: ({ summary }) => summary.accuracy,
    text: (value) => quantity(value, 3),
  },
  {
    key: "step",
    label: "Steps done",
    of: ({ summary }) => summary.step,
    text: count,
    ofDiverged: true,
  },
];
