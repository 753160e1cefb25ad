import { power } from "../derivatives/functions";
import type { Graph } from "../derivatives/graph";
import type { Node } from "../derivatives/operation";
import { defineLayer } from "./definition";
import { rowsOf } from "./rows";
import { requireSequence, width } from "./shape";

const torchMean = `class Mean(nn.Module):
    def forward(self, x):
        return x.mean(dim=1)`;

/** The mean over the positions of a sequence, without those that a mask leaves out. */
export const mean = defineLayer({
  name: "mean",
  label: "Mean over positions",
  synonyms: ["meanpooling", "averagepooling", "globalaveragepool"],
  fields: {},
  first: {},
  help: "Replaces a sequence by the mean over its positions, without padding.",
  describe: () => "mean",
  title: () => "Mean over positions",
  outputShape: (_spec, input) => [requireSequence(input, "A mean layer")[1]],
  forward(graph, _spec, x, _parameters, input, mask) {
    const rows = rowsOf(graph, x, input);
    return mask === null
      ? graph.meanRows(rows)
      : graph.matmul(shares(graph, mask), rows);
  },
  torch: () => [{ code: "Mean()", helper: torchMean }],
  multiplications: (_spec, input) => width(input),
  numbersKept: (_spec, input) => 2 * input[1],
});

/** The mask over the number of its positions: the rows sum to 1. */
function shares<T>(graph: Graph<T>, mask: Node): Node {
  return graph.multiply(mask, graph.apply(power(-1), graph.rowSums(mask)));
}
