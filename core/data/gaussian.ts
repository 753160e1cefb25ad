import { createRandom, type Random } from "../random";
import { circlePoint } from "./circle";
import { classDataset, type Dataset, type LoadedData } from "./dataset";
import type { Source } from "./files";

/**
 * Normal clouds of unit variance, one a class, whose centres lie `separation` from the origin: evenly
 * around it in one and two dimensions, in random directions in more. Sample i is of class i mod classes.
 */
export function gaussian(spec: Source<"gaussian">): LoadedData {
  const { samples, testSamples, classes, dimensions, separation } = spec;
  const random = createRandom(spec.seed);
  const centres = Array.from({ length: classes }, (_, c) =>
    direction(random, dimensions, c / classes).map((x) => separation * x),
  );
  const draw = (count: number): Dataset => {
    const inputs = new Float64Array(count * dimensions);
    const labels = new Uint8Array(count);
    for (let i = 0; i < count; i++) {
      labels[i] = i % classes;
      const centre = centres[labels[i]];
      for (let j = 0; j < dimensions; j++)
        inputs[i * dimensions + j] = centre[j] + random.normal();
    }
    return classDataset({ inputs, inputShape: [dimensions] }, labels, classes);
  };
  return { train: draw(samples), test: testSamples ? draw(testSamples) : null };
}

/** A unit vector. @param turn its angle in one and two dimensions, in turns */
function direction(random: Random, dimensions: number, turn: number) {
  if (dimensions <= 2) return circlePoint(turn).slice(0, dimensions);
  const v = Array.from({ length: dimensions }, () => random.normal());
  const norm = Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
  return v.map((x) => x / norm);
}
