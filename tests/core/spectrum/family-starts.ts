/** Parameters to start at. A dense layer has its weights first, unit by unit, and then its biases. */
import { createRandom } from "../../../core/random";

/** Changes the start of a network, which is uniform in ±1/√fan-in. */
export type Start = (theta: Float64Array) => Float64Array;

export const normal =
  (spread: number, seed: number): Start =>
  (theta) => {
    const random = createRandom(seed);
    return theta.map(() => spread * random.normal());
  };

export const constant =
  (value: number): Start =>
  (theta) =>
    theta.map(() => value);

/** Layers without biases: weight (i, j) of layer l. */
export function weights(
  widths: number[],
  entry: (i: number, j: number, layer: number) => number,
): Start {
  return () =>
    Float64Array.from(
      widths
        .slice(1)
        .flatMap((units, l) =>
          Array.from({ length: units * widths[l] }, (_, at) =>
            entry(Math.floor(at / widths[l]), at % widths[l], l),
          ),
        ),
    );
}

/** W = diagonal, a little different from place to place. */
export const diagonal = (widths: number[]) =>
  weights(widths, (i, j) => (i === j ? 0.5 + 0.05 * i : 0));

/** W = a multiple of a reflection, so that all singular values of a layer are equal. */
export const orthogonal = (widths: number[], scale: number) =>
  weights(
    widths,
    (i, j) => scale * ((i === j ? 1 : 0) - 2 / Math.max(...widths)),
  );

/** Each row of W is the one above it, shifted by one. */
export function circulant(widths: number[], spread = 0.3) {
  const random = createRandom(3);
  const row = Array.from({ length: 64 }, () => spread * random.normal());
  return weights(
    widths,
    (i, j, layer) => row[8 * layer + ((i - j + widths[0]) % widths[0])],
  );
}

/** Hidden units of the first layer that are all the same, and so stay the same. */
export const identicalUnits =
  ([inputs, units, outputs]: number[]): Start =>
  (theta) => {
    const start = theta.slice();
    for (let o = 0; o < units; o++)
      for (let i = 0; i < inputs; i++) start[o * inputs + i] = theta[i];
    const offset = units * (inputs + 1);
    start.fill(0.1, units * inputs, offset);
    for (let q = 0; q < outputs; q++)
      start.fill(
        theta[offset + q * units],
        offset + q * units,
        offset + (q + 1) * units,
      );
    return start;
  };

/** Units in pairs of equal input weights, and of output weights v and `sign`·v. */
export const pairedUnits =
  ([inputs, units, outputs]: number[], sign: number): Start =>
  (theta) => {
    const start = theta.slice();
    const biases = units * inputs;
    const outgoing = biases + units;
    for (let o = 0; o < units; o += 2) {
      start.copyWithin((o + 1) * inputs, o * inputs, (o + 1) * inputs);
      start[biases + o + 1] = start[biases + o];
      for (let q = 0; q < outputs; q++) {
        const at = outgoing + q * units + o;
        start[at + 1] = sign * start[at];
      }
    }
    return start.fill(0, outgoing + units * outputs);
  };

/** Biases and half of the units that are zero. */
export const deadUnits =
  ([inputs, units]: number[]): Start =>
  (theta) => {
    const start = theta.slice();
    start.fill(0, (units >> 1) * inputs, units * inputs);
    return start.fill(0, units * inputs, units * (inputs + 1));
  };

/** All weights, or all biases, of dense layers at one value. */
export const filled =
  (widths: number[], values: { weights?: number; biases?: number }): Start =>
  (theta) => {
    const start = theta.slice();
    let offset = 0;
    for (let l = 1; l < widths.length; l++) {
      const biases = offset + widths[l] * widths[l - 1];
      const end = biases + widths[l];
      if (values.weights !== undefined)
        start.fill(values.weights, offset, biases);
      if (values.biases !== undefined) start.fill(values.biases, biases, end);
      offset = end;
    }
    return start;
  };

/** Equal filters of one channel and of this size; all other parameters are the same. */
export const identicalFilters =
  (filters: number, kernel: number): Start =>
  (theta) => {
    const start = theta.map(() => 0.1);
    for (let f = 0; f < filters; f++)
      start.set(theta.subarray(0, kernel * kernel), f * kernel * kernel);
    return start;
  };

/** The last `count` parameters zero, as of a last layer. */
export const zeroEnd =
  (count: number): Start =>
  (theta) =>
    theta.slice().fill(0, theta.length - count);
