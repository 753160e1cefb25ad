/** The documents name only files, folders, headings and npm scripts that exist. */
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import { anchorOf } from "../../scripts/docs/pages.mjs";

const inDocs = (await readdir("docs")).filter((name) => name.endsWith(".md"));
const documents = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...inDocs.map((name) => join("docs", name)),
];

/** A path in backticks that begins with a folder of the project. */
const codePath =
  /`((?:core|main|renderer|tests|scripts|docs|build)\/[^`\s*…{]*)`/g;
const link = /\]\((?!https?:)([^)\s]+)\)/g;
const script = /npm run (?:-s )?([a-z]+)/g;

async function hasHeading(path: string, wanted: string) {
  const text = await readFile(path, "utf8");
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    anchorOf(heading),
  );
  return headings.includes(wanted);
}

/** NAME is a file that the reader of a recipe makes: only its folder has to exist. */
const isThere = (path: string) =>
  existsSync(path.includes("NAME") ? dirname(path) : path);

const texts = await Promise.all(
  documents.map(async (name) => [name, await readFile(name, "utf8")] as const),
);
const textOf = (name: string) =>
  texts.find(([document]) => document === name)?.[1] ?? "";

describe.each(texts)("%s", (name, text) => {
  test("names paths that exist", () => {
    const paths = [...text.matchAll(codePath)].map(([, path]) => path);
    expect(paths.filter((path) => !isThere(path))).toEqual([]);
  });

  test("has links that lead somewhere", async () => {
    const broken = [];
    for (const [, target] of text.matchAll(link)) {
      const [path, heading] = target.split("#");
      const file = path ? normalize(join(dirname(name), path)) : name;
      if (!existsSync(file) || (heading && !(await hasHeading(file, heading))))
        broken.push(target);
    }
    expect(broken).toEqual([]);
  });

  test("names npm scripts that exist", async () => {
    const { scripts } = JSON.parse(await readFile("package.json", "utf8")) as {
      scripts: Record<string, string>;
    };
    const names = [...text.matchAll(script)].map(([, script]) => script);
    expect(names.filter((name) => !(name in scripts))).toEqual([]);
  });
});

test("the README has at most 150 lines and leads to every document", () => {
  const readme = textOf("README.md");
  expect(readme.trimEnd().split("\n").length).toBeLessThanOrEqual(150);
  for (const name of documents.slice(1)) expect(readme).toContain(`](${name})`);
});

test("docs/architecture.md names real files in each of its recipes", () => {
  const [, ...recipes] = textOf(join("docs", "architecture.md")).split(
    /^### (?=Add )/m,
  );
  expect(recipes.map((recipe) => recipe.split("\n")[0])).toEqual([
    "Add a layer",
    "Add an optimiser",
    "Add a data source",
    "Add a measurement",
    "Add a request of the window",

    "Add a chart",
  ]);
  for (const recipe of recipes)
    expect([...recipe.matchAll(codePath)].length).toBeGreaterThan(2);
});
