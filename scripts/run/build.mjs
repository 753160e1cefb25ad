import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { withLock } from "../setup/lock.mjs";
import { Problem } from "../setup/problem.mjs";

const SOURCES = [
  "core",
  "main",
  "renderer",
  "build",
  "electron.vite.config.ts",
  "docs",
  "README.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "scripts/docs",
  "scripts/package/licences.mjs",
  "scripts/package/shipped.mjs",
  "package-lock.json",
  // Stands among the licences.
  "node_modules/electron/dist/version",
];
const PRODUCTS = [
  "main/main.js",
  "main/cli.js",
  "main/worker.js",
  "preload/preload.cjs",
  "renderer/index.html",
];

/**
 * Builds the program into out/ unless what is there was made of exactly these sources.
 * @param {string} project
 * @param {NodeJS.WritableStream} stream where its one line goes
 */
export async function buildIfStale(project, stream) {
  const out = path.join(project, "out");
  const stamp = path.join(out, ".built-from");
  const isFresh = () =>
    PRODUCTS.every((name) => fs.existsSync(path.join(out, name))) &&
    fs.existsSync(stamp) &&
    fs.readFileSync(stamp, "utf8") === hashSources(project);
  if (isFresh()) return;
  await withLock(
    out,
    () => {},
    async () => {
      if (isFresh()) return; // Built by the one that had the lock.
      const sources = hashSources(project);
      fs.rmSync(stamp, { force: true });
      stream.write("Building\n");
      build(project);
      fs.writeFileSync(stamp, sources);
    },
  );
}

function build(/** @type {string} */ project) {
  const tool = path.join(
    project,
    "node_modules",
    "electron-vite",
    "bin",
    "electron-vite.js",
  );
  const options = { cwd: project, encoding: /** @type {const} */ ("utf8") };
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [tool, "build"],
    options,
  );
  if (status === 0) return;
  process.stderr.write(`${stdout}${stderr}`);
  throw new Problem(
    `The build failed, as said above: run "npm run build" to see it again`,
  );
}

/** @param {string} project @returns {string} a hash of every source file's path and content */
export function hashSources(project) {
  return hashOf(project, SOURCES);
}

/**
 * @param {string} project
 * @param {string[]} names files and folders in it
 * @returns {string} a hash of every file's path and content
 */
export function hashOf(project, names) {
  const hash = createHash("sha256");
  for (const name of names) {
    for (const file of filesUnder(path.join(project, name))) {
      hash
        .update(`${path.relative(project, file)}\0`)
        .update(fs.readFileSync(file))
        .update("\0");
    }
  }
  return hash.digest("hex");
}

/** @returns {string[]} */
function filesUnder(/** @type {string} */ file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat ? [file] : [];
  return fs
    .readdirSync(file)
    .sort()
    .flatMap((name) => filesUnder(path.join(file, name)));
}
