import { Dense } from "../derivatives/dense";
import type { Node, Point } from "../derivatives/operation";
import { Pointwise } from "../derivatives/pointwise";
import { addLaterBlocks, addOwnBlock, type Passed } from "./dense-blocks";
import {
  addCurve,
  throughWeights,
  timesSlopes,
  triangle,
  type Part,
  type Range,
} from "./dense-curvature";
import type { Chunk, Network } from "./network";
import type { Workspace } from "./workspace";

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
 * Adds the Hessian of one chunk of a dense network to `hessian` [P, P], row-major; above the diagonal and on it alone.
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
  space: Workspace,
): Generator<void> {
  const { graph, depth, outputs } = network;
  const { be } = graph;
  const close = be.open();
  try {
    const read = (tensor: T | null | undefined, size: number) => {
      const values = space.take(size);
      if (tensor == null) return values.fill(0);
      be.download(tensor, values, 0);
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
      const known = read(z[x], samples * inputs);
      const part = {
        start,
        outputs: width,
        inputs,
        rows: b === null ? inputs : inputs + 1,
        weights: read(z[w], width * inputs),
        x: b === null ? known : withOnes(known, samples, inputs, space),
        d: read(d[operation.out], samples * width),
      };
      start += width * part.rows;
      return part;
    });
    const curvature = lossCurvature(network, samples, at, space);
    const widest = Math.max(
      ...graph.operations
        .slice(0, depth)
        .map(({ out }) => graph.shape(out).columns),
    );
    const most = Math.ceil(curvatureNumbers / (widest * widest));
    const { taken } = space;
    for (let from = 0; from < samples; from += most) {
      const count = Math.min(most, samples - from);
      const size = triangle(graph.shape(outputs).columns);
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

/**
 * ∂²ℓ/∂f∂f of each sample, triangles of [samples, columns, columns]: the gradient of the loss along each output, as
 * so many rows for each row of order 0, which they share.
 */
function lossCurvature<T>(
  { graph, depth, outputs, loss }: Network<T>,
  samples: number,
  { z: [zero], shared }: Point<T>,
  space: Workspace,
): Float64Array {
  const { columns } = graph.shape(outputs);
  const rows = samples * columns;
  const whole = space.take(rows * columns).fill(0);
  for (let r = 0; r < rows; r++) whole[r * columns + (r % columns)] = 1;
  const along = new Array<T | null>(graph.size);
  along[outputs] = graph.be.upload(whole, rows, columns);
  const at = { ...graph.point(), z: [zero, along], shared };
  graph.forward(1, at, depth, graph.operations.length);
  const slopes = along[loss.gradient];
  const out = space.take(samples * triangle(columns));
  if (slopes == null) return out.fill(0);
  graph.be.download(slopes, whole, 0);
  for (let r = 0, t = 0; r < rows; r++)
    for (let p = 0; p <= r % columns; p++, t++) out[t] = whole[r * columns + p];
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
  const passed: Passed = { curvatures: [], halves: [] };
  const { curvatures, halves } = passed;
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
      const back = throughWeights(part, slopes, curvature, range, space);
      halves[l] = back.half;
      curvature = back.curvature;
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
    addLaterBlocks(hessian, size, parts, l, passed, range, space);
  }
}

/** Copies what is above the diagonal of a matrix [size, size] to below it. */
export function mirror(matrix: Float64Array, size: number) {
  for (let i = 1; i < size; i++)
    for (let j = 0, above = i; j < i; j++, above += size)
      matrix[i * size + j] = matrix[above];
}
