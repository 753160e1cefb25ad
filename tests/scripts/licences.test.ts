import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import {
  licenceOf,
  otherLicences,
  packageOf,
} from "../../scripts/package/licences.mjs";
import { shipped } from "../../scripts/package/shipped.mjs";
import { PROJECT } from "../../scripts/project.mjs";
import { temporaryFolder } from "./temporary";

/** Licences that anyone may pass on with the program, if their texts come along. */
const allowed =
  /^(MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|OFL-1\.1|CC-BY(-SA)?-[34]\.0|blessing)$/;

function packageWith(manifest: object, files: Record<string, string> = {}) {
  const folder = temporaryFolder();
  const all = { "package.json": JSON.stringify(manifest), ...files };
  for (const [name, text] of Object.entries(all))
    fs.writeFileSync(path.join(folder, name), text);
  return folder;
}

test("every package that is in the program as it is has a licence that allows it, with its text", () => {
  for (const name of shipped) {
    const folder = path.join(PROJECT, "node_modules", name);
    const { licence, text } = licenceOf(PROJECT, folder);
    for (const each of licence.split(/ (?:AND|OR) /))
      expect(each, name).toMatch(allowed);
    expect(text.length, name).toBeGreaterThan(600);
  }
  expect(otherLicences(PROJECT).map(({ name }) => name)).toEqual([
    "Edge Lab",
    "Electron",
    "Chromium and Node.js",
    "TensorFlow",
    "SQLite",
    "MNIST digits",
    "Iris flowers",
  ]);
});

test("a licence comes with its own text and notices, or with the standard one and the author's name", () => {
  const own = packageWith(
    { name: "a", version: "1.0.0", license: "Zlib" },
    { LICENSE: "Text\n", "NOTICE.md": "Notice\n", "index.js": "" },
  );
  expect(licenceOf(PROJECT, own)).toEqual({
    name: "a",
    version: "1.0.0",
    licence: "Zlib",
    text: "Text\n\nNotice",
  });
  const bare = packageWith({
    name: "b",
    version: "1.0.0",
    license: { type: "ISC" },
    author: { name: "Ada" },
  });
  expect(licenceOf(PROJECT, bare).text).toMatch(
    /^Copyright \(c\) Ada\n\nPermission to use, copy/,
  );
});

test("a package without a licence, or without its text, stops the build", () => {
  const none = packageWith({ name: "c", version: "1.0.0" });
  expect(() => licenceOf(PROJECT, none)).toThrow(
    "The package c names no licence.",
  );
  const unknown = packageWith({ name: "d", version: "1.0.0", license: "X" });
  expect(() => licenceOf(PROJECT, unknown)).toThrow("no text of its licence X");
});

test.each([
  ["/lab/node_modules/zod/v4/index.js", "/lab/node_modules/zod"],
  ["/lab/node_modules/@a/b/c.css?inline", "/lab/node_modules/@a/b"],
  [
    "\0/lab/node_modules/a/node_modules/b/c.js?x",
    "/lab/node_modules/a/node_modules/b",
  ],
  ["/lab/renderer/app.ts", null],
  ["\0vite/preload-helper.js", null],
])("%s belongs to %s", (file, folder) => {
  expect(packageOf(file)).toBe(folder);
});
