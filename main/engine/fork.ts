import { closeSync, fstatSync, readdirSync, statSync } from "node:fs";
import { devNull } from "node:os";
import type { Readable } from "node:stream";
import { app, utilityProcess, type Event, type ForkOptions } from "electron";
import type { EngineReport } from "../../core/contract/engine";
import type { EngineChild } from "./child";
import { MemoryWatch, type Exit, type ExitReason } from "./exit";

type Details = Electron.Details;

/** Processes started so far: each has a name of its own. */
let forked = 0;
/** Milliseconds after its exit within which Electron says why a process is gone. */
const goneWithin = 50;

/** Electron's reasons for the end of a process as ours; an orderly end has none. */
const reasons: Record<Details["reason"] | "memory-eviction", ExitReason> = {
  "clean-exit": "clean",
  "abnormal-exit": "failed",
  killed: "killed",
  crashed: "crashed",
  oom: "out-of-memory",
  // Newer than the types of Electron 33.
  "memory-eviction": "out-of-memory",
  "launch-failed": "could-not-start",
  "integrity-failure": "could-not-start",
};

function exitOf(
  code: number,
  gone: Details | undefined,
  ranOutOfMemory: boolean,
): Exit {
  const detail = `code ${gone?.exitCode ?? code}`;
  if (ranOutOfMemory && code !== 0) return { reason: "out-of-memory", detail };
  const reason = gone && reasons[gone.reason];
  return { reason: reason ?? (code === 0 ? "clean" : "failed"), detail };
}

/**
 * Starts the engine process.
 * @param script path of the bundled worker
 * @param purpose "reading" where it only reads data, "looking" where it shows networks, "headless" where the
 *   command line asks; nothing where it runs them for the window
 * @param onOutput hears what it prints, for the log
 * @param surroundings where and with which variables, if not those of this process
 */
export function forkEngine(
  script: string,
  purpose: string[],
  onOutput: (text: string) => void,
  surroundings: Pick<ForkOptions, "cwd" | "env"> = {},
): EngineChild {
  const serviceName = `Edge Lab engine ${++forked}`;
  const child = withoutStrayHandle(() =>
    utilityProcess.fork(script, purpose, {
      ...surroundings,
      serviceName,
      stdio: "pipe",
    }),
  );
  const memory = new MemoryWatch(
    [child.stdout, child.stderr].map((stream) => stream as Readable | null),
    onOutput,
  );
  let gone: Details | undefined;
  const hearGone = (_: Event, details: Details) => {
    if (details.name === serviceName) gone = details;
  };
  app.on("child-process-gone", hearGone);
  return {
    send: (command) => child.postMessage(command),
    onReport: (listener) =>
      child.on("message", (message: EngineReport) => listener(message)),
    onExit: (listener) =>
      child.once("exit", (code) =>
        setTimeout(() => {
          app.off("child-process-gone", hearGone);
          listener(exitOf(code, gone, memory.ranOut));
        }, goneWithin),
      ),
    kill: () => void child.kill(),
  };
}

/**
 * Before version 35 Electron opens the null device for each process that it forks, does not use it
 * and never closes it (electron/electron#47515): every analysis would cost a handle for good.
 */
function withoutStrayHandle<T>(fork: () => T): T {
  const isClosed = parseInt(process.versions.electron) >= 35;
  if (isClosed || process.platform === "win32") return fork();
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
