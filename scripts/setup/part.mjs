import fs from "node:fs/promises";
import { cacheEntry } from "./cache.mjs";

/**
 * Brings a part from the cache into the checkout and tries it. An entry from an earlier setup
 * that turns out not to work here, say after an upgrade of the system, is made anew once.
 * @param {string} root
 * @param {string} name
 * @param {(folder: string) => Promise<void>} make fills an empty cache entry
 * @param {(entry: string) => Promise<void>} use places it and tries it
 */
export async function usePart(root, name, make, use) {
  let fresh = false;
  const entry = () =>
    cacheEntry(root, name, (folder) => {
      fresh = true;
      return make(folder);
    });
  const folder = await entry();
  try {
    await use(folder);
  } catch (error) {
    await fs.rm(folder, { recursive: true, force: true });
    if (fresh) throw error;
    await use(await entry());
  }
}
