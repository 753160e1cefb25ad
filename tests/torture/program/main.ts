/**
 * The main process without its window: the real archive, its keeper and its engine process. Prints
 * a line of JSON for all that it tells, and answers a line of JSON for each request on a line.
 */
import { fork } from "node:child_process";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { received } from "../../../core/contract/api";
import type { EngineReport } from "../../../core/contract/engine";
import { ArchiveKeeper } from "../../../main/archive-keeper";
import type { EngineChild } from "../../../main/engine/child";
import { OpenedFiles } from "../../../main/files/opened-files";
import { makeHandlers } from "../../../main/handlers";
import { SessionMark } from "../../../main/session-mark";
import { SettingsFile } from "../../../main/settings";
import type { Line, Request } from "./lines";

const [archivePath, ...engineOptions] = process.argv.slice(2);
const folder = dirname(archivePath);

// Synchronous for a pipe: what was printed has left this process.
const say = (line: Line) => process.stdout.write(`${JSON.stringify(line)}\n`);

const keeper = new ArchiveKeeper({
  version: "0",
  about: () => Promise.resolve({ versions: [], licences: [] }),
  archivePath,
  fork: forkEngine,
  dialogs: {
    save: () => Promise.resolve(null),
    open: () => Promise.resolve([]),
  },
  settings: new SettingsFile(folder),
  settingsChanged: () => undefined,
  chooseFolder: () => Promise.resolve(null),
  printReport: () => Promise.reject(new Error("There is no window.")),
  printFigure: () => Promise.reject(new Error("There is no window.")),
  clipboard: { write: async () => false, hasPicture: async () => false },
  announce: (event, payload) => say({ event, payload } as Line),
  onError: (error) => say({ event: "error", payload: String(error) }),
  mark: new SessionMark(folder),
  startAnew: () => undefined,
  showFile: () => undefined,
  openedFiles: new OpenedFiles(),
});

const handlers = makeHandlers(keeper, (error) =>
  say({ event: "error", payload: String(error) }),
);

createInterface({ input: process.stdin }).on("line", (text) => {
  const { id, request, args } = JSON.parse(text) as Request;
  if (request === "close")
    void keeper.close().then(() => {
      say({ answer: id });
      process.exit();
    });
  else
    void handlers[request](args).then((sent) => {
      const reply = received<unknown>(sent);
      say(
        reply.ok
          ? { answer: id, value: reply.value }
          : { answer: id, error: reply.error },
      );
    });
});

function forkEngine(): EngineChild {
  const child = fork(join(import.meta.dirname, "engine.js"), [], {
    execArgv: engineOptions,
    serialization: "advanced",
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  child.on("error", () => undefined);
  say({ event: "engine", payload: child.pid ?? 0 });
  return {
    send: (command) => void (child.connected && child.send(command)),
    onReport: (listener) =>
      child.on("message", (report) => listener(report as EngineReport)),
    onExit: (listener) =>
      child.once("exit", (code, signal) =>
        listener({ reason: "failed", detail: signal ?? `code ${code}` }),
      ),
    kill: () => void child.kill("SIGKILL"),
  };
}
