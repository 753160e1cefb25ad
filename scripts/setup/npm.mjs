import fs from "node:fs";
import path from "node:path";
import { npmProblem, proxyOf } from "./network.mjs";
import { Problem } from "./problem.mjs";
import { isFull, npmCache, requireRoom } from "./room.mjs";
import { run } from "./run.mjs";

/** Bytes of the packages and of what npm keeps of them. */
const PACKAGES_BYTES = 1.1e9;

/** How to run npm: the one that runs this script, where there is one. */
export function npm(/** @type {string[]} */ ...args) {
  const running = process.env.npm_execpath;
  if (running?.endsWith("npm-cli.js"))
    return { command: process.execPath, args: [running, ...args] };
  return { command: process.platform === "win32" ? "npm.cmd" : "npm", args };
}

/**
 * Says whether node_modules holds what package-lock.json asks for, by npm's own record of what
 * it installed.
 * @param {string} project
 */
export function packagesMatch(project) {
  const wanted = readPackages(path.join(project, "package-lock.json"));
  const installed = readPackages(
    path.join(project, "node_modules", ".package-lock.json"),
  );
  if (!wanted || !installed) return false;
  delete wanted[""]; // the project itself
  for (const [name, entry] of Object.entries(wanted)) {
    const found = installed[name];
    if (!found) {
      // npm leaves out what is optional and made for another system.
      if (!entry.optional) return false;
    } else if (
      found.version !== entry.version ||
      found.integrity !== entry.integrity
    ) {
      return false;
    } else if (!fs.existsSync(path.join(project, name, "package.json"))) {
      return false;
    }
  }
  return Object.keys(installed).every((name) => name in wanted);
}

/** @returns {Record<string, { version: string, integrity?: string, optional?: boolean }> | undefined} */
function readPackages(/** @type {string} */ file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/**
 * Installs the packages without their install scripts: those of the native parts would stop
 * everything on a network without their download hosts, and setup does their work.
 * @param {import("./context.mjs").Context} context
 */
export async function installPackages({ project, root, log, progress }) {
  if (packagesMatch(project)) return;
  requireRoom(project, PACKAGES_BYTES, "The packages");
  const step = progress.step("Packages");
  const start = Date.now();
  const tick = () =>
    step.update(`installing, ${Math.round((Date.now() - start) / 1000)} s`);
  const { command, args } = npm(
    "ci",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    // npm would wait for more than a minute where there is no network.
    "--fetch-retries=3",
    "--fetch-retry-mintimeout=3000",
    "--fetch-retry-maxtimeout=10000",
  );
  const env = { npm_config_cache: npmCache(root) };
  try {
    await run(command, args, { log, cwd: project, env, onBytes: tick });
  } catch (error) {
    if (isFull(error)) throw error;
    const { output } = /** @type {import("./run.mjs").RunError} */ (error);
    throw new Problem(
      `The packages could not be installed, ${npmProblem(output ?? "", proxyOf())}, then run "npm run setup" ` +
        `(details in ${log})`,
    );
  }
  step.done("installed");
}
