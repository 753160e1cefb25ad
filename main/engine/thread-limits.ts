/** Variables that TensorFlow reads when it starts. */
export function threadLimits(threads: number) {
  const count = String(threads);
  return { TF_NUM_INTRAOP_THREADS: count, TF_NUM_INTEROP_THREADS: "1" };
}
