import fs from "node:fs/promises";
import path from "node:path";
import { withTemporary } from "./cache.mjs";
import { linkTree } from "./link.mjs";
import { proxySettings } from "./network.mjs";
import { nodeHeaders } from "./node-headers.mjs";
import { usePart } from "./part.mjs";
import { hasRegistrySource, RECIPE, TENSORFLOW } from "./parts.mjs";
import { Problem } from "./problem.mjs";
import { megabytes } from "./progress.mjs";
import { OFFICIAL_LIMITS, runNode } from "./run.mjs";
import { stagePackage } from "./staging.mjs";
import { buildFromWheel } from "./tensorflow-from-wheel.mjs";

/** @typedef {import("./context.mjs").Context} Context */
/** @typedef {import("./progress.mjs").Step} Step */

const PACKAGE = "@tensorflow/tfjs-node";

/** What an install adds to the package: the C library, and the binding that finds it by path. */
export const TENSORFLOW_FOLDERS = ["deps", "lib"];

/**
 * Puts TensorFlow's C library and its binding into tfjs-node.
 * @param {Context} context
 */
export async function installTensorflow(context) {
  const { napi, version } = TENSORFLOW;
  const step = context.progress.step("TensorFlow");
  const target = `${process.platform}-${process.arch}-napi${napi}`;
  const name = `tensorflow-${version}-${target}-r${RECIPE}`;
  const make = (/** @type {string} */ folder) => obtain(context, step, folder);
  await usePart(context.root, name, make, async (entry) => {
    step.update("trying it");
    const home = path.join(context.project, "node_modules", PACKAGE);
    for (const part of TENSORFLOW_FOLDERS) {
      await linkTree(path.join(entry, part), path.join(home, part));
    }
    await runNode(["-e", `require("${PACKAGE}")`], {
      cwd: context.project,
      log: context.log,
    });
  });
  step.done("ready");
}

async function obtain(
  /** @type {Context} */ context,
  /** @type {Step} */ step,
  /** @type {string} */ folder,
) {
  await withTemporary(context.root, async (temporary) => {
    const leaveOut = [...TENSORFLOW_FOLDERS, "build"];
    const home = await stagePackage(
      context.project,
      PACKAGE,
      temporary,
      leaveOut,
    );
    if (!(context.official && (await installOfficially(context, step, home)))) {
      if (!hasRegistrySource)
        throw new Problem("TensorFlow's own installer failed");
      await buildFromWheel(context, step, home, temporary);
    }
    await fs.rm(path.join(home, "deps", "include"), {
      recursive: true,
      force: true,
    });
    for (const part of TENSORFLOW_FOLDERS) {
      await fs.rename(path.join(home, part), path.join(folder, part));
    }
  });
}

/** Lets the package's installer download the C library and download or build the binding. */
async function installOfficially(
  /** @type {Context} */ { project, log },
  /** @type {Step} */ step,
  /** @type {string} */ home,
) {
  const commands = path.join(project, "node_modules", ".bin");
  try {
    await runNode([path.join("scripts", "install.js")], {
      log,
      cwd: home,
      env: {
        ...nodeHeaders(),
        ...proxySettings(),
        PATH: `${commands}${path.delimiter}${process.env.PATH}`,
      },
      watch: [home],
      onBytes: (bytes) => step.update(megabytes(bytes)),
      // Long enough for the compiler to be silent.
      limits: { ...OFFICIAL_LIMITS, stallSeconds: 180 },
    });
    if (process.platform === "win32") await placeLibraryBesideBinding(home);
    await runNode(
      ["-e", `require("./lib/napi-v${TENSORFLOW.napi}/tfjs_binding.node")`],
      {
        log,
        cwd: home,
      },
    );
    return true;
  } catch {
    for (const part of TENSORFLOW_FOLDERS) {
      await fs.rm(path.join(home, part), { recursive: true, force: true });
    }
    return false;
  }
}

/** Windows looks beside the binding, where the installer put a link to the temporary folder. */
async function placeLibraryBesideBinding(/** @type {string} */ home) {
  const beside = path.join(
    home,
    "lib",
    `napi-v${TENSORFLOW.napi}`,
    "tensorflow.dll",
  );
  await fs.rm(beside, { force: true });
  await fs.copyFile(path.join(home, "deps", "lib", "tensorflow.dll"), beside);
}
