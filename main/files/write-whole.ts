import { randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { LabFailure } from "../../core/errors";
import { shown } from "../../core/text/shown";

/**
 * Writes a file whole or not at all: what was there before stays until the new one is on the disk.
 * @throws LabFailure `file`
 */
export async function writeWhole(
  path: string,
  data: string | Uint8Array | AsyncIterable<string | Uint8Array>,
) {
  // In the same folder: a file is renamed at once only within one disk.
  const temporary = `${path}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    await writeFile(temporary, data, { flush: true });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    const { code, syscall } = error as NodeJS.ErrnoException;
    // Not from the disk but from what was to be written.
    if (code === undefined || syscall === undefined) throw error;
    throw new LabFailure({
      code: "file",
      message: `The file ${shown(basename(path))} cannot be written to ${shown(dirname(path))} (${code}).`,
      hint: hints[code] ?? "Save it in another folder.",
    });
  }
}

const hints: Record<string, string> = {
  ENOSPC: "The disk is full: make room on it, or save in another place.",
  ENOENT: "The folder is not there any more: choose another one.",
  EACCES: "Your account may not write there: choose another folder.",
  // Windows gives these two for a file that another program, such as a spreadsheet, has open.
  EPERM:
    "Your account may not write there, or another program has the file open: close it there, or choose another folder.",
  EBUSY:
    "Another program has the file open: close it there, or choose another name.",
  EROFS: "The disk is read-only: choose another folder.",
  EISDIR: "A folder has this name: choose another name.",
  ENAMETOOLONG: "Choose a shorter name.",
};
