import { availableParallelism } from "node:os";
import type { KernelTimes } from "../../core/contract/engine";
import { LabFailure } from "../../core/errors";
import { kernelMakers, type Kernels } from "../../core/run/kernels";
import { kernelWorks, type Calibration } from "./calibration";
import type { EngineChild } from "./child";
import { thisMachine } from "./machine";
import { Supervisor } from "./supervisor";

const rounds = 3;

/**
 * Measures which kernels are the fastest here: each in a process of its own, all in turn, so that whatever else the
 * machine does slows all of them.
 * @param signal ends it
 * @throws LabFailure `engine` where TensorFlow is missing, `stopped` or `engine` when it is ended
 */
export async function calibrate(
  fork: (kernels: Kernels) => EngineChild,
  { cores = availableParallelism(), signal }: CalibrateOptions = {},
): Promise<Calibration> {
  const machine = thisMachine();
  if (!machine) throw missing();
  const processes = candidates(cores).map((kernels) => timed(fork, kernels));
  const close = () => Promise.all(processes.map((each) => each.close()));
  signal?.addEventListener("abort", () => void close());
  try {
    // Each loads TensorFlow, at the same time as the others.
    await Promise.all(processes.map((each) => each.time()));
    for (let round = 0; round < rounds; round++)
      for (const each of processes) {
        if (signal?.aborted) throw ended();
        await each.time();
      }
    const [{ library }] = processes;
    return {
      machine,
      tensorflow: library(),
      measuredAt: new Date().toISOString(),
      measured: processes.flatMap(({ kernels, shortest }) =>
        Number.isFinite(shortest.products) ? { kernels, ...shortest } : [],
      ),
    };
  } finally {
    await close();
  }
}

export interface CalibrateOptions {
  cores?: number;
  signal?: AbortSignal;
}

/** The usual kernels first. Cores may be halves of one: then half as many threads can be faster. */
export function candidates(cores: number): Kernels[] {
  const counts = cores < 4 ? [cores] : [cores, cores / 2];
  return counts.flatMap((threads) =>
    kernelMakers.map((by) => ({ by, threads: Math.floor(threads) })),
  );
}

function timed(fork: (kernels: Kernels) => EngineChild, kernels: Kernels) {
  const shortest = { products: Infinity, convolutions: Infinity };
  let failure: unknown = null;
  let library = "";
  const engine = new Supervisor({
    fork: () => fork(kernels),
    // It is asked, and never given a run.
    deliver: () => Promise.resolve(),
    lost: () => Promise.resolve(),
    stateChanged: () => undefined,
    onError: () => undefined,
  });
  const take = (times: KernelTimes) => {
    library = times.tensorflow;
    for (const work of kernelWorks)
      shortest[work] = Math.min(shortest[work], times[work]);
  };
  return {
    kernels,
    shortest,
    library: () => library,
    close: () => engine.close(),
    async time() {
      if (failure !== null) return;
      try {
        const answer = await engine.ask({ kind: "kernel-times" });
        if (answer.kind === "kernel-times") take(answer.times);
      } catch (thrown) {
        // Kernels that fail here are not chosen; the usual ones must work.
        failure = thrown;
        if (kernels.by === kernelMakers[0]) throw thrown;
        shortest.products = Infinity;
      }
    },
  };
}

function ended() {
  const message = "The measurement of the kernels was stopped.";
  return new LabFailure({ code: "stopped", message });
}

function missing() {
  return new LabFailure({
    code: "engine",
    message: "TensorFlow is not installed, so there is nothing to measure.",
    hint: "Run npm run setup to install it.",
  });
}
