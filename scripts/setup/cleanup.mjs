import { spawnSync } from "node:child_process";
import fs from "node:fs";

/** @type {Set<() => void>} */
const tasks = new Set();

function register(/** @type {() => void} */ task) {
  if (tasks.size === 0) install();
  tasks.add(task);
  return () => {
    tasks.delete(task);
    if (tasks.size === 0) uninstall();
  };
}

/** What must not outlive this process, even when it is interrupted: each returns its undo. */
export const onExit = {
  removing: (/** @type {string} */ file) =>
    register(() => fs.rmSync(file, { recursive: true, force: true })),
  killing: (/** @type {import("node:child_process").ChildProcess} */ child) =>
    register(() => killTree(child)),
};

/**
 * Ends a program that was started detached, with all that it started.
 * @param {import("node:child_process").ChildProcess} child
 */
export function killTree(child) {
  if (child.pid === undefined || child.exitCode !== null) return;
  if (process.platform === "win32") {
    spawnSync("taskkill", ["/pid", String(child.pid), "/T", "/F"], {
      stdio: "ignore",
    });
    return;
  }
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It ended by itself in the meantime.
  }
}

const SIGNALS = /** @type {const} */ ({
  SIGINT: 130,
  SIGTERM: 143,
  SIGHUP: 129,
});

function runAll() {
  // Programs are ended before the folders they write to are removed.
  for (const task of [...tasks].reverse()) task();
}

function leave(/** @type {keyof typeof SIGNALS} */ signal) {
  process.exit(SIGNALS[signal]);
}

// Installed only while there is something to clean up: afterwards signals mean what they did.
function install() {
  process.on("exit", runAll);
  for (const signal of Object.keys(SIGNALS)) process.on(signal, leave);
}

function uninstall() {
  process.off("exit", runAll);
  for (const signal of Object.keys(SIGNALS)) process.off(signal, leave);
}
