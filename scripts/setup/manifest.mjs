import fs from "node:fs/promises";
import path from "node:path";
import { hashFile } from "./integrity.mjs";

const NAME = "manifest.json";

/** @typedef {{ path: string, size: number, run: boolean, sha256: string }} FileRecord */
/** @typedef {{ path: string, link: string }} LinkRecord */

/**
 * Every file and link under a folder, as paths with forward slashes, in a fixed order.
 * @param {string} folder
 * @returns {Promise<string[]>}
 */
export async function listFiles(folder) {
  const entries = await fs.readdir(folder, {
    recursive: true,
    withFileTypes: true,
  });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      path.relative(folder, path.join(entry.parentPath, entry.name)),
    )
    .map((name) => name.split(path.sep).join("/"))
    .filter((name) => name !== NAME)
    .sort();
}

/** @returns {Promise<FileRecord | LinkRecord>} */
async function describe(
  /** @type {string} */ folder,
  /** @type {string} */ name,
) {
  const file = path.join(folder, name);
  const stat = await fs.lstat(file);
  if (stat.isSymbolicLink())
    return { path: name, link: await fs.readlink(file) };
  const run = (stat.mode & 0o100) !== 0;
  return { path: name, size: stat.size, run, sha256: await hashFile(file) };
}

/** Records what a finished folder holds. Written last, so a folder without it was not finished. */
export async function writeManifest(/** @type {string} */ folder) {
  const records = [];
  for (const name of await listFiles(folder))
    records.push(await describe(folder, name));
  await fs.writeFile(path.join(folder, NAME), JSON.stringify(records, null, 1));
}

/**
 * Says whether a folder still holds exactly what its manifest says. Sizes are compared before
 * any content is read, so a cut-off file is noticed at once; then every byte is, which takes a
 * second or so for a gigabyte and happens only when a checkout is first set up.
 * @param {string} folder
 */
export async function isWhole(folder) {
  try {
    const records = JSON.parse(
      await fs.readFile(path.join(folder, NAME), "utf8"),
    );
    const names = records.map(
      (/** @type {{ path: string }} */ record) => record.path,
    );
    if (names.join("\n") !== (await listFiles(folder)).join("\n")) return false;
    for (const record of records) {
      const stat = await fs.lstat(path.join(folder, record.path));
      if (record.link === undefined && stat.size !== record.size) return false;
    }
    for (const record of records) {
      const actual = await describe(folder, record.path);
      if (JSON.stringify(actual) !== JSON.stringify(record)) return false;
    }
    return true;
  } catch {
    return false;
  }
}
