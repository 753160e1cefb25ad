import { numberDataset, type Dataset } from "./dataset";

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
