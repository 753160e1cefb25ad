import { multiply } from "../tensor/multiply";
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

/** Symmetric matrices as whole ones, [count, n, n]. */
function unpacked(
  packed: Float64Array,
  count: number,
  n: number,
  space: Workspace,
) {
  const out = space.take(count * n * n);
  for (let s = 0, at = 0; s < count; s++) {
    const q = s * n * n;
    for (let o = 0; o < n; o++)
      for (let p = 0; p <= o; p++, at++)
        out[q + o * n + p] = out[q + p * n + o] = packed[at];
  }
  return out;
}

/**
 * QWg, [count, outputs, inputs], and gWᵀQWg: from [count, outputs, outputs] to [count, inputs, inputs].
 * @param g f′ of an activation before the layer, [samples, inputs]; null for 1
 */
export function throughWeights(
  { weights, outputs, inputs }: DensePart,
  g: Float64Array | null,
  curvature: Float64Array,
  { from, count }: Range,
  space: Workspace,
) {
  const half = {
    data: space.take(count * outputs * inputs),
    rows: count * outputs,
    columns: inputs,
  };
  const q = {
    data: unpacked(curvature, count, outputs, space),
    rows: half.rows,
    columns: outputs,
  };
  const w = { data: weights, rows: outputs, columns: inputs };
  multiply(q, w, false, false, half, null);
  const { data } = half;
  const numbers = triangle(inputs);
  const out = space.take(count * numbers);
  for (let s = 0, r = 0; s < count; s++) {
    const slopes = (from + s) * inputs;
    const start = s * numbers;
    for (let o = 0; o < outputs; o++, r += inputs) {
      if (g) for (let j = 0; j < inputs; j++) data[r + j] *= g[slopes + j];
      const row = o * inputs;
      for (let j = 0, i = start; j < inputs; j++) {
        const factor = (g ? g[slopes + j] : 1) * weights[row + j];
        const end = r + j;
        if (o === 0)
          for (let p = r; p <= end; p++, i++) out[i] = factor * data[p];
        else for (let p = r; p <= end; p++, i++) out[i] += factor * data[p];
      }
    }
  }
  return { half: half.data, curvature: out };
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

/** The curvature [outputs, outputs] of each sample times its tangent [rows, outputs]ᵀ. */
export function timesTangent(
  curvature: Float64Array,
  tangent: Float64Array,
  count: number,
  rows: number,
  outputs: number,
  space: Workspace,
) {
  const out = space.take(tangent.length);
  const q = unpacked(curvature, count, outputs, space);
  for (let s = 0, i = 0; s < count; s++)
    for (let p = 0; p < outputs; p++)
      for (let o = 0; o < rows; o++, i++) {
        const t = (s * rows + o) * outputs;
        const r = (s * outputs + p) * outputs;
        let sum = 0;
        for (let k = 0; k < outputs; k++) sum += q[r + k] * tangent[t + k];
        out[i] = sum;
      }
  return out;
}
