/** The commands that the documents print, in the order of each document. */
import { readFile } from "node:fs/promises";
import { documentsOf } from "../../scripts/docs/pages.mjs";
import { PROJECT } from "../../scripts/project.mjs";

/** Lines of the blocks of shell, and what stands between backticks and begins like a command. */
async function commandsOf(document: string): Promise<string[]> {
  const text = await readFile(document, "utf8");
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(
    ([, block]) =>
      block
        .trim()
        .replace(/\\\n\s*/g, "")
        .split("\n"),
  );
  const inline = [
    ...text.matchAll(/`((?:npm|npx|edge-lab-cli|apt-get) [^`]+)`/g),
  ].map(([, command]) => command);
  return [...blocks, ...inline]
    .map((line) => line.replace(/\s+# .*$/, ""))
    .flatMap((line) => line.split(" && "));
}

export const documents = await Promise.all(
  documentsOf(PROJECT).map(async (document) => ({
    document,
    commands: [...new Set(await commandsOf(document))],
  })),
);
