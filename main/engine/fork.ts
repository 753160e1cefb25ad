import { utilityProcess } from "electron";
import type { EngineReport } from "../../core/contract/engine";
import type { EngineChild } from "./child";

/**
 * Starts the engine process.
 * @param script path of the bundled worker
 * @param onOutput hears what it prints, for the log
 */
export function forkEngine(
  script: string,
  onOutput: (text: string) => void,
): EngineChild {
  const child = utilityProcess.fork(script, [], {
    serviceName: "Edge Lab engine",
    stdio: "pipe",
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => onOutput(chunk.toString()));
  return {
    send: (command) => child.postMessage(command),
    onReport: (listener) =>
      child.on("message", (message: EngineReport) => listener(message)),
    onExit: (listener) => child.once("exit", listener),
    kill: () => void child.kill(),
  };
}
