/** A kind is one file that says everything about it: no other file of the program names it. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sources } from "../../core/data";
import { landscapes } from "../../core/landscapes";
import { layers } from "../../core/layers";
import { losses } from "../../core/losses";
import { measurements, recordings } from "../../core/measurements";
import { optimizers } from "../../core/optimizers";
import type { Definition } from "../../core/schema/definition";

const lists: Record<string, readonly Definition[]> = {
  optimizers,
  losses,
  layers,
  data: sources,
  landscapes,
};

/** Experiments that are made to be run, and the words of other programs, which may be the same. */
const excepted = /^core.experiment.(presets\b|synonyms\.ts$)/;
/** Operations on tensors, some of which are called as the layer that is made of one. */
const operations = /^core.(tensor|derivatives)\b/;
const synonyms = /synonyms: \[[^\]]*\]/g;
/** What a message tells people to write. */
const advice = /"source": "\w+"/g;
/** Files in which the word is a format that the lab writes. */
const formats: Record<string, string[]> = {
  npz: [
    join("core", "contract", "files.ts"),
    join("main", "command-line", "export.ts"),
    join("main", "exports", "exporter.ts"),
    join("main", "files", "files.ts"),
    join("renderer", "screens", "archive", "FileMenu.svelte"),
    join("renderer", "screens", "archive", "row-menu.ts"),
  ],
  npy: [join("main", "files", "files.ts")],
  csv: [
    join("main", "command-line", "export.ts"),
    join("core", "contract", "files.ts"),
    join("main", "files", "files.ts"),
    join("main", "files", "series-csv.ts"),
    join("renderer", "screens", "archive", "Exchange.svelte.ts"),
  ],
};

/**
 * Names that are words of everyday language, and keys of much that is no kind. They count where they stand in
 * quotes beside what tells kinds apart.
 */
const everyday = new Set([
  "scale",
  "mean",
  "positions",
  "residual",
  "sorting",
  "text",
]);
const tag = "(?:type|source)";

/** Matches what names a kind. */
function naming(name: string): RegExp {
  const quoted = `(["'\`])${name}\\1`;
  return everyday.has(name)
    ? new RegExp(`\\bname: "${name}"|${tag}"?(?::| ===| !==) ${quoted}`)
    : new RegExp(`${quoted}|(?<![\\w.])${name}\\??:`);
}

/** The text of each file of the program by its path. */
const files = new Map<string, string>();
for (const room of ["core", "main", "renderer"])
  for (const name of await readdir(room, { recursive: true })) {
    const path = join(room, name);
    if (!/\.(ts|svelte)$/.test(name) || excepted.test(path)) continue;
    if (operations.test(path)) continue;
    const text = await readFile(path, "utf8");
    files.set(path, text.replaceAll(synonyms, "").replaceAll(advice, ""));
  }

describe.each(Object.entries(lists))("%s", (folder, list) => {
  test.each(list.map(({ name }) => name))(
    "%s is named in its own file alone",
    (name) => {
      const pattern = naming(name);
      const found = [...files].filter(
        ([path, text]) => pattern.test(text) && !formats[name]?.includes(path),
      );
      expect(found.map(([path]) => path)).toEqual([
        expect.stringMatching(`^core/${folder}/`),
      ]);
    },
  );
});

describe("measurements", () => {
  const folder = /^core.measurements\b/;

  test.each(measurements.map(({ name }) => name))(
    "%s is defined in one file",
    (name) => {
      const defining = [...files].filter(
        ([path, text]) =>
          folder.test(path) && text.includes(`  name: "${name}",\n  label:`),
      );
      expect(defining).toHaveLength(1);
    },
  );

  const columns = recordings.flatMap(({ table, columns }) =>
    // The first of those that are numbered stands for all.
    columns
      .filter(({ name }) => !/\d/.test(name) || /^\D+1$/.test(name))
      .map((column) => ({ key: `${table}.${column.name}`, ...column })),
  );

  test.each(columns)("$key is described in its definition alone", (column) => {
    const { what, chart } = column;
    for (const text of [what, chart?.summary]) {
      const naming = [...files].filter(([, source]) =>
        source.includes(`"${text}"`),
      );
      const paths = naming.map(([path]) => path);
      expect(paths.filter((path) => !folder.test(path))).toEqual([]);
    }
  });
});
