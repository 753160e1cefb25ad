import { loadTensorflow } from "../../main/engine/load-tensorflow";

/**
 * FLOP/s of the largest matrix product that TensorFlow makes here, in float32: what any network is bounded
 * by on this machine. The best of ten.
 */
export function peakRate(): number {
  const { tf } = loadTensorflow();
  if (!tf) throw new Error("TensorFlow is missing.");
  const size = 2048;
  const a = tf.randomNormal([size, size]);
  const times = Array.from({ length: 10 }, () => {
    const start = performance.now();
    tf.dispose(tf.matMul(a, a));
    return performance.now() - start;
  });
  tf.dispose(a);
  return (2 * size ** 3) / (Math.min(...times) / 1000);
}

/** Shares of the peak that work of so many FLOP reaches, by its times in milliseconds. */
export function sharesOfPeak(flop: number, times: number[], peak: number) {
  return times.map((ms) => flop / (ms / 1000) / peak);
}
