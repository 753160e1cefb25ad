import { landscapeFormula } from "../experiment/landscape-formula";
import type { ExperimentSpec } from "../experiment/spec";

/**
 * What the loss of an experiment is, factor for factor, in words: programs differ in a ½ or in
 * dividing by the number of outputs, and the sharpness with them.
 */
export function lossConvention(spec: ExperimentSpec): string {
  const w = spec.optimizer.weightDecay;
  return `${base(spec)}${w > 0 ? ` + ½·w·|θ|², w = ${w}` : ""}`;
}

function base({ model, loss }: ExperimentSpec): string {
  if (model.kind === "landscape") return landscapeFormula(model);
  switch (loss) {
    case "cross-entropy":
      return "mean over samples of −Σ y·log softmax(f)";
    case "logistic":
      return "mean over samples of log(1 + exp(−y·f)), y = ±1";
    default:
      return "mean over samples of ½·Σ(f−y)²";
  }
}
