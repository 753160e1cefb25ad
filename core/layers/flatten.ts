import { defineLayer } from "./definition";
import { width } from "./shape";

/** Makes numbers of an image; in memory it is a row of numbers already. */
export const flatten = defineLayer({
  name: "flatten",
  label: "Flatten",
  fields: {},
  first: {},
  help: "Turns images into rows of numbers. Dense layers do this automatically.",
  describe: () => "flatten",
  inSentence: () => ({}),
  title: () => "Flatten",
  outputShape: (_spec, input) => [width(input)],
  forward: (_graph, _spec, x) => x,
  torch: () => [{ code: "nn.Flatten()" }],
  numbersKept: () => 0,
});
