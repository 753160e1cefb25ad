import fs from "node:fs/promises";
import path from "node:path";
import { withTemporary } from "./cache.mjs";
import { linkTree } from "./link.mjs";
import { proxySettings } from "./network.mjs";
import { nodeHeaders } from "./node-headers.mjs";
import { usePart } from "./part.mjs";
import { RECIPE, SQLITE } from "./parts.mjs";
import { Problem } from "./problem.mjs";
import { isFull } from "./room.mjs";
import { OFFICIAL_LIMITS, runNode } from "./run.mjs";
import { stagePackage } from "./staging.mjs";

/** The binding's place in the package, and its name. */
export const SQLITE_FOLDER = path.join("build", "Release");
export const SQLITE_BINDING = "node_sqlite3.node";

/**
 * Puts the binding of SQLite into its package; one file serves Node and Electron.
 * @param {import("./context.mjs").Context} context
 */
export async function installSqlite(context) {
  const { project, root, log } = context;
  const step = context.progress.step(`SQLite ${SQLITE.version}`);
  const name = `sqlite3-${SQLITE.version}-${process.platform}-${process.arch}-r${RECIPE}`;
  const make = (/** @type {string} */ folder) => obtain(context, step, folder);
  try {
    await usePart(root, name, make, async (entry) => {
      await linkTree(
        entry,
        path.join(project, "node_modules", "sqlite3", SQLITE_FOLDER),
      );
      await runNode(["-e", 'require("sqlite3")'], { cwd: project, log });
    });
  } catch (error) {
    if (isFull(error)) throw error;
    throw new Problem(
      `SQLite could be neither downloaded nor compiled: install Python 3, make and g++ ` +
        `(on Debian: "apt-get install python3 make g++"), then run "npm run setup" again ` +
        `(details in ${log})`,
    );
  }
  step.done("ready");
}

async function obtain(
  /** @type {import("./context.mjs").Context} */ {
    project,
    root,
    log,
    official,
  },
  /** @type {import("./progress.mjs").Step} */ step,
  /** @type {string} */ folder,
) {
  await withTemporary(root, async (temporary) => {
    const home = await stagePackage(project, "sqlite3", temporary, ["build"]);
    const modules = path.join(project, "node_modules");
    // node-gyp writes beside the sources it compiles, so these must lie inside the copy.
    const sources = "node-addon-api";
    await fs.cp(
      path.join(modules, sources),
      path.join(home, "node_modules", sources),
      {
        recursive: true,
      },
    );
    const start = Date.now();
    const common = {
      log,
      cwd: home,
      env: { ...nodeHeaders(), ...proxySettings() },
    };
    const tick = (/** @type {string} */ what) => () =>
      step.update(`${what}, ${Math.round((Date.now() - start) / 1000)} s`);
    const download = [
      path.join(modules, "prebuild-install", "bin.js"),
      "-r",
      "napi",
    ];
    const compile = [
      path.join(modules, "node-gyp", "bin", "node-gyp.js"),
      "rebuild",
    ];
    try {
      if (!official) throw new Error("the official build is not wanted");
      const limits = OFFICIAL_LIMITS;
      await runNode(download, {
        ...common,
        watch: [home],
        onBytes: tick("downloading"),
        limits,
      });
    } catch {
      await runNode(compile, { ...common, onBytes: tick("compiling") });
    }
    const binding = path.join(home, SQLITE_FOLDER, SQLITE_BINDING);
    await fs.rename(binding, path.join(folder, SQLITE_BINDING));
  });
}
