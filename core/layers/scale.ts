import { positive } from "../schema/fields";
import { defineLayer } from "./definition";
import { width } from "./shape";

const torchScale = `class Scale(nn.Module):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def forward(self, x):
        return self.factor * x`;

/** a·x with a fixed number a. */
export const scale = defineLayer({
  name: "scale",
  label: "Scale",
  synonyms: ["multiplier", "multiply", "temperature"],
  fields: {
    factor: positive(
      {
        label: "Factor",
        help: "Not trained. μP multiplies the first layer's outputs by √width and the last one's by 1/√width.",
        setting: "scale",
      },
      1_000_000,
    ),
  },
  first: { factor: 0.5 },
  describe: ({ factor }) => `× ${factor}`,
  title: ({ factor }) => `Scale by ${Number.isNaN(factor) ? "?" : factor}`,
  brief: ({ factor }) => `×${factor}`,
  outputShape: (_spec, input) => input,
  torch: ({ factor }) => [{ code: `Scale(${factor})`, helper: torchScale }],
  forward: (graph, { factor }, x) => graph.affine(x, factor),
  numbersKept: (_spec, input) => 2 * width(input),
});
