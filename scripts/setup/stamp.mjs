import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { electronExecutable } from "./electron.mjs";
import { OLD_ELECTRON, RECIPE, SQLITE, TENSORFLOW } from "./parts.mjs";
import { SQLITE_BINDING, SQLITE_FOLDER } from "./sqlite.mjs";

/**
 * What a finished setup leaves in node_modules, so that the next one sees in a moment that there
 * is nothing to do.
 * @typedef {object} Stamp
 * @property {string} key what was asked for: packages, parts, system
 * @property {Record<string, number>} sizes files that must still be there
 * @property {string} [tensorflowProblem] why TensorFlow is not there
 * @property {string} [electronProblem] why Electron is not the current one
 * @property {boolean} [headless] whether it did without Electron
 */

const fileOf = (/** @type {string} */ project) =>
  path.join(project, "node_modules", ".edge-lab-setup.json");

function keyOf(/** @type {string} */ project) {
  const hash = createHash("sha256");
  for (const file of ["package-lock.json", "node_modules/.package-lock.json"]) {
    hash.update(fs.readFileSync(path.join(project, file)));
  }
  hash.update(
    JSON.stringify([
      RECIPE,
      OLD_ELECTRON,
      TENSORFLOW,
      SQLITE,
      process.platform,
    ]),
  );
  return hash.update(process.arch).digest("hex");
}

/** @returns {Stamp | undefined} the stamp, if all that it tells of is still there */
export function readStamp(/** @type {string} */ project) {
  try {
    const stamp = JSON.parse(fs.readFileSync(fileOf(project), "utf8"));
    const whole = Object.entries(stamp.sizes).every(
      ([name, size]) => fs.statSync(path.join(project, name)).size === size,
    );
    return whole && stamp.key === keyOf(project) ? stamp : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {string} project
 * @param {{ tensorflowProblem?: string, electronProblem?: string, headless: boolean }} outcome
 */
export function writeStamp(project, outcome) {
  const { tensorflowProblem, electronProblem, headless } = outcome;
  /** @type {Stamp} */
  const stamp = { key: keyOf(project), sizes: {} };
  if (electronProblem) stamp.electronProblem = electronProblem;
  if (tensorflowProblem) stamp.tensorflowProblem = tensorflowProblem;
  if (headless) stamp.headless = true;
  const parts = {
    tensorflow: tensorflowProblem === undefined,
    electron: !headless,
  };
  for (const file of installedFiles(project, parts)) {
    stamp.sizes[path.relative(project, file)] = fs.statSync(file).size;
  }
  fs.writeFileSync(fileOf(project), JSON.stringify(stamp, null, 1));
}

function installedFiles(
  /** @type {string} */ project,
  /** @type {{ tensorflow: boolean, electron: boolean }} */ parts,
) {
  const modules = path.join(project, "node_modules");
  const electron = path.join(modules, "electron");
  const files = [
    ...(parts.electron
      ? [
          path.join(electron, "path.txt"),
          path.join(electron, "dist", electronExecutable),
          path.join(electron, "dist", "version"),
        ]
      : []),
    path.join(modules, "sqlite3", SQLITE_FOLDER, SQLITE_BINDING),
  ];
  const tfjs = path.join(modules, "@tensorflow", "tfjs-node");
  const folders = [
    path.join("deps", "lib"),
    path.join("lib", `napi-v${TENSORFLOW.napi}`),
  ];
  for (const folder of parts.tensorflow
    ? folders.map((name) => path.join(tfjs, name))
    : []) {
    for (const name of fs.readdirSync(folder))
      files.push(path.join(folder, name));
  }
  return files;
}
