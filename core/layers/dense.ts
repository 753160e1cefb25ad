import { flag, limits, whole } from "../schema/fields";
import { grouped } from "../text/grouped";
import { defineLayer, torchWeightAndBias, weightsAndBias } from "./definition";
import { ownInit } from "./layer-init";
import { eachRow } from "./rows";
import { isSequence, rowWidth, width, type Shape } from "./shape";

/** y = x·Wᵀ + b with x [n, in], W [out, in], b [1, out]: at each position of a sequence; images it flattens. */
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
    init: ownInit,
  },
  first: { units: 20 },
  outputs: { field: "units", unit: "unit" },
  describe: ({ units }) => grouped(units),
  title: ({ units }) =>
    `Dense, ${Number.isNaN(units) ? "?" : grouped(units)} unit${units === 1 ? "" : "s"}`,
  inSentence: ({ units }) => ({ width: units }),
  brief: ({ units }) => String(units),
  outputShape,
  parameters({ units, bias, init }, input) {
    const fanIn = rowWidth(input);
    const weight = { rows: units, columns: fanIn, fanIn, fanOut: units, init };
    return weightsAndBias(weight, bias);
  },
  forward: (graph, _spec, x, [w, b], input) =>
    eachRow(graph, x, input, (rows) => graph.dense(rows, w, b ?? null)),
  torch({ units, bias }, input) {
    const fanIn = rowWidth(input);
    const linear = {
      code: `nn.Linear(${fanIn}, ${units}${bias ? "" : ", bias=False"})`,
      parameters: torchWeightAndBias([units, fanIn], bias),
    };
    return input.length === 3 ? [{ code: "nn.Flatten()" }, linear] : [linear];
  },
  multiplications: ({ units }, input) => width(input) * units,
  numbersKept: (spec, input) => 2 * width(outputShape(spec, input)),
});

function outputShape({ units }: { units: number }, input: Shape): Shape {
  return isSequence(input) ? [input[0], units] : [units];
}
