import { multiply } from "../tensor/multiply";

/**
 * How the curvature of the loss of single samples passes from layer to layer of a dense network (after
 * Bishop, 1992), as plain arrays over a range of the samples.
 */

/** A dense layer: where its parameters start, and order 0 of all samples. */
export interface DensePart {
  start: number;
  outputs: number;
  inputs: number;
  hasBias: boolean;
  /** [outputs, inputs] */
  weights: Float64Array;
  /** [samples, inputs] */
  x: Float64Array;
  /** [samples, outputs] */
  d: Float64Array;
}

/** An activation: f′ and f″d of all samples, [samples, width]. */
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

/** Wᵀ Q W: from [count, outputs, outputs] to [count, inputs, inputs]. */
export function throughWeights(
  { weights, outputs, inputs }: DensePart,
  curvature: Float64Array,
  count: number,
) {
  const w = { data: weights, rows: outputs, columns: inputs };
  const half = product(curvature, count * outputs, outputs, w);
  const turned = new Float64Array(half.length);
  const area = outputs * inputs;
  for (let s = 0; s < count; s++)
    for (let p = 0; p < outputs; p++)
      for (let j = 0; j < inputs; j++)
        turned[s * area + j * outputs + p] = half[s * area + p * inputs + j];
  return product(turned, count * inputs, outputs, w);
}

function product(
  data: Float64Array,
  rows: number,
  columns: number,
  w: { data: Float64Array; rows: number; columns: number },
) {
  const out = new Float64Array(rows * w.columns);
  const target = { data: out, rows, columns: w.columns };
  multiply({ data, rows, columns }, w, false, false, target, null);
  return out;
}

/** f′ Q f′, and f″d on the diagonal. */
export function throughActivation(
  { first, curve, width }: ActivationPart,
  curvature: Float64Array,
  { from, count }: Range,
) {
  const out = new Float64Array(curvature.length);
  for (let s = 0, i = 0; s < count; s++) {
    const at = (from + s) * width;
    for (let o = 0; o < width; o++) {
      const factor = first[at + o];
      for (let p = 0; p < width; p++, i++)
        out[i] = factor * curvature[i] * first[at + p];
      out[i - width + o] += curve[at + o];
    }
  }
  return out;
}

/** diag(g) Wᵀ of each sample: [count, inputs, outputs]. */
export function scaledColumns(
  { weights, outputs, inputs }: DensePart,
  g: Float64Array,
  count: number,
) {
  const out = new Float64Array(count * inputs * outputs);
  for (let r = 0, i = 0; r < count * inputs; r++) {
    const o = r % inputs;
    for (let p = 0; p < outputs; p++, i++)
      out[i] = g[r] * weights[p * inputs + o];
  }
  return out;
}

export function timesTransposed(
  { weights, outputs, inputs }: DensePart,
  data: Float64Array,
  rows: number,
) {
  const out = {
    data: new Float64Array(rows * outputs),
    rows,
    columns: outputs,
  };
  const w = { data: weights, rows: outputs, columns: inputs };
  multiply({ data, rows, columns: inputs }, w, false, true, out, null);
  return out.data;
}

/** Each sample's tangent [rows, outputs] times its curvature [outputs, outputs]. */
export function timesCurvature(
  tangent: Float64Array,
  curvature: Float64Array,
  count: number,
  rows: number,
  { outputs }: DensePart,
) {
  const out = new Float64Array(tangent.length);
  for (let s = 0, i = 0; s < count; s++)
    for (let o = 0; o < rows; o++, i += outputs)
      for (let k = 0; k < outputs; k++) {
        const factor = tangent[i + k];
        const q = (s * outputs + k) * outputs;
        for (let p = 0; p < outputs; p++)
          out[i + p] += factor * curvature[q + p];
      }
  return out;
}
