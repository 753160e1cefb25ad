import fs from "node:fs/promises";
import path from "node:path";
import { cacheEntry, withTemporary } from "./cache.mjs";
import { linkTree } from "./link.mjs";
import { nodeHeaders } from "./node-headers.mjs";
import { RECIPE, SQLITE } from "./parts.mjs";
import { Problem } from "./problem.mjs";
import { OFFICIAL_LIMITS, runNode } from "./run.mjs";
import { stagePackage } from "./staging.mjs";

/** @typedef {import("./context.mjs").Context} Context */

/** The binding's place in the package, and its name. */
export const SQLITE_FOLDER = path.join("build", "Release");
const BINDING = "node_sqlite3.node";

/**
 * Puts the binding of SQLite into its package; one file serves Node and Electron.
 * @param {Context} context
 */
export async function installSqlite(context) {
  const { project, root, log } = context;
  const step = context.progress.step(`SQLite ${SQLITE.version}`);
  const name = `sqlite3-${SQLITE.version}-${process.platform}-${process.arch}-r${RECIPE}`;
  const entry = await cacheEntry(root, name, (folder) => obtain(context, step, folder));
  await linkTree(entry, path.join(project, "node_modules", "sqlite3", SQLITE_FOLDER));
  try {
    await runNode(["-e", 'require("sqlite3")'], { cwd: project, log });
  } catch {
    throw new Problem(
      `SQLite does not load on this machine: remove ${entry} and run "npm run setup" again ` +
        `(details in ${log}).`,
    );
  }
  step.done("ready");
}

async function obtain(
  /** @type {Context} */ { project, root, log, official },
  /** @type {import("./progress.mjs").Step} */ step,
  /** @type {string} */ folder,
) {
  await withTemporary(root, async (temporary) => {
    const home = await stagePackage(project, "sqlite3", temporary, ["build"]);
    const modules = path.join(project, "node_modules");
    const common = { log, cwd: home, env: nodeHeaders() };
    const start = Date.now();
    const tick = (/** @type {string} */ what) => () =>
      step.update(`${what}, ${Math.round((Date.now() - start) / 1000)} s`);
    const download = [path.join(modules, "prebuild-install", "bin.js"), "-r", "napi"];
    const compile = [path.join(modules, "node-gyp", "bin", "node-gyp.js"), "rebuild"];
    try {
      if (!official) throw new Error("the official build is not wanted");
      const limits = OFFICIAL_LIMITS;
      await runNode(download, { ...common, watch: [home], onBytes: tick("downloading"), limits });
    } catch {
      try {
        await runNode(compile, { ...common, onBytes: tick("compiling") });
      } catch {
        throw new Problem(
          `SQLite could not be downloaded nor compiled: install Python 3, make and g++ ` +
            `(on Debian: "apt-get install python3 make g++"), then run "npm run setup" again ` +
            `(details in ${log}).`,
        );
      }
    }
    await fs.rename(path.join(home, SQLITE_FOLDER, BINDING), path.join(folder, BINDING));
  });
}
