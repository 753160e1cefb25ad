import { Dense } from "../derivatives/dense";
import type { Node, Point } from "../derivatives/operation";
import { Pointwise } from "../derivatives/pointwise";
import { addLaterBlocks, addOwnBlock } from "./dense-blocks";
import {
  throughActivation,
  throughWeights,
  type Part,
  type Range,
} from "./dense-curvature";
import type { Chunk, Network } from "./network-objective";

/** Numbers that the curvatures of some samples take at a time: they stay in the cache. */
const curvatureNumbers = 2 ** 16;

/**
 * Whether addDenseHessian knows a network: dense layers and activations, each on the result of the one before, and
 * each with parameters of its own.
 */
export function isDenseNetwork<T>({ graph, inputs, depth }: Network<T>) {
  let before = inputs;
  const parameters: Node[] = [];
  for (const operation of graph.operations.slice(0, depth)) {
    let reads: Node;
    if (operation instanceof Dense) {
      const [x, w, b] = operation.reads;
      reads = x;
      parameters.push(w, ...(b === null ? [] : [b]));
    } else if (operation instanceof Pointwise) reads = operation.argument;
    else return false;
    if (reads !== before) return false;
    before = operation.out;
  }
  return (
    parameters.length === graph.parameters.length &&
    parameters.every((node, i) => node === graph.parameters[i])
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
 * @param at order 0 at this θ, prepared for products
 * Yields now and then.
 */
export function* addDenseHessian<T>(
  network: Network<T>,
  { samples }: Chunk<T>,
  at: Point<T>,
  hessian: Float64Array,
): Generator<void> {
  const { graph, depth, outputs } = network;
  const { be } = graph;
  const close = be.open();
  try {
    const read = (tensor: T | null | undefined, size: number) => {
      const values = new Float64Array(size);
      if (tensor != null) be.download(tensor, values, 0);
      return values;
    };
    const [z] = at.z;
    const [d] = at.d;
    let start = 0;
    const parts = graph.operations.slice(0, depth).map((operation): Part => {
      const width = graph.shape(operation.out).columns;
      if (operation instanceof Pointwise) {
        const { first, curve } = operation.curves(at);
        return {
          first: read(first, samples * width),
          curve: read(curve, samples * width),
          width,
        };
      }
      const [x, w, b] = (operation as Dense<T>).reads;
      const inputs = graph.shape(w).columns;
      const part = {
        start,
        outputs: width,
        inputs,
        hasBias: b !== null,
        weights: read(z[w], width * inputs),
        x: read(z[x], samples * inputs),
        d: read(d[operation.out], samples * width),
      };
      start += width * (inputs + (b === null ? 0 : 1));
      return part;
    });
    const { columns } = graph.shape(outputs);
    const curvature = lossCurvature(network, samples, at);
    const widest = Math.max(
      ...graph.operations
        .slice(0, depth)
        .map(({ out }) => graph.shape(out).columns),
    );
    const most = Math.ceil(curvatureNumbers / (widest * widest));
    for (let from = 0; from < samples; from += most) {
      const count = Math.min(most, samples - from);
      const size = columns * columns;
      const own = curvature.subarray(from * size, (from + count) * size);
      addSamples(hessian, start, parts, own, { from, count });
      yield;
    }
  } finally {
    close();
  }
}

/**
 * ∂²ℓ/∂f∂f of each sample, [samples, columns, columns]: the gradient of the loss along each output, as so many rows
 * for each row of order 0, which they share.
 */
function lossCurvature<T>(
  { graph, depth, outputs, loss }: Network<T>,
  samples: number,
  { z: [zero], shared }: Point<T>,
): Float64Array {
  const { columns } = graph.shape(outputs);
  const curvature = new Float64Array(samples * columns * columns);
  const units = curvature.slice();
  for (let r = 0; r < samples * columns; r++)
    units[r * columns + (r % columns)] = 1;
  const along = new Array<T | null>(graph.size);
  along[outputs] = graph.be.upload(units, samples * columns, columns);
  const at = { ...graph.point(), z: [zero, along], shared };
  graph.forward(1, at, depth, graph.operations.length);
  const slopes = along[loss.gradient];
  if (slopes != null) graph.be.download(slopes, curvature, 0);
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
