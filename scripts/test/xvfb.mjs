import { spawn } from "node:child_process";
import { killTree, onExit } from "../setup/cleanup.mjs";
import { Problem } from "../setup/problem.mjs";
import { hasCommand } from "../setup/system-look.mjs";

/**
 * Lends a display for the time of `use`: the one there is, or on Linux an invisible one of its
 * own.
 * @template T
 * @param {(env: NodeJS.ProcessEnv) => Promise<T>} use is given what to add to the environment
 */
export async function withDisplay(use) {
  if (process.platform !== "linux" || process.env.DISPLAY) return use({});
  if (!hasCommand("Xvfb")) {
    throw new Problem(
      `The tests of the window need a display: run "apt-get install -y xvfb" as root`,
    );
  }
  // Without -noreset the server restarts when one window closes and may miss the next.
  const screen = [
    "-screen",
    "0",
    "1280x800x24",
    "-nolisten",
    "tcp",
    "-noreset",
  ];
  const server = spawn("Xvfb", ["-displayfd", "3", ...screen], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
    detached: true,
  });
  const forget = onExit.killing(server);
  try {
    const display = await numberFrom(server);
    return await use({ DISPLAY: `:${display}` });
  } finally {
    forget();
    killTree(server);
  }
}

/** @param {import("node:child_process").ChildProcess} server @returns {Promise<string>} */
function numberFrom(server) {
  const answer = /** @type {import("node:stream").Readable} */ (
    server.stdio[3]
  );
  return new Promise((resolve, reject) => {
    answer.once("data", (data) => resolve(String(data).trim()));
    server.once("exit", () =>
      reject(new Problem("Xvfb, the invisible display, did not start")),
    );
    server.once("error", reject);
  });
}
