/** What came of a run, in numbers: rows of the table and axes of the scatter plot. */
import type { RunRow } from "../../../core/contract/api";
import { count, fixed, quantity } from "../../lib/format";

export interface Result {
  label: string;
  of: (row: RunRow) => number | null;
  text: (value: number) => string;
}

const fourDigits = (value: number) => quantity(value, 4);

export const results: Result[] = [
  {
    label: "Final loss",
    of: ({ summary }) => summary.finalLoss,
    text: fourDigits,
  },
  {
    label: "Lowest loss",
    of: ({ summary }) => summary.minLoss,
    text: fourDigits,
  },
  {
    label: "Final sharpness",
    of: ({ summary }) => summary.finalSharpness,
    text: fourDigits,
  },
  {
    label: "Highest sharpness",
    of: ({ summary }) => summary.maxSharpness,
    text: fourDigits,
  },
  {
    label: "Threshold",
    of: ({ threshold }) => threshold,
    text: fourDigits,
  },
  {
    label: "Step of the crossing",
    of: ({ summary }) => summary.crossingStep,
    text: count,
  },
  {
    label: "Mean sharpness ÷ threshold after it",
    of: ({ summary }) => summary.hover,
    text: (value) => fixed(value),
  },
  {
    label: "Final accuracy",
    of: ({ summary }) => summary.accuracy,
    text: (value) => quantity(value, 3),
  },
  { label: "Steps done", of: ({ summary }) => summary.step, text: count },
];
