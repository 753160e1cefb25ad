import { defineLayer, noTorch, torchWeightAndBias } from "./definition";
import { gainAndShift, normalised, normFields, normNumbers } from "./norm";
import { width, type Shape } from "./shape";

/**
 * γ∘(x − μ)/√(σ² + ϵ) + β, with μ and σ² over the batch: of each number, of each channel over all pixels, of each
 * number of a position over all positions.
 */
export const batchNorm = defineLayer({
  name: "batch-norm",
  label: "Batch norm",
  synonyms: ["batchnorm", "batchnorm1d", "batchnorm2d", "bn"],
  fields: normFields,
  first: {},
  help: "Normalises each number, or each channel of images, to mean 0 and variance 1 over the batch. Gain and shift are trained. Test samples are normalised with their own mean and variance.",
  wholeBatch:
    "batch norm needs the mean over all samples of a batch, so they must be processed together",
  describe: () => "batch norm",
  title: () => "Batch norm",
  brief: () => "bn",
  outputShape: (_spec, input) => input,
  parameters: (_spec, input) => gainAndShift(channels(input)),
  forward(graph, { epsilon }, x, parameters, input) {
    const rows = graph.reshape(x, channels(input));
    const mean = (a: number) => graph.columnMeans(a);
    const y = normalised(graph, rows, parameters, epsilon, mean);
    return graph.reshape(y, width(input));
  },
  torch({ epsilon }, input) {
    if (input.length === 2)
      throw noTorch(
        "batch norm of a sequence takes its numbers in another order.",
      );
    const size = channels(input);
    const kind = input.length === 3 ? "BatchNorm2d" : "BatchNorm1d";
    // Always by the batch itself.
    const code = `nn.${kind}(${size}, eps=${epsilon.toExponential()}, track_running_stats=False)`;
    return [{ code, parameters: torchWeightAndBias([size], true) }];
  },
  multiplications: (_spec, input) => 4 * width(input),
  numbersKept: (_spec, input) => normNumbers * width(input),
});

/** Numbers that have a mean of their own: the last dimension. */
function channels(input: Shape): number {
  return input[input.length - 1];
}
