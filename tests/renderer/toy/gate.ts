/** A layer as somebody would add it to the lab: this file and a line in the list. */
import { defineLayer } from "../../../core/layers/definition";
import { width } from "../../../core/layers/shape";
import { between } from "../../../core/schema/fields";

/** y = gain·γ∘x with a trained row γ. */
export const gate = defineLayer({
  name: "gate",
  label: "Gate",
  synonyms: ["diagonal"],
  fields: {
    gain: between(
      { label: "Gain", symbol: "a", help: "Multiplies each number." },
      0,
      10,
    ).default(1),
  },
  first: {},
  describe: ({ gain }) => `gate ×${gain}`,
  title: ({ gain }) => `Gate, gain ${gain}`,
  outputShape: (_spec, input) => input,
  parameters: (_spec, input) => [
    { kind: "weight", rows: 1, columns: width(input), fanIn: 1, fanOut: 1 },
  ],
  forward: (graph, { gain }, x, [gamma]) =>
    graph.multiply(gamma, graph.affine(x, gain)),
  multiplications: (_spec, input) => width(input),
  numbersKept: (_spec, input) => 2 * width(input),
});
