import type { Layer, LayerPoint } from "../model/layer";
import { Activation } from "../model/layers/activation";
import { Dense } from "../model/layers/dense";
import type { Backend } from "../tensor/backend";
import { multiply } from "../tensor/multiply";
import type { Chunk } from "./network-objective";

/** Numbers that the curvatures of some samples, and one product, take at a time: they stay in the cache. */
const curvatureNumbers = 2 ** 16;
const productNumbers = 2 ** 15;

/** Whether a network has layers that addDenseHessian knows: each sample on its own, no shared weights. */
export function isDenseNetwork<T>(layers: readonly Layer<T>[]): boolean {
  return layers.every(
    (layer) => layer instanceof Dense || layer instanceof Activation,
  );
}

/**
 * Adds the Hessian of one chunk of a dense network to `hessian` [P, P], row-major.
 *
 * For each sample, a weight w_oi of a layer moves output o of the layer by its input x_i. So what is
 * needed are the curvatures Q = ∂²ℓ/∂y_o ∂y′_p between the outputs of two layers, y′ = y or later, and how the later
 * layer's inputs move, X = ∂x′_j/∂y_o. The second derivative by w_oi and w′_pj is then
 * Σ_samples x_i (Q x′_j + d′_p X), d′ = ∂ℓ/∂y′: one product of matrices for each pair of layers. A bias is a
 * weight on a constant input 1. Within a layer the curvatures follow from those of the layer after it
 * (after Bishop, 1992): Wᵀ Q W through a dense layer, f′ Q f′ + f″d on the diagonal through an activation.
 *
 * @param tape order 0 at this θ, prepared for products
 * Yields now and then.
 */
export function* addDenseHessian<T>(
  be: Backend<T>,
  layers: readonly Layer<T>[],
  chunk: Chunk<T>,
  tape: LayerPoint<T>[],
  hessian: Float64Array,
): Generator<void> {
  const { samples } = chunk;
  const close = be.open();
  try {
    const read = (tensor: T | null | undefined, size: number) => {
      const values = new Float64Array(size);
      if (tensor != null) be.download(tensor, values, 0);
      return values;
    };
    let start = 0;
    const parts = layers.map((layer, i): Part => {
      const { memo, parameters, x, d } = tape[i];
      if (layer.parameters.length === 0)
        return {
          first: read(memo.first, samples * layer.width),
          curve: read(memo.secondTimesD, samples * layer.width),
          width: layer.width,
        };
      const [{ rows: outputs, columns: inputs }, bias] = layer.parameters;
      const part = {
        start,
        outputs,
        inputs,
        hasBias: bias !== undefined,
        weights: read(parameters[0][0], outputs * inputs),
        x: read(x[0], samples * inputs),
        d: read(d[0], samples * outputs),
      };
      start += outputs * (inputs + (bias ? 1 : 0));
      return part;
    });
    const { width } = layers[layers.length - 1];
    const curvature = lossCurvature(be, chunk, tape, width);
    const widest = Math.max(...layers.map((layer) => layer.width));
    const most = Math.ceil(curvatureNumbers / (widest * widest));
    for (let from = 0; from < samples; from += most) {
      const count = Math.min(most, samples - from);
      const size = width * width;
      const own = curvature.subarray(from * size, (from + count) * size);
      addSamples(hessian, start, parts, own, { from, count });
      yield;
    }
  } finally {
    close();
  }
}

