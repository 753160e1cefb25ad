/** Addresses of pages that nobody should ask for: the answer is a file of the program, or none. */
import { mkdir, realpath, symlink, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { findAsset, readAsset } from "../../../main/assets";
import { length } from "../length";
import { fuzz } from "./campaign";
import { oddTexts } from "./generators/odd";
import { scratchFolder } from "./scratch";

const parts = [
  ...[
    "..",
    ".",
    "%2e%2e",
    "%2E.",
    "..%2f",
    "..%5c",
    "..\\",
    "%252e%252e%252f",
    "....//",
  ],
  ...[
    "/",
    "//",
    "%2f",
    "%5c",
    "\\",
    "%00",
    "%",
    "%zz",
    "%c0%ae",
    "%u002e",
    "\u2025",
    "\uff0e\uff0e",
  ],
  ...[
    "index.html",
    "assets",
    "a.js",
    "out.html",
    "secret.json",
    "link.html",
    "linked",
    "pages2",
  ],
  ...[
    "?x=1",
    "#y",
    ";",
    ":",
    "@",
    "C:",
    "etc",
    "hosts.html",
    ".html",
    "é",
    "e\u0301",
    " ",
    "\n",
  ],
];

const origins = [
  ...[
    "app://lab/",
    "app://lab",
    "app:/lab/",
    "app:lab/",
    "APP://LAB/",
    "app://lab:80/",
  ],
  ...[
    "app://lab.evil/",
    "app://user@lab/",
    "app://lab@evil/",
    "app://evil/lab/",
    "app:///",
  ],
  ...[
    "file:///",
    "https://lab/",
    "javascript:",
    "data:text/html,",
    "blob:app://lab/",
    "",
  ],
];

const addresses = fc.oneof(
  fc
    .tuple(
      fc.oneof(
        { weight: 3, arbitrary: fc.constant("app://lab/") },
        fc.constantFrom(...origins),
      ),
      fc.array(fc.oneof(fc.constantFrom(...parts), fc.constant("/")), {
        maxLength: 8,
      }),
      fc.constantFrom(
        "",
        "/index.html",
        "secret.json",
        "/secret.json",
        "link.html",
      ),
    )
    .map(([origin, path, end]) => origin + path.join("") + end),
  oddTexts,
  oddTexts.map((text) => `app://lab/${text}`),
);

it("gives files of the program and nothing else", async () => {
  const folder = await scratchFolder();
  const root = join(folder, "pages");
  for (const each of ["pages/assets", "pages2", "out"])
    await mkdir(join(folder, each), { recursive: true });
  const ours = new Map<string, string>();
  for (const name of ["index.html", "assets/a.js", "assets/index.html", "é"])
    ours.set(join(root, name), name);
  for (const [path, text] of ours) await writeFile(path, text);
  for (const path of [
    "secret.json",
    "pages2/secret.json",
    "out/out.html",
    "index.html",
  ])
    await writeFile(join(folder, path), "secret");
  await symlink(join(folder, "out/out.html"), join(root, "link.html"));
  await symlink(join(folder, "out"), join(root, "linked"));

  await fuzz({
    kind: "addresses of pages",
    inputs: addresses,
    runs: length(600, 8000),
    check: async (address) => {
      const asset = findAsset(root, address);
      if (asset) expect(relative(root, asset.file)).not.toMatch(/^\.\.|^\//);
      const read = await readAsset(root, address);
      if (!read) return "refused";
      const file = await realpath(asset?.file ?? "");
      expect([...read.body].map((x) => String.fromCharCode(x)).join("")).toBe(
        ours.get(file),
      );
      return "accepted";
    },
  });
});
