import { LabFailure } from "../errors";
import { kinks } from "./kinks";
import { optimizers } from "../optimizers";
import { optimizerInSentence, optimizerOf } from "../optimizers/spec";
import { isConstant } from "../optimizers/step-size";
import type { ExperimentSpec } from "./spec";

/** What an analysis of self-stabilisation cannot do on an experiment, known before any work. */
export interface AnalysisLimit {
  /** Whether there is nothing it can do; otherwise a part is left out. */
  isWhole: boolean;
  /** What is left out and why, in sentences. */
  message: string;
  /** What to change. */
  hint: string;
}

type Analysed = Pick<ExperimentSpec, "optimizer" | "batch" | "model">;

const plain = optimizers
  .filter(({ isPlain }) => isPlain)
  .map(({ name }) => optimizerInSentence({ kind: name }))
  .join(" or ");

/** Null where an analysis is complete. */
export function analysisLimit({
  optimizer,
  batch,
  model,
}: Analysed): AnalysisLimit | null {
  if (model.kind === "imported")
    return {
      isWhole: true,
      message:
        "Imported curves cannot be analysed, because the lab does not have their network and data.",
      hint: "Design the experiment in the lab and analyse its run.",
    };
  if (batch)
    return {
      isWhole: true,
      message:
        "The theory of self-stabilisation covers descent on the loss of all samples. A run with mini-batches cannot be analysed.",
      hint: "Clone the run without mini-batches and analyse the clone.",
    };
  if (!optimizerOf(optimizer).isPlain)
    return {
      isWhole: true,
      message: `The theory of self-stabilisation covers plain gradient descent. An experiment with ${optimizerInSentence(optimizer)} cannot be analysed.`,
      hint: `Clone the run with ${plain} as its optimiser and analyse the clone.`,
    };
  if (!isConstant(optimizer.stepSize))
    return {
      isWhole: true,
      message:
        "The theory of self-stabilisation needs a constant step size η. A run whose step size varies cannot be analysed.",
      hint: "Clone the run with a constant step size and analyse the clone.",
    };
  const kink = kinks(model);
  if (kink === null) return null;
  return {
    isWhole: false,
    message: `${kink} An analysis therefore leaves out the constrained trajectory, its prediction and both flows. It contains only the descent lemma and the sharpness of the run.`,
    hint: "With a smooth activation such as tanh, gelu or softplus, an analysis contains everything.",
  };
}

/** @throws LabFailure `bad-request` for an experiment of which there is no analysis at all */
export function requireAnalysis(spec: Analysed) {
  const limit = analysisLimit(spec);
  if (limit?.isWhole)
    throw new LabFailure({
      code: "bad-request",
      message: limit.message,
      hint: limit.hint,
    });
}
