import type { Layer, LayerPoint } from "../model/layer";
import { Activation } from "../model/layers/activation";
import { Dense } from "../model/layers/dense";
import type { Backend } from "../tensor/backend";
import { addLaterBlocks, addOwnBlock } from "./dense-blocks";
import {
  addCurve,
  throughWeights,
  timesSlopes,
  triangle,
  type Part,
  type Range,
} from "./dense-curvature";
import type { Chunk } from "./network-objective";
import type { Workspace } from "./workspace";

/** Numbers that the curvatures of some samples take at a time: they stay in the cache. */
const curvatureNumbers = 2 ** 16;

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
  space: Workspace,
): Generator<void> {
  const { samples } = chunk;
  const close = be.open();
  try {
    const read = (tensor: T | null | undefined, size: number) => {
      const values = space.take(size);
      if (tensor == null) return values.fill(0);
      be.download(tensor, values, 0);
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
      const known = read(x[0], samples * inputs);
      const part = {
        start,
        outputs,
        inputs,
        rows: bias ? inputs + 1 : inputs,
        weights: read(parameters[0][0], outputs * inputs),
        x: bias ? withOnes(known, samples, inputs, space) : known,
        d: read(d[0], samples * outputs),
      };
      start += outputs * part.rows;
      return part;
    });
    const { width } = layers[layers.length - 1];
    const curvature = lossCurvature(be, chunk, tape, width, space);
    const widest = Math.max(...layers.map((layer) => layer.width));
    const most = Math.ceil(curvatureNumbers / (widest * widest));
    const { taken } = space;
    for (let from = 0; from < samples; from += most) {
      const count = Math.min(most, samples - from);
      const size = triangle(width);
      const own = curvature.subarray(from * size, (from + count) * size);
      space.reset(taken);
      addSamples(hessian, start, parts, own, { from, count }, space);
      yield;
    }
  } finally {
    close();
  }
}

/** Rows of inputs, each with a 1 after it. */
function withOnes(
  x: Float64Array,
  samples: number,
  inputs: number,
  space: Workspace,
) {
  const rows = inputs + 1;
  const out = space.take(samples * rows).fill(1);
  for (let s = 0; s < samples; s++)
    for (let i = 0; i < inputs; i++) out[s * rows + i] = x[s * inputs + i];
  return out;
}

/** ∂²ℓ/∂f∂f of each sample, triangles of [samples, width, width]. */
function lossCurvature<T>(
  be: Backend<T>,
  { samples, loss }: Chunk<T>,
  tape: LayerPoint<T>[],
  width: number,
  space: Workspace,
): Float64Array {
  const units = space.take(samples * width * width).fill(0);
  for (let r = 0; r < samples * width; r++) units[r * width + (r % width)] = 1;
  const f = tape[tape.length - 1].y[0];
  const slopes = loss.gradient(1, [
    f,
    be.upload(units, samples * width, width),
  ]);
  const out = space.take(samples * triangle(width));
  if (slopes === null) return out.fill(0);
  const whole = units;
  be.download(slopes, whole, 0);
  for (let r = 0, t = 0; r < samples * width; r++)
    for (let p = 0; p <= r % width; p++, t++) out[t] = whole[r * width + p];
  return out;
}

/** @param size P. @param last curvatures of the outputs of the network */
function addSamples(
  hessian: Float64Array,
  size: number,
  parts: Part[],
  last: Float64Array,
  range: Range,
  space: Workspace,
) {
  const curvatures: Float64Array[] = [];
  let curvature = last;
  const first = parts.findIndex((part) => "weights" in part);
  /** Whether f′ of the activation at hand is in the curvature already. */
  let isScaled = false;
  for (let l = parts.length - 1; l >= first; l--) {
    const part = parts[l];
    curvatures[l] = curvature;
    if (l === first) break;
    if ("weights" in part) {
      const before = parts[l - 1];
      const slopes = "weights" in before ? null : before.first;
      curvature = throughWeights(part, slopes, curvature, range, space);
      isScaled = true;
    } else {
      if (!isScaled) timesSlopes(part, curvature, range);
      addCurve(part, curvature, range);
      isScaled = false;
    }
  }
  for (const [l, part] of parts.entries()) {
    if (!("weights" in part)) continue;
    addOwnBlock(hessian, size, part, curvatures[l], range, space);
    addLaterBlocks(hessian, size, parts, l, curvatures, range, space);
  }
}
