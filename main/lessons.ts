import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { LessonText } from "../core/contract/api";
import { LabFailure } from "../core/errors";
import { readLesson } from "../core/lessons/read";
import { longestLesson } from "../core/lessons/spec";
import { shown } from "../core/text/shown";
import { decodeText } from "./files/decode";
import type { Dialogs } from "./files/dialogs";
import { openFiles } from "./files/files";
import { writeWhole } from "./files/write-whole";

const name = /^([0-9a-f]{16})\.json$/;

/** Lessons that a person opened, kept as files beside the archive. */
export class LessonFiles {
  readonly #folder: string;

  /** @param folder made when the first lesson is added */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** All of them; one that can no longer be read is left out. */
  async list(): Promise<LessonText[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const found = await Promise.all(
      names.sort().map(async (file): Promise<LessonText[]> => {
        const [, id] = name.exec(file) ?? [];
        if (!id) return [];
        try {
          const text = await readFile(join(this.#folder, file), "utf8");
          readLesson(text);
          return [{ id, text }];
        } catch {
          return [];
        }
      }),
    );
    return found.flat();
  }

  /**
   * Keeps a lesson; one that is there already stays as it is.
   * @throws LabFailure `file` for a text that is no lesson
   */
  async add(text: string): Promise<LessonText> {
    readLesson(text);
    // The same file opened twice is one lesson, with its progress.
    const id = createHash("sha256").update(text).digest("hex").slice(0, 16);
    await mkdir(this.#folder, { recursive: true });
    await writeWhole(this.#path(id), text);
    return { id, text };
  }

  /** Adds the file that the person chooses; null when they choose none. */
  async open(dialogs: Dialogs): Promise<LessonText | null> {
    const [path] = await openFiles(dialogs, "experiment");
    if (path === undefined) return null;
    const text = await textOf(path);
    try {
      return await this.add(text);
    } catch (thrown) {
      if (!(thrown instanceof LabFailure)) throw thrown;
      const { message, hint } = thrown.error;
      throw refusal(path, message, hint);
    }
  }

  async remove(id: string): Promise<void> {
    await rm(this.#path(id), { force: true });
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}

async function textOf(path: string): Promise<string> {
  try {
    const found = await stat(path);
    // A pipe or a device: reading it could wait or go on for ever.
    if (!found.isFile()) throw refusal(path, "It is not a file.");
    // UTF-16 takes two bytes a character, UTF-8 up to four.
    if (found.size > 4 * longestLesson)
      throw refusal(path, "It is too large for a lesson.");
    return decodeText(await readFile(path));
  } catch (error) {
    if (error instanceof LabFailure) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw refusal(path, `It cannot be read (${code}).`);
  }
}

function refusal(path: string, message: string, hint?: string) {
  return new LabFailure({
    code: "file",
    message: `${shown(basename(path))} was not opened. ${message}`,
    ...(hint && { hint }),
  });
}
