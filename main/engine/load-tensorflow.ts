import { createRequire } from "node:module";
import util from "node:util";
import type * as tfjs from "@tensorflow/tfjs-node";
import type { TensorflowState } from "../../core/contract/engine";

export type LoadedTensorflow =
  | { state: Extract<TensorflowState, { available: true }>; tf: typeof tfjs }
  | { state: Extract<TensorflowState, { available: false }>; tf: null };

/**
 * Loads libtensorflow through tfjs-node. Where it cannot be had, the state says why and what to do,
 * and small problems still run in float64.
 */
export function loadTensorflow(): LoadedTensorflow {
  try {
    restoreRemovedHelpers();
    // Its log would mix with the results on the command line.
    process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";
    // Which kernels are faster depends on the machine: see kernel-choice.ts. TensorFlow's own are safe only
    // in a process without signal handlers: see signals.ts.
    process.env.TF_ENABLE_ONEDNN_OPTS ??= "0";
    // It keeps the memory of large tensors for the next ones. Otherwise each comes from the system anew, page
    // by page, which takes longer than many an operation on it. oneDNN does the same by itself.
    process.env.TF_CPU_ALLOCATOR_USE_BFC ??= "1";
    const require = createRequire(import.meta.url);
    const tf = require("@tensorflow/tfjs-node") as typeof tfjs;
    return { state: { available: true, version: tf.version.tfjs }, tf };
  } catch (thrown) {
    const first = (thrown as Error).message.split("\n")[0];
    const reason = `TensorFlow could not be loaded (${first}). Run npm run setup to install it; until then only small experiments run, in float64.`;
    return { state: { available: false, reason }, tf: null };
  }
}

/** The version of TensorFlow's own library. */
export function libraryVersion(tf: typeof tfjs): string {
  const { binding } = tf.backend() as unknown as {
    binding: { TF_Version: string };
  };
  return binding.TF_Version;
}

/** tfjs-node 4.22 calls two functions of node:util that Node 23 removed. */
function restoreRemovedHelpers() {
  const helpers = {
    isNullOrUndefined: (value: unknown) => value == null,
    isArray: Array.isArray,
  };
  for (const [name, helper] of Object.entries(helpers))
    if (!(name in util)) Object.assign(util, { [name]: helper });
}
