import type { Layer, LayerPoint } from "../model/layer";
import { Activation } from "../model/layers/activation";
import { Dense } from "../model/layers/dense";
import type { Backend } from "../tensor/backend";
import { multiply } from "../tensor/multiply";
import type { Chunk } from "./network-objective";

/** Numbers that one sweep, and one product, work on at a time: they stay in the cache. */
const sweepNumbers = 2 ** 18;
const productNumbers = 2 ** 15;

/** Whether a network has layers that wholeHessian knows: each sample on its own, no shared weights. */
export function isDenseNetwork<T>(layers: readonly Layer<T>[]): boolean {
  return layers.every(
    (layer) => layer instanceof Dense || layer instanceof Activation,
  );
}

/**
 * Adds the Hessian of one chunk of a dense network to `hessian` [P, P], row-major.
 *
 * A weight w_oi of layer l moves the output of its layer by x_i along e_o, for each sample by its own
 * x_i. Tangents of a sample are linear in that, so one sweep along e_o for each output o of each layer
 * is enough, and not one for each parameter. With Q = ∂²ℓ/∂y_o ∂y′_o′ and X = ∂x′_i′/∂y_o from that
 * sweep, and order 0 of the layers l and l′ ≥ l, the second derivative by w_oi and w′_o′i′ is
 * Σ_samples x_i (Q x′_i′ + d′_o′ X), one product of matrices for each pair of layers. A bias is a weight
 * on a constant input 1.
 *
 * @param tape order 0 at this θ, prepared for products; its order 1 is overwritten
 * Yields after each sweep.
 */
export function* addDenseHessian<T>(
  be: Backend<T>,
  layers: readonly Layer<T>[],
  chunk: Chunk<T>,
  tape: LayerPoint<T>[],
  hessian: Float64Array,
): Generator<void> {
  const read = (tensor: T | null | undefined, width: number) => {
    const values = new Float64Array(chunk.samples * width);
    if (tensor != null) be.download(tensor, values, 0);
    return values;
  };
  let start = 0;
  const blocks: Block[] = layers.flatMap((layer, at) => {
    if (layer.parameters.length === 0) return [];
    const [{ rows: outputs, columns: inputs }, bias] = layer.parameters;
    const block = {
      at,
      start,
      outputs,
      inputs,
      hasBias: bias !== undefined,
      x: read(tape[at].x[0], inputs),
      d: read(tape[at].d[0], outputs),
    };
    start += outputs * (inputs + (bias ? 1 : 0));
    return [block];
  });
  const widest = Math.max(...layers.map(({ width }) => width));
  for (const { parameters } of tape)
    for (const jet of parameters) jet[1] = null;
  for (const [i, from] of blocks.entries()) {
    const most = Math.max(1, Math.floor(sweepNumbers / chunk.samples / widest));
    for (let first = 0; first < from.outputs; first += most) {
      const count = Math.min(most, from.outputs - first);
      const close = be.open();
      try {
        sweep(be, layers, chunk, tape, from, first, count);
        for (const to of blocks.slice(i)) {
          const { x, d } = tape[to.at];
          const q = read(d[1], count * to.outputs);
          const moved = to === from ? null : read(x[1], count * to.inputs);
          addBlock(
            hessian,
            start,
            chunk.samples,
            from,
            to,
            first,
            count,
            q,
            moved,
          );
        }
      } finally {
        close();
      }
      yield;
    }
  }
}

/** A layer with parameters: where they start, and order 0 of its inputs and gradients by sample. */
interface Block {
  /** Number of the layer. */
  at: number;
  start: number;
  outputs: number;
  inputs: number;
  hasBias: boolean;
  /** [samples, inputs] */
  x: Float64Array;
  /** [samples, outputs] */
  d: Float64Array;
}

