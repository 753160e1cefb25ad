import fs from "node:fs/promises";
import path from "node:path";
import { onExit } from "./cleanup.mjs";

const BEAT_MS = 2_000;
const STALE_MS = 15_000;

/**
 * Lets one setup at a time use the cache and the checkout. The holder touches its file while it
 * lives; a file that is no longer touched belongs to a killed process and is taken over.
 * @template T
 * @param {string} root
 * @param {() => void} onWait called once if another setup is under way
 * @param {() => Promise<T>} use
 */
export async function withLock(root, onWait, use) {
  const file = path.join(root, "setup.lock");
  await fs.mkdir(root, { recursive: true });
  for (let waited = false; !(await take(file)); waited = true) {
    if (!waited) onWait();
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const forget = onExit.removing(file);
  const beat = setInterval(() => {
    const now = new Date();
    fs.utimes(file, now, now).catch(() => {});
  }, BEAT_MS);
  try {
    return await use();
  } finally {
    clearInterval(beat);
    forget();
    await fs.rm(file, { force: true });
  }
}

async function take(/** @type {string} */ file) {
  try {
    await fs.writeFile(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST")
      throw error;
  }
  const stat = await fs.stat(file).catch(() => undefined);
  if (stat && Date.now() - stat.mtimeMs > STALE_MS)
    await fs.rm(file, { force: true });
  return false;
}
