/** What the parts of the live screen mean, in sentences. */
import type { RunDetail, RunRow } from "../../../core/contract/api";
import type { RunEvent } from "../../../core/run/status";
import type { Reading } from "../../plot/readout";
import type { Ink } from "../../plot/palette";
import { count, quantity } from "../../lib/format";
import { isFlow } from "../../lib/threshold";

/** What an event means for the run, and where the charts show it. */
export function eventMeaning(kind: RunEvent["kind"], isFlow: boolean): string {
  return (isFlow && flowMeanings[kind]) || eventMeanings[kind];
}

const eventMeanings: Record<RunEvent["kind"], string> = {
  crossing:
    "From here on a disturbance along the sharpest direction flips sign and grows. The upright line in every chart.",
  "first-rise":
    "Every step before lowered the loss. A small tick on the step axis.",
  spike:
    "The oscillation along the sharpest direction grew until it bent sharpness down again. A small tick on the step axis.",
  settling:
    "One full swing about the threshold is done: the run now holds itself at the edge. A small tick on the step axis.",
  stiff:
    "Stability limits the inner steps of gradient flow here, so each record takes many. A small tick on the step axis.",
  "loss-target": "The run was asked to end here. The last point of the loss.",
  diverged:
    "The step was too long to recover from. The last point of every curve.",
  finished: "The run did all that was asked. The last point of every curve.",
  stopped:
    "You stopped the run; everything up to here is kept. The last point of every curve.",
};

/** What is different for gradient flow, which has no steps that could be too long. */
const flowMeanings: Partial<Record<RunEvent["kind"], string>> = {
  crossing:
    "From here on gradient descent with this step size would be unstable; gradient flow is stable at every sharpness. The upright line in every chart.",
  settling:
    "Gradient flow is not held at the threshold: its sharpness came back by itself. A small tick on the step axis.",
  spike:
    "Under exact gradient flow the loss never rises: this is an error of its inner steps. A small tick on the step axis.",
  "first-rise":
    "Under exact gradient flow the loss never rises: this is an error of its inner steps. A small tick on the step axis.",
  diverged:
    "The parameters or the loss left all bounds. The last point of every curve.",
};

export function spectrumSentence(row: RunRow, drawn: number): string {
  const reached = isFlow(row)
    ? "Gradient flow is stable above it, too."
    : "Those at the threshold are the directions in which the run oscillates.";
  return `The ${count(drawn)} largest eigenvalues of the Hessian over steps, with the threshold. ${row.summary.crossingStep === null ? "None has reached it." : reached}`;
}

export const gaussNewtonSentence =
  "Sharpness over steps, with the largest eigenvalue of the Gauss–Newton matrix G, and uᵀRu, what the curvature of the outputs adds to it.";

export const criticalSentence =
  "Critical sharpness over steps: two over the smallest step size at which the update raises the loss. The loss falls in a step exactly where it is below 2/η.";

export function testLossSentence({ summary }: RunRow): string {
  const { finalLoss, testLoss } = summary;
  return `Loss over steps: ${quantity(finalLoss)} on the training samples${testLoss === null ? "" : `, ${quantity(testLoss)} on the test set`}.`;
}

export function accuracySentence({ summary }: RunRow): string {
  const { accuracy, testAccuracy } = summary;
  return `Training accuracy ${percent(accuracy)}${testAccuracy === null ? "" : `, test accuracy ${percent(testAccuracy)}`}.`;
}

export function percent(share: number | null | undefined): string {
  return share === null || share === undefined
    ? "–"
    : `${(100 * share).toFixed(1)} %`;
}

/** Whether there is more to see than the loss of the training samples. */
export function hasScores({ columns }: RunDetail): boolean {
  return columns.steps.includes("accuracy") || columns.test.length > 0;
}

type At = { step: number; value: number | undefined } | null;

/** Training and test side by side; the step is the one of the training samples. */
export function scoreReadings(
  training: At,
  test: At,
  text: (value: number | undefined) => string,
): Reading[] {
  const reading = (label: string, at: At, ink: Ink): Reading[] =>
    at ? [{ label, value: text(at.value), ink }] : [];
  const step = training?.step ?? test?.step;
  return [
    ...(step === undefined ? [] : [{ label: "step", value: count(step) }]),
    ...reading("training", training, "loss"),
    ...reading("test", test, "second"),
  ];
}
