/** What the folders of charts may know: plot no science, pictures no screen, figures what they draw. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";

const specifier = /(?:from|import)\s*\(?\s*["'](\.[^"']+)["']/g;

/** Folders, below renderer/ or of core, that the files of a folder import from. */
async function importsOf(folder: string): Promise<string[]> {
  const names = (await readdir(join("renderer", folder))).filter((name) =>
    /\.(ts|svelte)$/.test(name),
  );
  const files = await Promise.all(
    names.map((name) => readFile(join("renderer", folder, name), "utf8")),
  );
  const targets = files.flatMap((text) =>
    [...text.matchAll(specifier)].map(([, path]) =>
      join("renderer", folder, path).replace(/^renderer\//, ""),
    ),
  );
  return [...new Set(targets.map((path) => path.split("/")[0]))].sort();
}

it("plot knows numbers and pixels, and nothing of runs", async () => {
  expect(await importsOf("plot")).toEqual(["lib", "plot", "shared"]);
});

it("pictures are made of plot, figures of both", async () => {
  expect(await importsOf("pictures")).toEqual([
    "core",
    "lib",
    "pictures",
    "plot",
    "shared",
  ]);
  expect(await importsOf("figures")).toEqual([
    "core",
    "figures",
    "lib",
    "pictures",
    "plot",
    "shared",
  ]);
});
