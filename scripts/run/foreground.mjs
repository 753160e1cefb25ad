import { spawn } from "node:child_process";
import os from "node:os";

/**
 * Runs a program in the foreground, on this one's terminal.
 * @param {string} command
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 * @returns {Promise<number>} its exit status, as a shell would give it
 */
export function runInForeground(command, args, options) {
  const child = spawn(command, args, { stdio: "inherit", ...options });
  const forward = (/** @type {NodeJS.Signals} */ signal) => {
    // From a terminal, Ctrl-C has reached a child of the same group already.
    const isTold = process.stdin.isTTY && !options.detached;
    if (signal !== "SIGINT" || !isTold) child.kill(signal);
  };
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, forward);
  }
  // Whatever ends this program ends the child.
  const end = () => child.kill();
  process.on("exit", end);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      process.off("exit", end);
      for (const name of ["SIGINT", "SIGTERM", "SIGHUP"])
        process.off(name, forward);
      resolve(
        code ??
          128 + os.constants.signals[/** @type {NodeJS.Signals} */ (signal)],
      );
    });
  });
}
