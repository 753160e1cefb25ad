import { buffer } from "node:stream/consumers";
import {
  configure,
  Uint8ArrayReader,
  Uint8ArrayWriter,
  ZipReader,
} from "@zip.js/zip.js/lib/zip-core-native.js";
import { badFile } from "../../core/data/refuse";
import { LabFailure } from "../../core/errors";

// The engine is a process of its own already.
configure({ useWebWorkers: false });

const getAgain = "Download the file again, or save it again.";

/**
 * The files of a ZIP archive that are wanted, whole and with the right checksum, and the names of all.
 * @param limit of all that is unpacked, in bytes
 * @throws LabFailure that names the archive, and the file in it
 */
export async function zipMembers(
  path: string,
  wanted: readonly string[],
  pieces: () => AsyncIterable<Uint8Array>,
  limit: number,
) {
  const archive = new ZipReader(new Uint8ArrayReader(await buffer(pieces())), {
    checkSignature: true,
    checkOverlappingEntry: true,
  });
  try {
    const entries = await archive.getEntries();
    const names = entries.map(({ filename }) => filename);
    const found = new Map<string, Uint8Array>();
    let room = limit;
    for (const entry of entries) {
      if (entry.directory || !wanted.includes(entry.filename)) continue;
      if (found.has(entry.filename))
        throw badFile(`${path} holds ${entry.filename} twice.`, getAgain);
      if (entry.encrypted)
        throw badFile(
          `${path}: ${entry.filename} is encrypted.`,
          "Save it without a password.",
        );
      room -= entry.uncompressedSize;
      if (room < 0)
        throw badFile(
          `${path} is too large: at most ${Math.floor(limit / 2 ** 20)} MB can be read, counted after unpacking.`,
          "Choose a smaller file, for example one with fewer samples.",
        );
      // An entry that turns out longer than the directory says ends in an error at that point.
      found.set(entry.filename, await entry.getData(new Uint8ArrayWriter()));
    }
    return { found, names };
  } catch (thrown) {
    if (thrown instanceof LabFailure) throw thrown;
    throw badFile(
      `${path} is not a ZIP archive that can be read (${(thrown as Error).message}).`,
      getAgain,
    );
  } finally {
    await archive.close();
  }
}
