import { limits, whole } from "../schema/fields";
import { numberDataset, type Dataset } from "./dataset";
import { defineSource } from "./definition";
import { samples } from "./fields";

/** y = T_degree(x) at x_i = −1 + 2i/(n−1), not rescaled. T by its three-term recurrence. */
export function chebyshev(degree: number, samples: number): Dataset {
  const inputs = Float64Array.from(
    { length: samples },
    (_, i) => -1 + (2 * i) / (samples - 1),
  );
  const targets = inputs.map((x) => {
    let [previous, current] = [1, x];
    if (degree === 0) return 1;
    for (let k = 1; k < degree; k++)
      [previous, current] = [current, 2 * x * current - previous];
    return current;
  });
  return numberDataset({ inputs, inputShape: [1] }, targets, 1);
}

export const chebyshevPolynomial = defineSource({
  name: "chebyshev",
  label: "Chebyshev",
  summary: "A polynomial on a line",
  fields: {
    degree: whole("Degree", 0, limits.chebyshevDegree.max).default(3),
    samples: samples(
      limits.chebyshevSamples.max,
      limits.chebyshevSamples.min,
    ).default(20),
  },
  first: {},
  describe: ({ degree }) =>
    `Chebyshev polynomial of degree ${degree} at equally spaced points of [−1, 1]`,
  inSentence: ({ degree }) =>
    `points of the Chebyshev polynomial of degree ${degree}`,
  shape: () => ({ inputShape: [1], targetWidth: 1, classes: null }),
  samples: load,
  load,
  picture: ({ degree, samples }, most) => ({
    data: chebyshev(degree, Math.min(most, samples)),
    across: 0,
    up: 0,
  }),
});

function load(spec: { degree: number; samples: number }) {
  return { train: chebyshev(spec.degree, spec.samples), test: null };
}
