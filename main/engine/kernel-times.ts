import type { Tensor } from "@tensorflow/tfjs-node";
import type { KernelTimes } from "../../core/contract/engine";
import { LabFailure } from "../../core/errors";
import type { ConvGeometry } from "../../core/tensor/backend";
import { TensorflowBackend } from "../../core/tensor/tensorflow";
import { libraryVersion, type LoadedTensorflow } from "./load-tensorflow";

/**
 * Milliseconds that this process takes for the operations of a step: of a dense network on 1,000 samples, and of a
 * convolutional one on as many images as are worked on at once.
 * @throws LabFailure `engine` where TensorFlow is missing
 */
export function timeKernels(loaded: LoadedTensorflow): KernelTimes {
  const { tf, state } = loaded;
  if (!tf) throw new LabFailure({ code: "engine", message: state.reason });
  const be = new TensorflowBackend(tf);
  const release = be.open();
  try {
    const [products, convolutions] = [denseStep(be), convolutionalStep(be)];
    return {
      tensorflow: libraryVersion(tf),
      products: clocked(be, products),
      convolutions: clocked(be, convolutions),
    };
  } finally {
    release();
  }
}

/** The first call finds its memory and its plan. */
function clocked(be: TensorflowBackend, work: () => void): number {
  const once = () => {
    const release = be.open();
    const start = performance.now();
    work();
    const took = performance.now() - start;
    release();
    return took;
  };
  once();
  return Math.min(once(), once());
}

/** Makes tensors of numbers between −1 and 1 of both signs. */
function numbers(be: TensorflowBackend) {
  return (rows: number, columns: number): Tensor =>
    be.upload(
      new Float64Array(rows * columns).map((_, i) => ((i * 37) % 101) / 50 - 1),
      rows,
      columns,
    );
}

function denseStep(be: TensorflowBackend) {
  const [n, inputs, units] = [1000, 784, 200];
  const some = numbers(be);
  const [x, w, b] = [some(n, inputs), some(units, inputs), some(1, units)];
  const inner = some(units, units);
  return () => {
    const y = be.tanh(be.dense(x, w, b));
    const d = be.dense(y, inner, b);
    be.matmul(d, y, true, false);
    const back = be.timesOneMinusSquare(be.matmul(d, inner, false, false), y);
    be.sumRows(back, units);
    be.matmul(back, x, true, false);
  };
}

function convolutionalStep(be: TensorflowBackend) {
  const [n, filters, kernel] = [80, 32, 3];
  const geometry = (size: number, channels: number): ConvGeometry => ({
    ...{ height: size, width: size, channels, filters, kernel, stride: 1 },
    ...{ outHeight: size, outWidth: size, top: 1, left: 1, padding: "same" },
  });
  const [outer, inner] = [geometry(28, 1), geometry(14, filters)];
  const windows = { ...outer, channels: filters, size: 2 };
  const some = numbers(be);
  const x = some(n, 28 * 28);
  const b = some(1, filters);
  const [w, v] = [some(filters, 9), some(filters, 9 * filters)];
  return () => {
    const y = be.tanh(be.conv2d(x, w, b, outer));
    const pooled = be.maxPool(y, windows);
    const d = be.tanh(be.conv2d(pooled.values, v, b, inner));
    be.conv2dFilter(pooled.values, d, inner);
    const back = be.scatter(
      be.conv2dInput(d, v, inner),
      pooled.places,
      y,
      windows,
    );
    const before = be.timesOneMinusSquare(back, y);
    be.sumRows(before, filters);
    be.conv2dFilter(x, before, outer);
  };
}
