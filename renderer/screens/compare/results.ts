/** What came of a run, in numbers: rows of the table and axes of the scatter plot. */
import type { RunRow } from "../../../core/contract/api";
import { count, fixed, quantity } from "../../lib/format";

export interface Result {
  key: string;
  label: string;
  of: (row: RunRow) => number | null;
  text: (value: number) => string;
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
  },
  {
    key: "finalSharpness",
    label: "Final sharpness",
    of: ({ summary }) => summary.finalSharpness,
    text: fourDigits,
  },
  {
    key: "maxSharpness",
    label: "Highest sharpness",
    of: ({ summary }) => summary.maxSharpness,
    text: fourDigits,
  },
  {
    key: "threshold",
    label: "Threshold",
    of: ({ threshold }) => threshold,
    text: fourDigits,
  },
  {
    key: "crossingStep",
    label: "Step of the crossing",
    of: ({ summary }) => summary.crossingStep,
    text: count,
  },
  {
    key: "hover",
    label: "Mean sharpness ÷ threshold after it",
    of: ({ summary }) => summary.hover,
    text: (value) => fixed(value),
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
  },
];
