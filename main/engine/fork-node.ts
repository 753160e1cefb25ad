import { spawn } from "node:child_process";
import type { EngineReport } from "../../core/contract/engine";
import type { EngineChild } from "./child";

/**
 * Starts the engine process of the command line. It has a session of its own, so that no signal of the
 * terminal reaches it, and it ends when this process ends.
 * @param script path of the bundled worker
 * @param folder that relative paths of data files start from
 * @param onOutput hears what it prints
 */
export function forkEngine(
  script: string,
  folder: string,
  onOutput: (text: string) => void,
): EngineChild {
  const child = spawn(process.execPath, [script], {
    cwd: folder,
    detached: true,
    windowsHide: true,
    serialization: "advanced",
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => onOutput(chunk.toString()));
  // A command that comes too late, or a process that cannot be started: both show as its end.
  child.on("error", () => undefined);
  const kill = () => void child.kill("SIGKILL");
  process.on("exit", kill);
  child.once("exit", () => process.off("exit", kill));
  return {
    send: (command) => void (child.connected && child.send(command)),
    onReport: (listener) =>
      child.on("message", (report) => listener(report as EngineReport)),
    onExit: (listener) =>
      child.once("exit", (code, signal) => listener(signal ? 1 : (code ?? 0))),
    kill,
  };
}
