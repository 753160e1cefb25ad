import type { EngineCommand, EngineReport } from "../../core/contract/engine";

/** The engine's end of its connection to the process that started it. */
export interface Channel {
  /** Whether the window started it; else the command line did. */
  hasWindow: boolean;
  send(report: EngineReport): void;
  onCommand(listener: (command: EngineCommand) => void): void;
}

/** Electron's channel, or else the one that Node gives its children. */
export function openChannel(): Channel {
  const { parentPort } = process as { parentPort?: Electron.ParentPort };
  if (parentPort)
    return {
      hasWindow: !process.argv.includes("headless"),
      send: (report) => parentPort.postMessage(report),
      onCommand: (listener) =>
        parentPort.on("message", ({ data }) => listener(data as EngineCommand)),
    };
  // An engine does not outlive the process that it computes for.
  process.on("disconnect", () => process.exit());
  if (!process.connected) process.exit();
  return {
    hasWindow: false,
    send: (report) => {
      const ignoreEndOfParent = () => undefined;
      if (process.connected)
        process.send?.(report, undefined, undefined, ignoreEndOfParent);
    },
    onCommand: (listener) =>
      process.on("message", (command) => listener(command as EngineCommand)),
  };
}
