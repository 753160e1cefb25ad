import fs from "node:fs/promises";
import { constants } from "node:fs";
import path from "node:path";
import { listFiles } from "./manifest.mjs";

/**
 * Shows a cache entry's folder inside a checkout: the files themselves as hard links, which cost
 * nothing and look like plain files to every tool, or as copies where the disk differs.
 * @param {string} from
 * @param {string} to replaced if it exists
 */
export async function linkTree(from, to) {
  await fs.rm(to, { recursive: true, force: true });
  await fs.mkdir(to, { recursive: true });
  for (const name of await listFiles(from)) {
    const source = path.join(from, name);
    const target = path.join(to, name);
    await fs.mkdir(path.dirname(target), { recursive: true });
    if ((await fs.lstat(source)).isSymbolicLink()) {
      await fs.symlink(await fs.readlink(source), target);
    } else {
      await linkFile(source, target);
    }
  }
}

/** @param {string} source @param {string} target replaced if it exists */
export async function linkFile(source, target) {
  await fs.rm(target, { force: true });
  try {
    await fs.link(source, target);
  } catch {
    await fs.copyFile(source, target, constants.COPYFILE_FICLONE);
  }
}
