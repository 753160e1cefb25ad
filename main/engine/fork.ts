import { closeSync, fstatSync, readdirSync, statSync } from "node:fs";
import { devNull } from "node:os";
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
  const child = withoutStrayHandle(() =>
    utilityProcess.fork(script, [], {
      serviceName: "Edge Lab engine",
      stdio: "pipe",
    }),
  );
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

/**
 * Before version 35 Electron opens the null device for each process that it forks, gives it to nobody
 * and never closes it (electron/electron#47515): every analysis would cost a handle for good.
 */
function withoutStrayHandle<T>(fork: () => T): T {
  if (process.platform === "win32") return fork();
  const before = new Set(nullHandles());
  const forked = fork();
  for (const handle of nullHandles())
    if (!before.has(handle)) closeSync(handle);
  return forked;
}

/** Handles that are open on the null device. */
function nullHandles(): number[] {
  const { rdev } = statSync(devNull);
  return readdirSync("/dev/fd")
    .map(Number)
    .filter((handle) => {
      try {
        return fstatSync(handle).rdev === rdev;
      } catch {
        // Closed by now: that of the listing itself.
        return false;
      }
    });
}