/** Order 1 of the layers after `from`, along some of its outputs: rows are (sample, output). */
function sweep<T>(
  be: Backend<T>,
  layers: readonly Layer<T>[],
  chunk: Chunk<T>,
  tape: LayerPoint<T>[],
  from: Block,
  first: number,
  count: number,
) {
  const width = from.outputs;
  const units = new Float64Array(chunk.samples * count * width);
  for (let r = 0; r < chunk.samples * count; r++)
    units[r * width + first + (r % count)] = 1;
  let y: T | null = be.upload(units, chunk.samples * count, width);
  tape[from.at].y[1] = y;
  for (let l = from.at + 1; l < layers.length; l++) {
    tape[l].x[1] = y;
    y = tape[l].y[1] = layers[l].forward(1, tape[l]);
  }
  let d = chunk.loss.gradient(1, tape[tape.length - 1].y);
  for (let l = layers.length - 1; l >= from.at; l--) {
    tape[l].d[1] = d;
    if (l > from.at) d = layers[l].inputGradient(1, tape[l]);
  }
}

/**
 * Adds the second derivatives by the parameters of `count` outputs of `from` and all parameters of `to`,
 * on both sides of the diagonal.
 * @param size P
 * @param q [samples, count, to.outputs]
 * @param moved [samples, count, to.inputs]; null where the input does not depend on these outputs
 */
function addBlock(
  hessian: Float64Array,
  size: number,
  samples: number,
  from: Block,
  to: Block,
  first: number,
  count: number,
  q: Float64Array,
  moved: Float64Array | null,
) {
  const rows = from.inputs + (from.hasBias ? 1 : 0);
  const inner = to.inputs + (to.hasBias ? 1 : 0);
  const length = inner * count * to.outputs;
  const most = Math.min(samples, Math.ceil(productNumbers / length));
  const x = new Float64Array(most * rows).fill(1);
  if (terms.length < most * length) terms = new Float64Array(most * length);
  const sums = new Float64Array(rows * length);
  for (let n = 0; n < samples; n += most) {
    const now = Math.min(most, samples - n);
    for (let s = 0; s < now; s++) {
      for (let i = 0; i < from.inputs; i++)
        x[s * rows + i] = from.x[(n + s) * from.inputs + i];
      fillTerms(s * length, n + s, to, count, q, moved);
    }
    multiply(
      { data: x, rows: now, columns: rows },
      { data: terms, rows: now, columns: length },
      true,
      false,
      { data: sums, rows, columns: length },
      null,
    );
    for (let i = 0, t = 0; i < rows; i++) {
      const row = place(from, i);
      for (let j = 0; j < inner; j++) {
        const column = place(to, j);
        for (let o = first; o < first + count; o++) {
          const r = row.start + o * row.step;
          for (let p = 0, c = column.start; p < to.outputs; p++, t++) {
            hessian[r * size + c] += sums[t];
            if (to !== from) hessian[c * size + r] += sums[t];
            c += column.step;
          }
        }
      }
    }
  }
}

/** Reused from product to product. */
let terms = new Float64Array(productNumbers);

/** Q x′ + d′ X of one sample for all (input′, output, output′), from index `k` of the terms on. */
function fillTerms(
  k: number,
  sample: number,
  { outputs, inputs, hasBias, x, d }: Block,
  count: number,
  q: Float64Array,
  moved: Float64Array | null,
) {
  const pairs = count * outputs;
  const qs = sample * pairs;
  for (let j = 0; j < inputs; j++) {
    const xj = x[sample * inputs + j];
    for (let i = 0; i < pairs; i++) terms[k + i] = xj * q[qs + i];
    if (moved)
      for (let o = 0, i = k; o < count; o++) {
        const m = moved[(sample * count + o) * inputs + j];
        for (let p = 0; p < outputs; p++, i++)
          terms[i] += m * d[sample * outputs + p];
      }
    k += pairs;
  }
  if (hasBias) for (let i = 0; i < pairs; i++) terms[k + i] = q[qs + i];
}

/** Where the weights from an input to the outputs are; one input more is the bias. */
function place({ start, outputs, inputs }: Block, input: number) {
  return input < inputs
    ? { start: start + input, step: inputs }
    : { start: start + outputs * inputs, step: 1 };
}
