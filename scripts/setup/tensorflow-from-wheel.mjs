import fs from "node:fs/promises";
import path from "node:path";
import { nodeHeaders } from "./node-headers.mjs";
import { TENSORFLOW } from "./parts.mjs";
import { Problem } from "./problem.mjs";
import { megabytes } from "./progress.mjs";
import { downloadFromPyPI } from "./registry.mjs";
import { isFull, requireRoom } from "./room.mjs";
import { run, runNode } from "./run.mjs";
import { unzip } from "./unzip.mjs";

const LIBRARY = "libtensorflow_cc.so.2";
const FRAMEWORK = "libtensorflow_framework.so.2";
const HEADERS = /^tensorflow\/include\/((?:tensorflow|absl|tsl|xla)\/.*)$/;

/** Bytes of the wheel, its library and its header files while the binding is compiled. */
const WHEEL_ROOM = 1.6e9;

/** Where a member of TensorFlow's Python wheel belongs in tfjs-node, as far as it is needed. */
export function placeInTfjs(/** @type {string} */ name) {
  const header = HEADERS.exec(name);
  if (header) return path.join("deps", "include", header[1]);
  if (name === `tensorflow/${LIBRARY}`)
    return path.join("deps", "lib", LIBRARY);
  if (name === `tensorflow/${FRAMEWORK}`)
    return path.join("deps", "lib", FRAMEWORK);
  return undefined;
}

/**
 * Builds tfjs-node's binding against the C library inside TensorFlow's Python wheel.
 * @param {import("./context.mjs").Context} context
 * @param {import("./progress.mjs").Step} step
 * @param {string} home a copy of the package
 * @param {string} temporary
 */
export async function buildFromWheel({ project, log }, step, home, temporary) {
  requireRoom(home, WHEEL_ROOM, "TensorFlow and its binding");
  const wheel = await download(step, temporary, log);
  await unzip(wheel, home, placeInTfjs, (bytes) =>
    step.update(`unpacking ${megabytes(bytes)}`),
  );
  // The names that the linker, and the binding at run time, look for.
  const library = path.join(home, "deps", "lib");
  await fs.symlink(LIBRARY, path.join(library, "libtensorflow.so"));
  await fs.symlink(LIBRARY, path.join(library, "libtensorflow.so.2"));
  await fs.symlink(FRAMEWORK, path.join(library, "libtensorflow_framework.so"));
  const tool = path.join(
    project,
    "node_modules",
    "@mapbox",
    "node-pre-gyp",
    "bin",
    "node-pre-gyp",
  );
  const start = Date.now();
  try {
    await runNode([tool, "install", "--build-from-source"], {
      log,
      cwd: home,
      env: nodeHeaders(),
      onBytes: () =>
        step.update(`compiling, ${Math.round((Date.now() - start) / 1000)} s`),
    });
  } catch (error) {
    if (isFull(error)) throw error;
    throw new Problem(
      `TensorFlow's binding could not be compiled, for which it takes Python 3, make, g++ and ` +
        `Node's header files`,
    );
  }
}

async function download(
  /** @type {import("./progress.mjs").Step} */ step,
  /** @type {string} */ temporary,
  /** @type {string} */ log,
) {
  await run("python3", ["-m", "pip", "--version"], { log }).catch(() => {
    throw new Problem(
      `TensorFlow could not be had from its own host, and the other way takes Python 3 with pip ` +
        `(on Debian: "apt-get install python3-pip")`,
    );
  });
  try {
    return await downloadFromPyPI(TENSORFLOW, temporary, log, (bytes) =>
      step.update(megabytes(bytes, TENSORFLOW.bytes)),
    );
  } catch (error) {
    if (error instanceof Problem || isFull(error)) throw error;
    throw new Problem(
      `TensorFlow could not be had from its own host, nor from the Python package index`,
    );
  }
}
