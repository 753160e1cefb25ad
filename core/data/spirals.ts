import { createRandom } from "../random";
import { circlePoint } from "./circle";
import { classDataset, type Dataset, type LoadedData } from "./dataset";
import type { Source } from "./files";

/**
 * Arms that wind out from the origin to radius 1, one a class, each turned against the last by one
 * part of the circle, with normal noise on both coordinates. Sample i is of class i mod classes, at a
 * radius drawn uniformly.
 */
export function spirals(spec: Source<"spirals">): LoadedData {
  const { samples, testSamples, classes, turns, noise } = spec;
  const random = createRandom(spec.seed);
  const draw = (count: number): Dataset => {
    const inputs = new Float64Array(2 * count);
    const labels = new Uint8Array(count);
    for (let i = 0; i < count; i++) {
      labels[i] = i % classes;
      const radius = random.uniform();
      const [x, y] = circlePoint(turns * radius + labels[i] / classes);
      inputs[2 * i] = radius * x + noise * random.normal();
      inputs[2 * i + 1] = radius * y + noise * random.normal();
    }
    return classDataset({ inputs, inputShape: [2] }, labels, classes);
  };
  return { train: draw(samples), test: testSamples ? draw(testSamples) : null };
}
