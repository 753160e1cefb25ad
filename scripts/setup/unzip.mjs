import fs from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";

/**
 * Unpacks a part of a zip archive, with run bits and links.
 * @param {string} archive
 * @param {string} target
 * @param {(name: string) => string | undefined} place where a member goes; undefined leaves it out
 * @param {(bytes: number) => void} [onBytes] told how much has been written so far
 */
export async function unzip(archive, target, place, onBytes = () => {}) {
  // Loaded here: set-up installs it first.
  const { default: yauzl } = await import("yauzl");
  const zip = await promisify(yauzl.open)(archive, {
    lazyEntries: true,
    autoClose: true,
  });
  const open = promisify(zip.openReadStream.bind(zip));
  const made = new Set();
  let bytes = 0;
  await new Promise((resolve, reject) => {
    zip.on("error", reject);
    zip.on("end", resolve);
    zip.on("entry", (/** @type {any} */ entry) => {
      extract(entry).then(() => zip.readEntry(), reject);
    });
    zip.readEntry();
  });

  async function extract(/** @type {any} */ entry) {
    const name = entry.fileName.endsWith("/")
      ? undefined
      : place(entry.fileName);
    if (name === undefined) return;
    const file = path.join(target, name);
    const folder = path.dirname(file);
    if (!made.has(folder)) fs.mkdirSync(folder, { recursive: true });
    made.add(folder);
    const mode = entry.externalFileAttributes >>> 16;
    const stream = await open(entry);
    if ((mode & 0o170000) === 0o120000) {
      const link = Buffer.concat(await stream.toArray()).toString();
      fs.symlinkSync(link, file);
      return;
    }
    const output = fs.createWriteStream(file, {
      mode: mode & 0o100 ? 0o755 : 0o644,
    });
    stream.on("data", (/** @type {Buffer} */ block) =>
      onBytes((bytes += block.length)),
    );
    await pipeline(stream, output);
  }
}
