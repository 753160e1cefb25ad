import type { Graph } from "../derivatives/graph";
import type { Coefficients } from "../derivatives/operation";
import { unitRoundoff } from "../rounding";
import type { LossDefinition, LossInputs } from "./definition";
import { outputError, perOutput, perSample, sumError } from "./magnitude";

/** L = 1/(2n)·Σ_samples Σ_outputs (f − y)²; its gradient with respect to f is (f − y)/n. */
export const meanSquaredError = {
  name: "mse",
  label: "Mean squared error",
  synonyms: [
    "l2",
    "mseloss",
    "squared",
    "squarederror",
    "meansquarederror",
    "quadratic",
  ],
  convention: "mean over samples of ½·Σ(f−y)²",
  torch: "((f - y) ** 2).sum() / (2 * len(y))",
  inSentence: "squared error",
  outputs: (targetWidth) => targetWidth,
  problem: () => null,
  targets: ({ targets, targetWidth }) => ({
    values: targets,
    columns: targetWidth,
    sums: null,
  }),
  /** Outputs are of the size of y; the loss is off by f − y times their error, and where f = y by its square. */
  magnitude(targets, width) {
    const samples = targets.length / width;
    const square = perSample(targets, samples, (y) => y * y);
    const spread = outputError(samples);
    return {
      scale: square / 2,
      error(loss, precision) {
        const u = unitRoundoff[precision];
        const residual = Math.sqrt(2 * Math.abs(loss));
        const size = Math.sqrt(square) + residual;
        const off = perOutput * u * size;
        return (
          u * sumError(precision, targets.length) * loss +
          u * spread * residual * size +
          (off * off) / 2
        );
      },
    };
  },
  write<T>(graph: Graph<T>, { outputs, targets, samples }: LossInputs) {
    const residual = graph.subtract(outputs, targets);
    return {
      gradient: graph.affine(residual, 1 / samples),
      value: (z: Coefficients<T>) =>
        graph.be.dot(z[residual] as T, z[residual] as T) / (2 * samples),
    };
  },
} as const satisfies LossDefinition;
