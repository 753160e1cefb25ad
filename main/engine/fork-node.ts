import { spawn } from "node:child_process";
import type { EngineReport } from "../../core/contract/engine";
import type { Kernels } from "../../core/run/kernels";
import type { EngineChild } from "./child";
import { MemoryWatch, type Exit, type ExitReason } from "./exit";
import { environmentOf } from "./kernel-environment";

/**
 * Starts the engine process of the command line. It has a session of its own, so that no signal of the
 * terminal reaches it, and it ends when this process ends.
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
  const child = spawn(process.execPath, [script], {
    cwd: folder,
    ...(kernels && {
      env: { ...process.env, ...environmentOf(kernels) },
    }),
    detached: true,
    windowsHide: true,
    serialization: "advanced",
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const memory = new MemoryWatch([child.stdout, child.stderr], onOutput);
  // A command that comes too late, or a process that cannot be started: both show as its end.
  child.on("error", () => undefined);
  const kill = () => void child.kill("SIGKILL");
  process.on("exit", kill);
  child.once("exit", () => process.off("exit", kill));
  return {
    send: (command) => void (child.connected && child.send(command)),
    onReport: (listener) =>
      child.on("message", (report) => listener(report as EngineReport)),
    // Not "exit": then its last words may still be on their way.
    onExit: (listener) =>
      child.once("close", (code, signal) =>
        listener(exitOf(code, signal, memory.ranOut)),
      ),
    kill,
  };
}

const endingSignals: (NodeJS.Signals | null)[] = ["SIGKILL", "SIGTERM"];

/** @param code negative where the process could not be started */
function exitOf(
  code: number | null,
  signal: NodeJS.Signals | null,
  ranOutOfMemory: boolean,
): Exit {
  const reason = (): ExitReason => {
    if (code === 0) return "clean";
    if (code !== null && code < 0) return "could-not-start";
    if (ranOutOfMemory) return "out-of-memory";
    if (code !== null) return "failed";
    return endingSignals.includes(signal) ? "killed" : "crashed";
  };
  return { reason: reason(), detail: signal ?? `code ${code}` };
}
