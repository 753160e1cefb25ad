/** What a second start of the lab hands over to the one that is open. */
import { lstatSync } from "node:fs";
import { join } from "node:path";

/**
 * Bytes of a command line that can be handed over. Electron cuts off what is longer than 32 KiB, and ends the open
 * lab in the middle of its runs when it is much longer (electron/electron#52628).
 */
const longest = 30_000;

/**
 * Why a command line cannot be handed over to the lab that is open; null where it can, and where none is open.
 * @param words of the command line, all of them
 * @param folder where Chromium keeps its own files, and the mark of the lab that is open
 */
export function handOverProblem(
  words: readonly string[],
  folder: string,
): string | null {
  if (Buffer.byteLength(words.join("\0")) <= longest) return null;
  const isOpen = lstatSync(join(folder, "SingletonLock"), {
    throwIfNoEntry: false,
  });
  if (!isOpen) return null;
  return "These are too many files to be opened at once while Edge Lab is open. Open fewer, or drop them on its window.";
}
