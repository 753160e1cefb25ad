/** Each chart in words, for someone who does not see it. */
import type { RunRow } from "../../core/contract/api";
import { firstStep } from "../../core/run/fork";
import { count, counted, quantity } from "../lib/format";
import { edgeSentence, hasNegativeLoss } from "../lib/status";
import { noThreshold, stepsByGradient, thresholdText } from "../lib/threshold";

export function lossSentence(row: RunRow): string {
  const { summary } = row;
  const { initialLoss, finalLoss, minLoss, step } = summary;
  if (initialLoss === null || finalLoss === null)
    return "No loss has been recorded yet.";
  const scale = hasNegativeLoss(row) ? "" : " on a logarithmic scale";
  return `Loss over steps${scale}: from ${quantity(initialLoss)} at step ${count(firstStep(row))} to ${quantity(finalLoss)} at step ${count(step)}; the lowest is ${quantity(minLoss)}.`;
}

export function sharpnessSentence(row: RunRow): string {
  const { initialSharpness, finalSharpness, maxSharpness } = row.summary;
  const { unconverged, uncertified = 0 } = row.summary;
  if (initialSharpness === null || finalSharpness === null)
    return "Sharpness has not been measured yet.";
  const loose =
    unconverged === 0
      ? ""
      : ` ${counted(unconverged, "measurement")} did not converge.`;
  const unsure =
    uncertified === 0
      ? ""
      : ` ${counted(uncertified, "measurement")} may have missed a larger eigenvalue.`;
  return `Sharpness over steps: from ${quantity(initialSharpness)} to ${quantity(finalSharpness)}, highest ${quantity(maxSharpness)}${noThreshold(row) === undefined ? `, with the threshold ${thresholdText(row)}` : ""}. ${edgeSentence(row)}${loose}${unsure}`;
}

export function curvatureSentence(row: RunRow): string {
  const hidden = "Steps at which rounding hides the curvature are left out.";
  if (!stepsByGradient(row))
    return `Curvature along each step, from the change of the loss alone. ${hidden}`;
  return `Curvature along each step. ${hidden} The loss rises exactly at the steps where it is above the threshold ${thresholdText(row)}; at the edge of stability it averages about 2/η.`;
}
