import fs from "node:fs/promises";
import path from "node:path";
import { onExit } from "./cleanup.mjs";
import { isWhole, writeManifest } from "./manifest.mjs";

/**
 * The folder of a cache entry, made by `make` if it is missing, half-written or damaged.
 *
 * It is made beside its final place and renamed once whole, so nobody ever sees half of it; when
 * two processes make the same entry, the later one finds it there and keeps it.
 * @param {string} root
 * @param {string} name
 * @param {(folder: string) => Promise<void>} make fills an empty folder
 */
export async function cacheEntry(root, name, make) {
  const folder = path.join(root, name);
  if (await isWhole(folder)) return folder;
  await fs.mkdir(root, { recursive: true });
  return withTemporary(root, async (temporary) => {
    const fresh = path.join(temporary, "entry");
    await fs.mkdir(fresh);
    await make(fresh);
    await writeManifest(fresh);
    if (await isWhole(folder)) return folder;
    await fs.rename(folder, path.join(temporary, "old")).catch(ignoreMissing);
    try {
      await fs.rename(fresh, folder);
    } catch (error) {
      if (!(await isWhole(folder))) throw error;
    }
    return folder;
  });
}

/**
 * Lends a new folder for the time of `use`, and removes it whatever happens.
 * @template T
 * @param {string} root
 * @param {(folder: string) => Promise<T>} use
 */
export async function withTemporary(root, use) {
  const folder = await fs.mkdtemp(path.join(root, ".tmp-"));
  const forget = onExit.removing(folder);
  try {
    return await use(folder);
  } finally {
    forget();
    await fs.rm(folder, { recursive: true, force: true });
  }
}

/** Removes what a killed setup left behind. Only for the holder of the setup lock. */
export async function sweepTemporary(/** @type {string} */ root) {
  for (const name of await fs.readdir(root)) {
    if (name.startsWith(".tmp-"))
      await fs.rm(path.join(root, name), { recursive: true, force: true });
  }
}

function ignoreMissing(/** @type {NodeJS.ErrnoException} */ error) {
  if (error.code !== "ENOENT") throw error;
}
