import { createRandom } from "../random";
import { classDataset, type LoadedData } from "./dataset";
import type { Source } from "./files";
import { flowers } from "./iris-flowers";
import { standardizeColumns } from "./standardize";

const width = 4;

/**
 * Fisher's irises in centimetres, in an order shuffled once and for all, so that the test samples, the
 * last ones, are of all three species. Standardised over the training samples.
 */
export function iris({ testSamples = 0 }: Source<"iris">): LoadedData {
  const samples = flowers.flatMap((species, label) =>
    Array.from({ length: species.length / width }, (_, i) => ({
      label,
      lengths: species.slice(i * width, (i + 1) * width).map((mm) => mm / 10),
    })),
  );
  shuffle(samples);
  const inputs = Float64Array.from(samples.flatMap(({ lengths }) => lengths));
  const border = samples.length - testSamples;
  const training = inputs.subarray(0, border * width);
  const others = inputs.subarray(border * width);
  standardizeColumns(width, training, others);
  const labels = samples.map(({ label }) => label);
  const part = (rows: Float64Array, own: number[]) =>
    classDataset({ inputs: rows, inputShape: [width] }, own, flowers.length);
  return {
    train: part(training, labels.slice(0, border)),
    test: testSamples > 0 ? part(others, labels.slice(border)) : null,
  };
}

/** In place, in the same way each time (Fisher and Yates). */
function shuffle(list: unknown[]) {
  const random = createRandom(0);
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    [list[i], list[j]] = [list[j], list[i]];
  }
}
