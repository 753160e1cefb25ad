import { createRandom } from "../random";
import { classDataset, classShape, type LoadedData } from "./dataset";
import { defineSource } from "./definition";
import { labelNoise, split, testSamples } from "./fields";
import { flowers } from "./iris-flowers";
import { splitDataset, type Wish } from "./split";
import { standardizeColumns } from "./standardize";

const width = 4;
/** In the order of the flowers. */
const species = ["setosa", "versicolor", "virginica"];

export const iris = defineSource({
  name: "iris",
  label: "Iris",
  summary: "150 flowers, three species",
  contents: "150 flowers of three species. Each has four measured lengths.",
  fields: { testSamples: testSamples(149), split, labelNoise },
  first: {},
  describe: () => "Iris, 150 flowers of three species",
  inSentence: () => "iris flowers",
  shape: () => classShape([width], species.length),
  rows: () => 150,
  load,
  // Length and width of the petals tell the species apart best.
  picture: (spec) => ({ data: load(spec).train, across: 2, up: 3 }),
});

/**
 * Fisher's irises in centimetres, in an order shuffled once and for all, so that the test samples, the
 * last ones where nothing is said of a split, are of all three species. Standardised over the training
 * samples.
 */
function load(spec: Wish): LoadedData {
  const samples = flowers.flatMap((own, label) =>
    Array.from({ length: own.length / width }, (_, i) => ({
      label,
      lengths: own.slice(i * width, (i + 1) * width).map((mm) => mm / 10),
    })),
  );
  shuffle(samples);
  const inputs = Float64Array.from(samples.flatMap(({ lengths }) => lengths));
  const all = classDataset(
    { inputs, inputShape: [width] },
    samples.map(({ label }) => label),
    species,
  );
  const data = splitDataset(all, spec, "iris");
  standardizeColumns(
    width,
    data.train.inputs,
    data.test?.inputs ?? new Float64Array(0),
  );
  return data;
}

/** In place, in the same way each time (Fisher and Yates). */
function shuffle(list: unknown[]) {
  const random = createRandom(0);
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    [list[i], list[j]] = [list[j], list[i]];
  }
}
