import fs from "node:fs/promises";
import path from "node:path";
import { withTemporary } from "./cache.mjs";
import { prepareElectron } from "./electron-from-npm.mjs";
import { wantedElectron } from "./installed-electron.mjs";
import { linkFile, linkTree } from "./link.mjs";
import { proxySettings } from "./network.mjs";
import { usePart } from "./part.mjs";
import { hasRegistrySource, OLD_ELECTRON, RECIPE } from "./parts.mjs";
import { Problem } from "./problem.mjs";
import { megabytes } from "./progress.mjs";
import { isFull, requireRoom } from "./room.mjs";
import { downloadFromNpm } from "./registry.mjs";
import { OFFICIAL_LIMITS, run, runNode } from "./run.mjs";
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
 * `electron` command, Playwright and electron-builder find it without being told. Where the host of
 * the current one does not answer, this is the newest one of the npm registry.
 * @param {import("./context.mjs").Context} context
 * @returns {Promise<{ electronProblem?: string }>} why it is not the current one, if it is not
 */
export async function installElectron(context) {
  const wanted = wantedElectron(context.project);
  const step = context.progress.step(`Electron ${wanted}`);
  try {
    await place(context, wanted, (folder) => obtain(context, step, folder));
    step.done("ready");
    return {};
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
  }
  if (!hasRegistrySource) {
    throw new Problem(
      `Electron could not be downloaded: check the network, then run "npm run setup" again ` +
        `(details in ${context.log})`,
    );
  }
  const { version } = OLD_ELECTRON;
  step.done("not to be had here");
  const old = context.progress.step(`Electron ${version}`);
  await place(context, version, (folder) => obtainOld(context, old, folder));
  await placeOldTypes(context);
  old.done("ready");
  const electronProblem =
    `Electron ${wanted} could not be downloaded from its own host, so the window uses ${version} of the npm ` +
    `registry, which gets no security fixes any more: run "npm run setup" on a network that reaches github.com`;
  return { electronProblem };
}

/** Bytes of what is downloaded and unpacked of the older one, at the most at once. */
const ROOM = 9e8;

/** The official host did not give the archive, or gave another one than the package's checksums name. */
class NoAnswer extends Error {}

/**
 * @param {import("./context.mjs").Context} context
 * @param {string} version
 * @param {(folder: string) => Promise<void>} make
 */
async function place({ project, root }, version, make) {
  const name = `electron-${version}-${process.platform}-${process.arch}-r${RECIPE}`;
  const home = path.join(project, "node_modules", "electron");
  await usePart(root, name, make, async (entry) => {
    await linkTree(entry, path.join(home, "dist"));
    await fs.rm(path.join(home, OLD_TYPES), { force: true });
    await fs.writeFile(path.join(home, "path.txt"), electronExecutable);
  });
}

/** Where the older Electron's types lie in the package, beside those of the current one. */
const OLD_TYPES = "installed.d.ts";

async function placeOldTypes(
  /** @type {import("./context.mjs").Context} */ { project, root, log },
) {
  const { version, types } = OLD_ELECTRON;
  const make = (/** @type {string} */ folder) =>
    withTemporary(root, async (temporary) => {
      const archive = await downloadFromNpm(types, temporary, log, () => {});
      const member = "package/electron.d.ts";
      await run("tar", ["-xzf", archive, "-C", temporary, member], { log });
      const file = path.join(folder, "electron.d.ts");
      await fs.rename(path.join(temporary, member), file);
    });
  const name = `electron-types-${version}-r${RECIPE}`;
  const target = path.join(project, "node_modules", "electron", OLD_TYPES);
  await usePart(root, name, make, (entry) =>
    linkFile(path.join(entry, "electron.d.ts"), target),
  );
}

/**
 * @param {import("./context.mjs").Context} context
 * @param {import("./progress.mjs").Step} step
 * @param {string} folder
 */
async function obtainOld(context, step, folder) {
  requireRoom(context.root, ROOM, "Electron and its archive");
  await withTemporary(context.root, async (temporary) => {
    try {
      const archive = await downloadFromNpm(
        OLD_ELECTRON,
        temporary,
        context.log,
        (bytes) => step.update(megabytes(bytes, OLD_ELECTRON.bytes)),
      );
      step.update("unpacking");
      await prepareElectron(context, archive, temporary, folder);
    } catch (error) {
      if (error instanceof Problem) {
        throw new Problem(
          `${error.message}; run "npm run setup" again, on another network if need be`,
        );
      }
      if (isFull(error)) throw error;
      throw new Problem(
        `Electron could not be had from its own host nor from the npm registry: check the ` +
          `network, then run "npm run setup" again (details in ${context.log})`,
      );
    }
  });
}

/**
 * Lets the package's installer download the official archive and compare it with the package's
 * checksums.json.
 */
async function obtain(
  /** @type {import("./context.mjs").Context} */ context,
  /** @type {import("./progress.mjs").Step} */ step,
  /** @type {string} */ folder,
) {
  const { project, root, log, official } = context;
  if (!official) throw new NoAnswer();
  await withTemporary(root, async (temporary) => {
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
          ...proxySettings(),
          TMPDIR: temporary,
          TEMP: temporary,
          TMP: temporary,
          ELECTRON_OVERRIDE_DIST_PATH: "",
          // The checksums of the package count, not those beside the archive.
          electron_use_remote_checksums: "",
          npm_config_electron_use_remote_checksums: "",
        },
        watch: [temporary],
        onBytes: (bytes) => step.update(megabytes(bytes)),
        limits: OFFICIAL_LIMITS,
      });
      await fs.access(path.join(dist, electronExecutable));
    } catch {
      throw new NoAnswer();
    }
    await fs.rmdir(folder);
    await fs.rename(dist, folder);
  });
}
