import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The files that a command line names: what follows the program and is no switch. After `--` everything is a
 * file.
 * @param words of the command line, without the program itself
 * @param folder the working directory of whoever gave it
 * @param app what Electron was told to run, which stands among the words where the lab is not packaged
 * @returns absolute paths, each once
 */
export function namedFiles(
  words: readonly string[],
  folder: string,
  app: string,
): string[] {
  const own = words.findIndex((word) => resolve(folder, word) === app);
  const rest = words.slice(own + 1);
  const end = rest.indexOf("--");
  const before = end < 0 ? rest : rest.slice(0, end);
  const after = end < 0 ? [] : rest.slice(end + 1);
  const named = [...before.filter((word) => !word.startsWith("-")), ...after];
  return [
    ...new Set(
      named
        .filter((word) => word !== "")
        .map((word) => resolve(folder, plainPath(word))),
    ),
  ];
}

/** Some file managers pass addresses. */
function plainPath(word: string): string {
  if (!/^file:/i.test(word)) return word;
  try {
    return fileURLToPath(word);
  } catch {
    // On another machine, or badly written: it is said that there is no such file.
    return word;
  }
}
