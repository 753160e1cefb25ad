/** Curves of other programs on their way into the archive. */
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { RunRow } from "../../core/contract/api";
import type { CurvesRequest } from "../../core/contract/files";
import { LabFailure } from "../../core/errors";
import { readCurves, type CurveFile } from "../../core/imports/read";
import { importedRun } from "../../core/imports/run";
import { surveyOf, type CurveSurvey } from "../../core/imports/survey";
import { shown } from "../../core/text/shown";
import type { Archive } from "../archive/archive";
import { decodeText } from "./decode";
import type { Dialogs } from "./dialogs";
import { openFiles } from "./files";

const largest = 200_000_000;

/**
 * Looks at files of curves.
 * @param paths of one file, or of TensorBoard scalars; the person chooses when left out
 * @returns null when the person chooses none
 * @throws LabFailure `file` that names the file, and the line and column
 */
export async function surveyCurves(
  dialogs: Dialogs,
  paths?: string[],
): Promise<CurveSurvey | null> {
  const chosen = paths ?? (await openFiles(dialogs, "curves"));
  if (chosen.length === 0) return null;
  return surveyFiles(chosen);
}

/** What files of curves hold. @throws LabFailure `file`, as above */
export async function surveyFiles(paths: string[]): Promise<CurveSurvey> {
  const files = await read(paths);
  return surveyOf(readCurves(files), paths, files[0].name);
}

/** Adds a run of imported curves. @throws LabFailure `file`, as above */
export async function importCurves(
  archive: Archive,
  { paths, ...choices }: CurvesRequest,
): Promise<RunRow> {
  const files = await read(paths);
  const names =
    files.length === 1
      ? files[0].name
      : `${files[0].name} and ${files.length - 1} more`;
  const run = importedRun(readCurves(files), choices, names, Date.now());
  const { added } = await archive.importRuns([run]);
  return added[0];
}

async function read(paths: readonly string[]): Promise<CurveFile[]> {
  const files: CurveFile[] = [];
  let room = largest;
  for (const path of paths) {
    const name = basename(path);
    const refuse = (message: string) =>
      new LabFailure({
        code: "file",
        message: `${shown(name)} was not imported. ${message}`,
      });
    try {
      const found = await stat(path);
      // A pipe or a device: reading it could wait or go on for ever.
      if (!found.isFile()) throw refuse("It is not a regular file.");
      room -= found.size;
      if (room < 0) throw refuse("There is more than 200 MB to import.");
      files.push({ name, text: decodeText(await readFile(path)) });
    } catch (thrown) {
      if (thrown instanceof LabFailure) throw thrown;
      const { code } = thrown as NodeJS.ErrnoException;
      throw refuse(`It cannot be read (${code}).`);
    }
  }
  return files;
}
