import { grouped } from "../text/grouped";

/** Whose code multiplies and convolves in float32: that of TensorFlow itself, or of the library oneDNN in it. */
export const kernelMakers = ["tensorflow", "onednn"] as const;

export type KernelMaker = (typeof kernelMakers)[number];

/** What the last bits of a float32 run depend on, besides the processor and TensorFlow's version. */
export interface Kernels {
  by: KernelMaker;
  /** Threads that TensorFlow may use, at least 1. */
  threads: number;
}

/** How they are called where a person reads of them. */
export const makerLabels: Record<KernelMaker, string> = {
  tensorflow: "TensorFlow",
  onednn: "oneDNN",
};

/** What computed a run, to compute it again; null where TensorFlow did not, and before it began. */
export function kernelsOf(
  engine: {
    precision: "float32" | "float64";
    kernels?: KernelMaker;
    threads: number;
  } | null,
): Kernels | null {
  if (engine?.precision !== "float32") return null;
  // Runs of earlier versions did not note it: there were no others.
  return { by: engine.kernels ?? "tensorflow", threads: engine.threads };
}

export function sameKernels(a: Kernels | null, b: Kernels | null): boolean {
  return a?.by === b?.by && a?.threads === b?.threads;
}

/** E.g. "oneDNN, 2 threads". */
export function kernelsText({ by, threads }: Kernels): string {
  return `${makerLabels[by]}, ${grouped(threads)} ${threads === 1 ? "thread" : "threads"}`;
}
