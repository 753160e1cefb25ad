import { availableParallelism } from "node:os";
import type { KernelMaker, Kernels } from "../../core/run/kernels";

/** Variables that TensorFlow reads when it starts: a process computes with the same kernels until its end. */
export function environmentOf({ by, threads }: Kernels) {
  return {
    TF_ENABLE_ONEDNN_OPTS: by === "onednn" ? "1" : "0",
    // A run of a larger machine may have had more threads than this one can use.
    TF_NUM_INTRAOP_THREADS: String(Math.min(threads, availableParallelism())),
    TF_NUM_INTEROP_THREADS: "1",
  };
}

/** What TensorFlow computes with in this process, once it is loaded. */
export function loadedKernels(): Kernels {
  return { by: makerHere() ?? "tensorflow", threads: threadsHere() };
}

/** Whose kernels the variables of this process ask for; null where they say nothing. */
export function makerHere(): KernelMaker | null {
  const wanted = process.env.TF_ENABLE_ONEDNN_OPTS;
  if (wanted === undefined || wanted === "") return null;
  return /^(0|false)$/i.test(wanted) ? "tensorflow" : "onednn";
}

/** As many as whoever started the process allows; else all. */
export function threadsHere(): number {
  return Number(process.env.TF_NUM_INTRAOP_THREADS) || availableParallelism();
}
