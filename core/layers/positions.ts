import { defineLayer } from "./definition";
import { ownInit } from "./layer-init";
import { requireSequence, width, type Shape } from "./shape";

const torchPositions = `class Positions(nn.Module):
    def __init__(self, positions, width):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(positions, width))

    def forward(self, x):
        return x + self.weight`;

/** x + P with a trained row of P [positions, width] for each position. */
export const positions = defineLayer({
  name: "positions",
  label: "Positions",
  synonyms: ["positionalembedding", "positionembedding", "positionalencoding"],
  fields: { init: ownInit },
  first: {},
  help: "Adds a trained vector to each position, so that attention can distinguish positions.",
  describe: () => "positions",
  title: () => "Positions",
  brief: () => "pos",
  outputShape: sequence,
  parameters({ init }, input) {
    const [rows, columns] = sequence({}, input);
    return [{ kind: "weight", rows, columns, fanIn: 1, fanOut: 1, init }];
  },
  forward: (graph, _spec, x, [table], input) =>
    graph.addRow(x, graph.reshape(table, width(input))),
  torch(_spec, input) {
    const shape = sequence({}, input);
    const parameters = [{ name: "weight", shape }];
    const code = `Positions(${shape.join(", ")})`;
    return [{ code, helper: torchPositions, parameters }];
  },
  numbersKept: (_spec, input) => 2 * width(input),
});

function sequence(_spec: object, input: Shape): Shape {
  return requireSequence(input, "A positions layer");
}
