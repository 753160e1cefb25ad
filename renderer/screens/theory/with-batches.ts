/** What of the theory of self-stabilisation holds for a run with mini-batches, in words with its numbers. */
import type { RunRow } from "../../../core/contract/api";
import {
  isConstant,
  peakOf,
  stepSizeAt,
} from "../../../core/optimizers/step-size";
import type { TopLine } from "../../../core/views/along-top";
import { fixed, plain } from "../../lib/format";

export interface Holding {
  title: string;
  text: string;
}

export function withBatches(run: RunRow): Holding[] {
  const { optimizer, steps } = run.spec;
  const { finalBatchSharpness, finalSharpness, step } = run.summary;
  const eta = stepSizeAt(optimizer.stepSize, step, steps);
  const threshold = 2 / (eta || peakOf(optimizer.stepSize));
  const edge = isConstant(optimizer.stepSize)
    ? `2/η = ${plain(threshold, 4)}`
    : `2/η = ${plain(threshold, 4)} at the last step`;
  const own =
    finalBatchSharpness === undefined
      ? "Ask for batch sharpness in the measurements of the experiment to see it."
      : `At its last measurement it was ${plain(finalBatchSharpness, 4)}, ${fixed(finalBatchSharpness / threshold)} times 2/η${finalSharpness === null ? "" : `; the sharpness of the loss on all samples was ${plain(finalSharpness, 4)}`}.`;
  return [
    {
      title: "The descent lemma holds for each batch.",
      text: "A step lowers the loss of its own batch exactly when the batch realised edge is below 1: under SGD when the curvature of that loss along the step is below 2/η. It says nothing of the loss on all samples.",
    },
    {
      title: "The edge moves to the batches.",
      text: `Whether a step overshoots is up to the curvature of the batches: batch sharpness is the mean curvature of a batch’s loss along the batch’s own gradient, to be compared with ${edge}. Where batches are small and their noise lasts, it comes up to that and stays near it, while the sharpness S of the loss on all samples stays below; where all samples are fitted, the noise dies out and it may stay below, too. The more of the samples a batch has, the nearer to 2/η comes S itself. ${own}`,
    },
    {
      title: "Sharpening is balanced earlier.",
      text: "Descent raises S by about ηα a step, and an oscillation of size x along the sharpest direction lowers it by about ηβx²/2. Without noise x only grows once S is above 2/η. The noise of the batches keeps x away from 0 all the time: S stops rising where the mean of x² is δ² = 2α/β, and the more noise there is, the further below 2/η that is.",
    },
    {
      title: "The trajectory is not predicted.",
      text: "The constrained trajectory, the displacement from it and the central flow are of gradient descent on all samples; they know nothing of the order of the batches.",
    },
  ];
}

/** α, β and δ as symbols with their values. */
export function edgeNumbers({ alpha, beta }: Pick<TopLine, "alpha" | "beta">) {
  const delta = Math.sqrt((2 * alpha) / beta);
  return [
    { tex: "\\alpha", name: "sharpening", value: plain(alpha, 4) },
    { tex: "\\beta", name: "restoring force", value: plain(beta, 4) },
    {
      tex: "\\delta",
      name: "balance of x",
      value: Number.isNaN(delta) ? null : plain(delta, 4),
    },
  ];
}
