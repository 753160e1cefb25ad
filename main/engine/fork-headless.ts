import type { Kernels } from "../../core/run/kernels";
import type { EngineChild } from "./child";
import { forkEngine as forkInElectron } from "./fork";
import { environmentOf } from "./kernel-environment";

/**
 * Starts the engine process of the command line in the packaged program, which is no Node.js.
 * @param script path of the bundled worker
 * @param folder that relative paths of data files start from
 * @param onOutput hears what it prints
 * @param kernels that TensorFlow computes with; as the variables of this process say when left out
 */
export function forkEngine(
  script: string,
  folder: string,
  onOutput: (text: string) => void,
  kernels: Kernels | null = null,
): EngineChild {
  return forkInElectron(script, ["headless"], onOutput, {
    cwd: folder,
    ...(kernels && {
      env: { ...process.env, ...environmentOf(kernels) },
    }),
  });
}
