import { flag, limits, whole } from "../schema/fields";
import { grouped } from "../text/grouped";
import { defineLayer, torchWeightAndBias, weightsAndBias } from "./definition";
import { width } from "./shape";

/** y = x·Wᵀ + b with x [n, in], W [out, in], b [1, out]. It flattens what reaches it. */
export const dense = defineLayer({
  name: "dense",
  label: "Dense",
  synonyms: ["linear", "fc", "fullyconnected"],
  fields: {
    units: whole(
      { label: "Units", setting: "hidden units" },
      1,
      limits.units.max,
    ),
    bias: flag({ label: "Bias", setting: "dense bias" }).default(true),
  },
  first: { units: 20 },
  outputs: { field: "units", unit: "unit" },
  describe: ({ units }) => grouped(units),
  title: ({ units }) =>
    `Dense, ${Number.isNaN(units) ? "?" : grouped(units)} unit${units === 1 ? "" : "s"}`,
  inSentence: ({ units }) => ({ width: units }),
  brief: ({ units }) => String(units),
  outputShape: ({ units }) => [units],
  parameters({ units, bias }, input) {
    const fanIn = width(input);
    const weight = { rows: units, columns: fanIn, fanIn, fanOut: units };
    return weightsAndBias(weight, bias);
  },
  forward: (graph, _spec, x, [w, b]) => graph.dense(x, w, b ?? null),
  torch({ units, bias }, input) {
    const fanIn = width(input);
    const linear = {
      code: `nn.Linear(${fanIn}, ${units}${bias ? "" : ", bias=False"})`,
      parameters: torchWeightAndBias([units, fanIn], bias),
    };
    return input.length === 3 ? [{ code: "nn.Flatten()" }, linear] : [linear];
  },
  multiplications: ({ units }, input) => width(input) * units,
  numbersKept: ({ units }) => 2 * units,
});
