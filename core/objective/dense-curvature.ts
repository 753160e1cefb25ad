import type { Workspace } from "./workspace";

/**
 * How the curvature of the loss of single samples passes from layer to layer of a dense network (after
 * Bishop, 1992), as plain arrays over a range of the samples. A symmetric matrix [n, n] is stored as its lower
 * triangle, row by row: n(n + 1)/2 numbers.
 */

/** A dense layer: where its parameters start, and order 0 of all samples. */
export interface DensePart {
  start: number;
  outputs: number;
  /** The inputs, and one more that is always 1 where there is a bias. */
  rows: number;
  inputs: number;
  /** [outputs, inputs] */
  weights: Float64Array;
  /** [samples, rows] */
  x: Float64Array;
  /** [samples, outputs] */
  d: Float64Array;
}

/** f′ and f″d of an activation for all samples, [samples, width]. */
export interface ActivationPart {
  first: Float64Array;
  curve: Float64Array;
  width: number;
}

export type Part = DensePart | ActivationPart;

/** Some of the samples of a chunk. */
export interface Range {
  from: number;
  count: number;
}

/** Numbers of the triangle of a matrix [n, n]. */
export const triangle = (n: number) => (n * (n + 1)) / 2;

/** Q of one sample as a whole matrix [n, n]. */
function unpack(packed: Float64Array, at: number, n: number, q: Float64Array) {
  for (let o = 0; o < n; o++)
    for (let p = 0; p <= o; p++, at++) q[o * n + p] = q[p * n + o] = packed[at];
}

/**
 * gWᵀQWg: from [count, outputs, outputs] to [count, inputs, inputs].
 * @param g f′ of an activation before the layer, [samples, inputs]; null for 1
 */
export function throughWeights(
  { weights, outputs, inputs }: DensePart,
  g: Float64Array | null,
  curvature: Float64Array,
  { from, count }: Range,
  space: Workspace,
) {
  const out = space.take(count * triangle(inputs)).fill(0);
  const q = space.take(outputs * outputs);
  const w = space.take(outputs * inputs);
  const half = space.take(inputs);
  for (let s = 0; s < count; s++) {
    unpack(curvature, s * triangle(outputs), outputs, q);
    for (let o = 0, i = 0; o < outputs; o++)
      for (let j = 0; j < inputs; j++, i++)
        w[i] = g ? weights[i] * g[(from + s) * inputs + j] : weights[i];
    for (let o = 0; o < outputs; o++) {
      half.fill(0);
      for (let p = 0; p < outputs; p++) {
        const factor = q[o * outputs + p];
        for (let j = 0; j < inputs; j++) half[j] += factor * w[p * inputs + j];
      }
      for (let j = 0, i = s * triangle(inputs); j < inputs; j++) {
        const factor = w[o * inputs + j];
        for (let p = 0; p <= j; p++, i++) out[i] += factor * half[p];
      }
    }
  }
  return out;
}

/** f″d on the diagonal, in place. */
export function addCurve(
  { curve, width }: ActivationPart,
  curvature: Float64Array,
  { from, count }: Range,
) {
  for (let s = 0, i = -1; s < count; s++)
    for (let o = 0; o < width; o++) {
      i += o + 1;
      curvature[i] += curve[(from + s) * width + o];
    }
}

/** f′Qf′ in place: an activation that no dense layer follows. */
export function timesSlopes(
  { first, width }: ActivationPart,
  curvature: Float64Array,
  { from, count }: Range,
) {
  for (let s = 0, i = 0; s < count; s++) {
    const at = (from + s) * width;
    for (let o = 0; o < width; o++)
      for (let p = 0; p <= o; p++, i++)
        curvature[i] *= first[at + o] * first[at + p];
  }
}

/** diag(g)Wᵀ of each sample: [count, inputs, outputs]. */
export function scaledColumns(
  { weights, outputs, inputs }: DensePart,
  g: Float64Array,
  count: number,
  space: Workspace,
) {
  const out = space.take(count * inputs * outputs);
  for (let s = 0, r = 0, i = 0; s < count; s++)
    for (let o = 0; o < inputs; o++, r++)
      for (let p = 0; p < outputs; p++, i++)
        out[i] = g[r] * weights[p * inputs + o];
  return out;
}

/** Each sample's tangent [rows, outputs] times its curvature [outputs, outputs]. */
export function timesCurvature(
  tangent: Float64Array,
  curvature: Float64Array,
  count: number,
  rows: number,
  outputs: number,
  space: Workspace,
) {
  const out = space.take(tangent.length).fill(0);
  const q = space.take(outputs * outputs);
  for (let s = 0, i = 0; s < count; s++) {
    unpack(curvature, s * triangle(outputs), outputs, q);
    for (let o = 0; o < rows; o++, i += outputs)
      for (let k = 0; k < outputs; k++) {
        const factor = tangent[i + k];
        for (let p = 0; p < outputs; p++)
          out[i + p] += factor * q[k * outputs + p];
      }
  }
  return out;
}
