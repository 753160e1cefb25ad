import { defineLayer, noTorch, torchWeightAndBias } from "./definition";
import { gainAndShift, normalised, normFields, normNumbers } from "./norm";
import { eachRow } from "./rows";
import { rowWidth, width } from "./shape";

/** γ∘(x − μ)/√(σ² + ϵ) + β, with μ and σ² over the numbers of a sample, or of each position of a sequence. */
export const layerNorm = defineLayer({
  name: "layer-norm",
  label: "Layer norm",
  synonyms: ["layernorm", "ln"],
  fields: normFields,
  first: {},
  help: "Normalises the numbers of a sample, or of each position of a sequence, to mean 0 and variance 1. Gain and shift are trained.",
  describe: () => "layer norm",
  title: () => "Layer norm",
  brief: () => "ln",
  outputShape: (_spec, input) => input,
  parameters: (_spec, input) => gainAndShift(rowWidth(input)),
  forward: (graph, { epsilon }, x, parameters, input) =>
    eachRow(graph, x, input, (rows) => {
      const count = graph.shape(rows).columns;
      return normalised(graph, rows, parameters, epsilon, (a) =>
        graph.affine(graph.rowSums(a), 1 / count),
      );
    }),
  torch({ epsilon }, input) {
    if (input.length === 3)
      throw noTorch(
        "its layer norm of images takes their numbers with the channels last.",
      );
    const size = rowWidth(input);
    const code = `nn.LayerNorm(${size}, eps=${epsilon.toExponential()})`;
    return [{ code, parameters: torchWeightAndBias([size], true) }];
  },
  multiplications: (_spec, input) => 4 * width(input),
  numbersKept: (_spec, input) => normNumbers * width(input),
});
