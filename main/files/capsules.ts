import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { ImportReply } from "../../core/contract/api";
import { LabFailure } from "../../core/errors";
import {
  largestCapsule,
  readCapsule,
  severalVersion,
  type ImportedRun,
} from "../../core/export/capsule";
import { resultFile } from "../../core/export/result-file";
import { shown } from "../../core/text/shown";
import type { Archive } from "../archive/archive";
import { readRecords } from "../archive/records";
import { decodeText } from "./decode";
import type { Dialogs } from "./dialogs";
import { askWhere, openFiles } from "./files";
import { writeWhole } from "./write-whole";

/** Saves runs as one file. @returns its path, or null when the person wants it nowhere */
export async function exportCapsules(
  archive: Archive,
  dialogs: Dialogs,
  ids: number[],
): Promise<string | null> {
  const { name } = await archive.openRun(ids[0]);
  const several = `${name} and ${ids.length - 1} more`;
  const path = await askWhere(
    dialogs,
    ids.length === 1 ? name : several,
    "edgelab",
  );
  if (path !== null)
    await writeWhole(path, withinLimit(capsuleText(archive, ids)));
  return path;
}

/**
 * Reads runs from files, all of them or none, and adds each that is not there yet to the archive.
 * @param paths of the files; the person chooses them when left out
 * @throws LabFailure `file` that names the file and what is wrong with it
 */
export async function importCapsules(
  archive: Archive,
  dialogs: Dialogs,
  paths?: string[],
): Promise<ImportReply> {
  const runs: ImportedRun[] = [];
  let bytes = 0;
  for (const path of paths ?? (await openFiles(dialogs, "capsule"))) {
    const file = await readText(path, largestCapsule - bytes);
    bytes += file.bytes;
    try {
      runs.push(...readCapsule(file.text));
    } catch (thrown) {
      if (!(thrown instanceof LabFailure)) throw thrown;
      throw refusal(path, thrown.error.message, thrown.error.hint);
    }
  }
  return archive.importRuns(runs);
}

/** One run at a time in memory. */
async function* capsuleText(archive: Archive, ids: number[]) {
  const head = `{"edgeLabRuns":${severalVersion},"runs":[\n`;
  if (ids.length > 1) yield head;
  for (const [i, id] of ids.entries()) {
    const run = await archive.openRun(id);
    const file = resultFile(run, await readRecords(archive, run));
    yield `${i > 0 ? ",\n" : ""}${JSON.stringify(file)}`;
  }
  yield ids.length > 1 ? "\n]}\n" : "\n";
}

/** A file that could not be read back is not written. */
async function* withinLimit(text: AsyncIterable<string>) {
  let bytes = 0;
  for await (const piece of text) {
    bytes += Buffer.byteLength(piece);
    if (bytes > largestCapsule)
      throw new LabFailure({
        code: "file",
        message: "These runs need more than 500 MB in one file.",
        hint: "Export fewer of them at once.",
      });
    yield piece;
  }
}

async function readText(path: string, most: number) {
  try {
    const found = await stat(path);
    // A pipe or a device: reading it could wait or go on for ever.
    if (!found.isFile())
      throw refusal(
        path,
        found.isDirectory() ? "It is a folder." : "It is a pipe or a device.",
      );
    const { size } = found;
    if (size > most)
      throw refusal(
        path,
        "There is more than 500 MB to import.",
        "Import fewer runs at once.",
      );
    return { text: decodeText(await readFile(path)), bytes: size };
  } catch (error) {
    if (error instanceof LabFailure) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw refusal(path, `It cannot be read (${code}).`);
  }
}

function refusal(path: string, message: string, hint?: string) {
  return new LabFailure({
    code: "file",
    message: `${shown(basename(path))} was not imported. ${message}`,
    ...(hint && { hint }),
  });
}