/** A dense layer: where its parameters start, and order 0 of all samples. */
interface DensePart {
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
interface ActivationPart {
  first: Float64Array;
  curve: Float64Array;
  width: number;
}

type Part = DensePart | ActivationPart;

interface Range {
  from: number;
  count: number;
}

/** ∂²ℓ/∂f∂f of each sample, [samples, width, width]. */
function lossCurvature<T>(
  be: Backend<T>,
  { samples, loss }: Chunk<T>,
  tape: LayerPoint<T>[],
  width: number,
): Float64Array {
  const curvature = new Float64Array(samples * width * width);
  const units = curvature.slice();
  for (let r = 0; r < samples * width; r++) units[r * width + (r % width)] = 1;
  const f = tape[tape.length - 1].y[0];
  const slopes = loss.gradient(1, [
    f,
    be.upload(units, samples * width, width),
  ]);
  if (slopes !== null) be.download(slopes, curvature, 0);
  return curvature;
}

/** @param size P. @param last curvatures of the outputs of the network, [count, width, width] */
function addSamples(
  hessian: Float64Array,
  size: number,
  parts: Part[],
  last: Float64Array,
  range: Range,
) {
  const curvatures: Float64Array[] = [];
  let curvature = last;
  const first = parts.findIndex((part) => "weights" in part);
  for (let l = parts.length - 1; l >= first; l--) {
    const part = parts[l];
    curvatures[l] = curvature;
    if (l === first) break;
    curvature =
      "weights" in part
        ? throughWeights(part, curvature, range.count)
        : throughActivation(part, curvature, range);
  }
  for (const [l, part] of parts.entries()) {
    if (!("weights" in part)) continue;
    addOwnBlock(hessian, size, part, curvatures[l], range);
    addLaterBlocks(hessian, size, parts, l, curvatures, range);
  }
}

/** Wᵀ Q W: from [count, outputs, outputs] to [count, inputs, inputs]. */
function throughWeights(
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
function throughActivation(
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

/** Second derivatives by two parameters of one layer. */
function addOwnBlock(
  hessian: Float64Array,
  size: number,
  part: DensePart,
  curvature: Float64Array,
  range: Range,
) {
  const { outputs, inputs, hasBias, x } = part;
  const inner = inputs + (hasBias ? 1 : 0);
  // Curvatures are symmetric: one triangle of them is enough.
  const pairs = (outputs * (outputs + 1)) / 2;
  const fill = (at: number, s: number) => {
    const q = s * outputs * outputs;
    for (let j = 0; j < inner; j++) {
      const factor = j < inputs ? x[(range.from + s) * inputs + j] : 1;
      for (let o = 0; o < outputs; o++)
        for (let p = 0; p <= o; p++, at++)
          terms[at] = factor * curvature[q + o * outputs + p];
    }
  };
  eachSum(part, inner * pairs, range, fill, (sums, t, row) => {
    for (let j = 0; j < inner; j++) {
      const column = place(part, j);
      for (let o = 0; o < outputs; o++) {
        const r = row.start + o * row.step;
        for (let p = 0; p <= o; p++, t++) {
          const c = column.start + p * column.step;
          hessian[r * size + c] += sums[t];
          if (p < o) hessian[c * size + r] += sums[t];
        }
      }
    }
  });
}

/** Second derivatives by a parameter of layer l and one of a later layer. */
function addLaterBlocks(
  hessian: Float64Array,
  size: number,
  parts: Part[],
  l: number,
  curvatures: Float64Array[],
  range: Range,
) {
  const part = parts[l] as DensePart;
  const { outputs } = part;
  const { from, count } = range;
  // ∂(value after a layer)/∂y_o of each sample: diagonal up to the next dense layer, [count, outputs],
  // then full, [count, outputs, width].
  let isDiagonal = true;
  let tangent = new Float64Array(count * outputs).fill(1);
  for (let m = l + 1; m < parts.length; m++) {
    const later = parts[m];
    if (!("weights" in later)) {
      const { first, width } = later;
      const repeats = isDiagonal ? 1 : outputs;
      for (let s = 0, i = 0; s < count; s++)
        for (let r = 0; r < repeats; r++)
          for (let j = 0; j < width; j++, i++)
            tangent[i] *= first[(from + s) * width + j];
      continue;
    }
    const moved = tangent;
    tangent = isDiagonal
      ? scaledColumns(later, moved, count)
      : timesTransposed(later, moved, count * outputs);
    const q = timesCurvature(tangent, curvatures[m], count, outputs, later);
    addBlock(hessian, size, part, later, q, moved, isDiagonal, range);
    isDiagonal = false;
  }
}

/** diag(g) Wᵀ of each sample: [count, inputs, outputs]. */
function scaledColumns(
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

function timesTransposed(
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
function timesCurvature(
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

/** @param q [count, part.outputs, to.outputs]. @param moved X, as diagonal or full */
function addBlock(
  hessian: Float64Array,
  size: number,
  part: DensePart,
  to: DensePart,
  q: Float64Array,
  moved: Float64Array,
  isDiagonal: boolean,
  range: Range,
) {
  const { outputs } = part;
  const inner = to.inputs + (to.hasBias ? 1 : 0);
  const pairs = outputs * to.outputs;
  const fill = (at: number, s: number) => {
    const sample = range.from + s;
    const slopes = sample * to.outputs;
    for (let j = 0; j < inner; j++, at += pairs) {
      const factor = j < to.inputs ? to.x[sample * to.inputs + j] : 1;
      for (let i = 0; i < pairs; i++) terms[at + i] = factor * q[s * pairs + i];
      if (j === to.inputs) continue;
      const first = isDiagonal ? j : 0;
      const end = isDiagonal ? j + 1 : outputs;
      for (let o = first; o < end; o++) {
        const row = s * outputs + o;
        const x = isDiagonal ? moved[row] : moved[row * to.inputs + j];
        for (let p = 0; p < to.outputs; p++)
          terms[at + o * to.outputs + p] += x * to.d[slopes + p];
      }
    }
  };
  eachSum(part, inner * pairs, range, fill, (sums, t, row) => {
    for (let j = 0; j < inner; j++) {
      const column = place(to, j);
      for (let o = 0; o < outputs; o++) {
        const r = row.start + o * row.step;
        for (let p = 0; p < to.outputs; p++, t++) {
          const c = column.start + p * column.step;
          hessian[r * size + c] += sums[t];
          hessian[c * size + r] += sums[t];
        }
      }
    }
  });
}

/** Reused from product to product. */
let terms = new Float64Array(productNumbers);

/**
 * Σ_samples x_i·terms for each input i of a layer, its bias as the last one.
 * @param length numbers that `fill` writes to `terms`, from an index on, for a sample of the range
 * @param use takes the sums of an input from an index on, and where the weights of that input are
 */
function eachSum(
  part: DensePart,
  length: number,
  { from, count }: Range,
  fill: (at: number, sample: number) => void,
  use: (sums: Float64Array, at: number, row: Place) => void,
) {
  const { inputs, hasBias } = part;
  const rows = inputs + (hasBias ? 1 : 0);
  const most = Math.min(count, Math.ceil(productNumbers / length));
  if (terms.length < most * length) terms = new Float64Array(most * length);
  const x = new Float64Array(most * rows).fill(1);
  const sums = new Float64Array(rows * length);
  for (let n = 0; n < count; n += most) {
    const now = Math.min(most, count - n);
    for (let s = 0; s < now; s++) {
      for (let i = 0; i < inputs; i++)
        x[s * rows + i] = part.x[(from + n + s) * inputs + i];
      fill(s * length, n + s);
    }
    multiply(
      { data: x, rows: now, columns: rows },
      { data: terms, rows: now, columns: length },
      true,
      false,
      { data: sums, rows, columns: length },
      null,
    );
    for (let i = 0; i < rows; i++) use(sums, i * length, place(part, i));
  }
}

/** Where the weights from an input to the outputs are; one input more is the bias. */
interface Place {
  start: number;
  step: number;
}

function place({ start, outputs, inputs }: DensePart, input: number): Place {
  return input < inputs
    ? { start: start + input, step: inputs }
    : { start: start + outputs * inputs, step: 1 };
}
