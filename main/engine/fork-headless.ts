import type { EngineChild } from "./child";
import { forkEngine as forkInElectron } from "./fork";
import { threadLimits } from "./thread-limits";

/**
 * Starts the engine process of the command line in the packaged program, which is no Node.js.
 * @param script path of the bundled worker
 * @param folder that relative paths of data files start from
 * @param onOutput hears what it prints
 * @param threads that TensorFlow may use; all of the machine when left out
 */
export function forkEngine(
  script: string,
  folder: string,
  onOutput: (text: string) => void,
  threads?: number,
): EngineChild {
  return forkInElectron(script, ["headless"], onOutput, {
    cwd: folder,
    ...(threads !== undefined && {
      env: { ...process.env, ...threadLimits(threads) },
    }),
  });
}
