/** A parabola, as somebody would add it to the sources of data: this file and a line in the list. */
import { numberDataset } from "../../../core/data/dataset";
import { defineSource } from "../../../core/data/definition";
import { samples } from "../../../core/data/fields";
import { between } from "../../../core/schema/fields";

interface Parabola {
  samples: number;
  height: number;
}

export const parabola = defineSource({
  name: "parabola",
  label: "Parabola",
  synonyms: ["square"],
  summary: "y = h·x² on a line",
  contents: "y = x² at equally spaced x.",
  fields: {
    samples: samples(1000, 2).default(5),
    height: between({ label: "Height", symbol: "h", help: "At x = 1." }, 0, 10),
  },
  first: { height: 1 },
  describe: ({ height }) => `Parabola of height ${height}`,
  shape: () => ({ inputShape: [1], targetWidth: 1, classes: null }),
  samples: load,
  load,
  picture: (spec) => ({ data: load(spec).train, across: 0, up: 0 }),
});

/** y = h·x² at equally spaced x in [−1, 1]. */
function load({ samples, height }: Parabola) {
  const inputs = Float64Array.from(
    { length: samples },
    (_, i) => -1 + (2 * i) / (samples - 1),
  );
  const targets = inputs.map((x) => height * x * x);
  return {
    train: numberDataset({ inputs, inputShape: [1] }, targets, 1),
    test: null,
  };
}
