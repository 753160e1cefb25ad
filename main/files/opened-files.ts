import { access, constants, readFile, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import {
  labFile,
  largestExperiment,
  type OpenedFile,
  type OpenedGroup,
} from "../../core/contract/files";
import { LabFailure, toLabError } from "../../core/errors";
import { shown } from "../../core/text/shown";

interface Options {
  /** More files wait. */
  arrived?: () => void;
  /** A file was read that the lab may know. */
  opened?: (path: string) => void;
}

/** Files that a person opened with the program, by double click or by name, until the window takes them. */
export class OpenedFiles {
  readonly #groups: string[][] = [];

  constructor(private readonly options: Options = {}) {}

  /** @param paths of files that were opened together, absolute */
  add(paths: string[]) {
    if (paths.length === 0) return;
    this.#groups.push(paths);
    this.options.arrived?.();
  }

  /** Hands over the files that were opened together and have waited longest; null when none wait. */
  async next(): Promise<OpenedGroup | null> {
    const paths = this.#groups.shift();
    if (!paths) return null;
    const files: OpenedFile[] = [];
    // Of several the window reads none itself.
    const isAlone = paths.length === 1;
    try {
      for (const path of paths) files.push(await read(path, isAlone));
    } catch (thrown) {
      return { refused: toLabError(thrown) };
    }
    for (const path of paths) this.options.opened?.(path);
    return { files };
  }
}

/** @throws LabFailure `file` that names it */
async function read(path: string, isAlone: boolean): Promise<OpenedFile> {
  const name = basename(path);
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw refusal(name, "It is a folder.");
    // Reading it could wait or go on for ever.
    if (!found.isFile()) throw refusal(name, "It is a pipe or a device.");
    const { size } = found;
    const isRead = isAlone && labFile.test(name) && size <= largestExperiment;
    const bytes = isRead ? await readFile(path) : null;
    if (!isRead) await access(path, constants.R_OK);
    return { path, name, size, bytes };
  } catch (thrown) {
    if (thrown instanceof LabFailure) throw thrown;
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR")
      throw refusal(
        name,
        `There is no such file in ${shown(dirname(path))}.`,
        "Look whether it was moved, renamed or deleted.",
      );
    throw code === "EACCES" || code === "EPERM"
      ? refusal(name, "Your account may not read it.")
      : refusal(name, `It cannot be read (${code}).`);
  }
}

function refusal(name: string, message: string, hint?: string) {
  return new LabFailure({
    code: "file",
    message: `${shown(name)} was not opened. ${message}`,
    ...(hint && { hint }),
  });
}
