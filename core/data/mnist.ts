import type { Dataset } from "./dataset";
import { readIdx } from "./idx";

/**
 * The first `samples` digits in file order: pixels /255, minus their mean, divided by their
 * standard deviation, both over all pixels of these samples; targets one-hot 0/1.
 */
export function mnist(
  imageFile: Uint8Array,
  labelFile: Uint8Array,
  samples: number,
): Dataset {
  const images = readIdx(imageFile, "The MNIST image file");
  const labels = readIdx(labelFile, "The MNIST label file");
  const inputWidth = images.shape[1] * images.shape[2];
  const pixels = images.values.subarray(0, samples * inputWidth);
  const { mean, deviation } = moments(pixels);
  const inputs = Float64Array.from(pixels, (p) => (p / 255 - mean) / deviation);
  const targets = new Float64Array(samples * 10);
  for (let i = 0; i < samples; i++) targets[10 * i + labels.values[i]] = 1;
  return { samples, inputs, inputWidth, targets, targetWidth: 10 };
}

function moments(pixels: Uint8Array) {
  let [sum, squares] = [0, 0];
  for (const p of pixels) {
    sum += p;
    squares += p * p;
  }
  const mean = sum / pixels.length / 255;
  const deviation = Math.sqrt(squares / pixels.length / 255 ** 2 - mean ** 2);
  return { mean, deviation };
}
