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
        "Imported curves cannot be analysed: the lab has no network to compute with.",
      hint: "Design the experiment here, and analyse its run.",
    };
  if (batch)
    return {
      isWhole: true,
      message:
        "Self-stabilisation is a theory of descent on the loss of all samples; a run with mini-batches has no constrained trajectory to be analysed.",
      hint: "Clone the run without mini-batches, and analyse that.",
    };
  if (!optimizerOf(optimizer).isPlain)
    return {
      isWhole: true,
      message: `Self-stabilisation is a theory of plain gradient descent; an experiment with ${optimizerInSentence(optimizer)} cannot be analysed.`,
      hint: `Clone the run with ${plain} as its optimiser, and analyse that.`,
    };
  if (!isConstant(optimizer.stepSize))
    return {
      isWhole: true,
      message:
        "The theory of self-stabilisation has one step size η for the whole run; a run whose step size varies cannot be analysed.",
      hint: "Clone the run with one number as its step size, and analyse that.",
    };
  const kink = kinks(model);
  if (kink === null) return null;
  return {
    isWhole: false,
    message: `${kink} The constrained trajectory, its prediction and both flows are left out of an analysis; the descent lemma and the sharpness of the run remain.`,
    hint: "A smooth activation such as tanh, gelu or softplus has all of it.",
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
