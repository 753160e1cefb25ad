/** Labels that are wrong by intent. */
import { createRandom } from "../random";
import type { Dataset } from "./dataset";
import type { LabelNoise } from "./fields";
import { badField } from "./refuse";
import { firstNumbers, shuffle } from "./shuffle";

/**
 * The same samples, with the labels of a share of them, rounded to whole samples, drawn anew: which ones is drawn
 * first, then the class of each, uniform over all classes. One of c classes is its own again with a chance of 1/c.
 * @throws LabFailure where the targets are numbers
 */
export function withLabelNoise(
  data: Dataset,
  { share, seed }: LabelNoise,
): Dataset {
  const { classes } = data;
  if (classes === null)
    throw badField(
      "data.labelNoise",
      "Label noise needs classes, but the targets are numbers.",
      "Remove it.",
    );
  const labels = data.targets.length / classes;
  const targets = data.targets.slice();
  const random = createRandom(seed);
  const order = firstNumbers(labels);
  const count = Math.round(share * labels);
  shuffle(order, random, count);
  for (const label of order.subarray(0, count)) {
    const from = label * classes;
    targets.fill(0, from, from + classes);
    targets[from + Math.floor(random.uniform() * classes)] = 1;
  }
  return { ...data, targets };
}

/** As a sentence goes on: "10 % of the labels replaced at random, seed 0". */
export function describeLabelNoise({ share, seed }: LabelNoise): string {
  // Digits of 100·share that are rounding do not count.
  const percent = Number((100 * share).toPrecision(12));
  return `${percent} % of the labels replaced at random, seed ${seed}`;
}
