/** Data on which networks keep a symmetry, and data without one. */
import type { Dataset } from "../../../core/data/dataset";
import { createRandom } from "../../../core/random";

/** Samples from functions of the number of a sample and of an input or a target. */
function table(
  samples: number,
  [inputShape, targetWidth]: [inputs: number[], targets: number],
  input: (sample: number, i: number) => number,
  target: (sample: number, i: number) => number,
): Dataset {
  const inputWidth = inputShape.reduce((product, n) => product * n, 1);
  const fill = (width: number, entry: typeof input) =>
    Float64Array.from({ length: samples * width }, (_, i) =>
      entry(Math.floor(i / width), i % width),
    );
  return {
    samples,
    inputs: fill(inputWidth, input),
    inputShape,
    inputWidth,
    targets: fill(targetWidth, target),
    targetWidth,
    classes: null,
  };
}

/** Normal inputs and targets. */
export function normalData(inputs: number, targets: number, samples = 20) {
  const { normal } = createNormals();
  return table(samples, [[inputs], targets], normal, normal);
}

/** Inputs and targets that are multiples of the identity: XᵀX/n = 1, and one target a row. */
export function diagonalData(width: number, target: (i: number) => number) {
  const root = Math.sqrt(width);
  const identity = (entry: typeof target) => (sample: number, i: number) =>
    sample === i ? root * entry(i) : 0;
  return table(
    width,
    [[width], width],
    identity(() => 1),
    identity(target),
  );
}

/** With each sample (x, y) there is (−x, −y). */
export function oddData(inputs: number, targets: number, samples = 20) {
  const { numbers } = createNormals();
  const x = numbers((samples / 2) * inputs);
  const y = numbers((samples / 2) * targets);
  const odd = (values: Float64Array, width: number) => (s: number, i: number) =>
    (s % 2 ? -1 : 1) * values[(s >> 1) * width + i];
  return table(samples, [[inputs], targets], odd(x, inputs), odd(y, targets));
}

/** Each input stands there `times` times. */
export function duplicateInputs(distinct: number, times: number) {
  const { numbers, normal } = createNormals();
  const x = numbers(20 * distinct);
  const copy = (s: number, i: number) => x[s * distinct + (i % distinct)];
  return table(20, [[distinct * times], 1], copy, normal);
}

/** The same sample again and again: the Gauss–Newton part has one eigenvalue a target. */
export function oneSample(inputs: number, targets: number) {
  const { numbers } = createNormals();
  const [x, y] = [numbers(inputs), numbers(targets)];
  return table(
    20,
    [[inputs], targets],
    (_, i) => x[i],
    (_, i) => y[i],
  );
}

/** All cyclic shifts of one sample, inputs and targets together. */
export function cyclicData(width: number) {
  const { numbers } = createNormals();
  const [x, y] = [numbers(width), numbers(width)];
  const shifted = (values: Float64Array) => (s: number, i: number) =>
    values[(i + s) % width];
  return table(width, [[width], width], shifted(x), shifted(y));
}

/** Every corner of a cube: inputs ±1 that are orthogonal to each other; the target is their product. */
export function parityData(inputs: number) {
  const sign = (s: number, i: number): number => ((s >> i) & 1 ? -1 : 1);
  return table(1 << inputs, [[inputs], 1], sign, (s) =>
    Array.from({ length: inputs }, (_, i) => sign(s, i)).reduce(
      (a, b) => a * b,
    ),
  );
}

/** Inputs along the axes, as many to each class: softmax regression with equal classes. */
export function classData(classes: number, perClass = 4): Dataset {
  const hot = (s: number, i: number) => (s % classes === i ? 1 : 0);
  const input = (s: number, i: number) => 2 * hot(s, i);
  const shape: [number[], number] = [[classes], classes];
  return { ...table(classes * perClass, shape, input, hot), classes };
}

/** Square images that are their own mirror images, left to right and top to bottom. */
export function mirroredImages(side: number, samples = 12) {
  const { numbers, normal } = createNormals();
  const half = side / 2;
  const x = numbers(samples * half * half);
  const fold = (i: number) => Math.min(i, side - 1 - i);
  const pixel = (s: number, i: number) =>
    x[(s * half + fold(Math.floor(i / side))) * half + fold(i % side)];
  return table(samples, [[side, side, 1], 1], pixel, normal);
}

function createNormals() {
  const random = createRandom(7);
  const normal = () => random.normal();
  const numbers = (n: number) => Float64Array.from({ length: n }, normal);
  return { normal, numbers };
}
