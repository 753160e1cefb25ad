/** What came of a run, in numbers: rows of the table and pictures. */
import type { RunRow } from "../../../core/contract/api";
import { lastThreshold } from "../../../core/run/summary";
import { count, fixed, quantity } from "../../lib/format";

export interface Result {
  key: string;
  label: string;
  /** Heads a column. */
  short: string;
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
    short: "Loss",
    of: ({ summary }) => summary.finalLoss,
    text: fourDigits,
  },
  {
    key: "minLoss",
    label: "Lowest loss",
    short: "Min loss",
    of: ({ summary }) => summary.minLoss,
    text: fourDigits,
    ofDiverged: true,
  },
  {
    key: "finalSharpness",
    label: "Final sharpness",
    short: "Final S",
    of: ({ summary }) => summary.finalSharpness,
    text: fourDigits,
    reference: "threshold",
  },
  {
    key: "maxSharpness",
    label: "Highest sharpness",
    short: "Max S",
    of: ({ summary }) => summary.maxSharpness,
    text: fourDigits,
    reference: "threshold",
  },
  {
    key: "finalBatchSharpness",
    label: "Final batch sharpness",
    short: "Batch S",
    of: ({ summary }) => summary.finalBatchSharpness ?? null,
    text: fourDigits,
  },
  {
    key: "threshold",
    label: "Threshold",
    short: "Threshold",
    of: lastThreshold,
    text: fourDigits,
    ofDiverged: true,
  },
  {
    key: "crossingStep",
    label: "Step of the crossing",
    short: "Crossing",
    of: ({ summary }) => summary.crossingStep,
    text: count,
    ofDiverged: true,
  },
  {
    key: "hover",
    label: "Mean sharpness ÷ threshold after crossing",
    short: "Hover",
    of: ({ summary }) => summary.hover,
    text: (value) => fixed(value),
    reference: "one",
  },
  {
    key: "accuracy",
    label: "Final accuracy",
    short: "Accuracy",
    of: ({ summary }) => summary.accuracy,
    text: (value) => quantity(value, 3),
  },
  {
    key: "step",
    label: "Steps done",
    short: "Steps",
    of: ({ summary }) => summary.step,
    text: count,
    ofDiverged: true,
  },
];
