/** Images of samples to look at. */
import type { Dataset } from "../data/dataset";
import type { SampleImage } from "./picture";

/** Images of each set: what can be taken in at a glance. */
const mostImages = 40;

/** What the network says of each sample, and how far its class is ahead of the next one. */
interface Said {
  target: Uint16Array;
  predicted: Uint16Array;
  leads: Float64Array;
}

/** Mistakes first, the surest ones at the front, then the samples that it is least sure of. */
export function imagesOf(data: Dataset, said: Said): SampleImage[] {
  const { target, predicted, leads } = said;
  const wrong = (i: number) => Number(target[i] !== predicted[i]);
  const order = [...target.keys()].sort(
    (a, b) =>
      wrong(b) - wrong(a) ||
      (wrong(a) ? leads[b] - leads[a] : leads[a] - leads[b]) ||
      a - b,
  );
  return order.slice(0, mostImages).map((index) => ({
    index,
    pixels: pixelsOf(data, index),
  }));
}

function pixelsOf({ inputs, inputWidth }: Dataset, index: number): Uint8Array {
  const own = inputs.subarray(index * inputWidth, (index + 1) * inputWidth);
  const least = own.reduce((a, b) => Math.min(a, b), Infinity);
  const span = own.reduce((a, b) => Math.max(a, b), -Infinity) - least || 1;
  return Uint8Array.from(own, (value) =>
    Math.round((255 * (value - least)) / span),
  );
}
