import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { killTree, onExit } from "./cleanup.mjs";
import { NO_ROOM } from "./network.mjs";

/**
 * Limits for a program that downloads. It may take as long as it likes while bytes arrive; a
 * network that never answers, or stops answering, is given up quickly.
 */
export const OFFICIAL_LIMITS = { firstByteSeconds: 20, stallSeconds: 60 };
export const REGISTRY_LIMITS = { firstByteSeconds: 90, stallSeconds: 90 };

/**
 * @typedef {object} RunOptions
 * @property {string} log file that gets the program's output
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] added to this process's environment
 * @property {string[]} [watch] folders that grow while it works
 * @property {(bytes: number) => void} [onBytes] told their size twice a second
 * @property {{ firstByteSeconds: number, stallSeconds: number }} [limits]
 */

/**
 * A program that failed.
 * @typedef {Error & { output?: string, code?: string }} RunError `output` is what it printed; `code` is ENOSPC where
 *   that says so
 */

/**
 * Runs a program to its end; fails with a RunError if it fails or hangs.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} options
 */
export async function run(command, args, options) {
  const { log, cwd, env, watch = [], onBytes = () => {}, limits } = options;
  const output = fs.openSync(log, "a");
  fs.writeSync(output, `\n$ ${command} ${args.join(" ")}\n`);
  const before = fs.fstatSync(output).size;
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", output, output],
    detached: process.platform !== "win32",
    windowsHide: true,
    shell: command.endsWith(".cmd"),
  });
  fs.closeSync(output);
  const forget = onExit.killing(child);
  const start = sizeOf(watch);
  let bytes = start;
  let grewAt = Date.now();
  let hung = false;
  const timer = setInterval(() => {
    const size = sizeOf(watch);
    if (size !== bytes) grewAt = Date.now();
    bytes = size;
    onBytes(size - start);
    const limit =
      size === start ? limits?.firstByteSeconds : limits?.stallSeconds;
    if (limit !== undefined && Date.now() - grewAt > limit * 1000) {
      hung = true;
      killTree(child);
    }
  }, 500);
  try {
    const code = await new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    if (hung) throw new Error("no answer from the network");
    if (code !== 0)
      throw new Error(`${path.basename(command)} ended with status ${code}`);
  } catch (thrown) {
    const error = /** @type {RunError} */ (thrown);
    error.output = fs.readFileSync(log).subarray(before).toString();
    if (NO_ROOM.test(error.output)) error.code = "ENOSPC";
    try {
      fs.appendFileSync(log, `${command}: ${error}\n`);
    } catch {
      // The disk may be full: the error says more.
    }
    throw error;
  } finally {
    clearInterval(timer);
    forget();
  }
}

/** Runs a JavaScript program with this Node. */
export const runNode = (
  /** @type {string[]} */ args,
  /** @type {RunOptions} */ options,
) => run(process.execPath, args, options);

/** Bytes in the files under these folders; what vanishes while it looks counts as nothing. */
function sizeOf(/** @type {string[]} */ folders) {
  let bytes = 0;
  for (const folder of folders) {
    for (const entry of entriesOf(folder)) {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) bytes += sizeOf([file]);
      else bytes += fs.lstatSync(file, { throwIfNoEntry: false })?.size ?? 0;
    }
  }
  return bytes;
}

function entriesOf(/** @type {string} */ folder) {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
