/** Each command that the documents print is one that there is, with words and files that it takes. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { readArguments } from "../../main/command-line/arguments";
import { scripts } from "../../package.json";
import { documents } from "./document-commands";

const commands = [...new Set(documents.flatMap((each) => each.commands))];

const cli = await readFile("main/cli.ts", "utf8");
const usage = cli.slice(cli.indexOf("const usage"), cli.indexOf("Exit codes"));

/** A command of the lab: its name, its options, and that they can be read. */
function checkLab(words: string[]) {
  const [name, ...rest] = words;
  if (name === undefined) return;
  expect(usage).toMatch(RegExp(`^  ${name}\\b`, "m"));
  // What may be left out is given, and of what may be chosen the first.
  const args = rest
    .map((word) => word.replace(/^"|"$/g, ""))
    .map((word) => word.replace(/^\[|\]$|\]?\.\.\.$/g, "").replace(/\|.*/, ""))
    .map((word) => (/^[NC]$|^STEP$/.test(word) ? "1" : word));
  const end = args.indexOf("--");
  for (const option of args.slice(0, end < 0 ? undefined : end))
    if (option.startsWith("--")) expect(usage).toContain(option);
  // These have options of their own.
  if (!["export", "import"].includes(name))
    expect(readArguments([name, ...args]).positionals[0]).toBe(name);
}

/** Programs that belong to no one here: only how they are called is checked. */
const others: Record<string, RegExp> = {
  git: /^git clone … edge-lab$/,
  cd: /^cd edge-lab$/,
  python: /^python folder\/run-12\.py$/,
  sudo: /^sudo apt (install \.\/dist\/edge-lab_\d+\.\d+\.\d+_amd64\.deb|remove edge-lab)$/,
  "apt-get": /^apt-get install( [a-z0-9+-]+)+$/,
};

/** Files of tests, and the project they belong to. */
function checkVitest(words: string[]) {
  const project = words[words.indexOf("--project") + 1];
  const paths = words.filter((word) => word.startsWith("tests/"));
  expect(paths.length).toBeGreaterThan(0);
  for (const path of paths) {
    expect(existsSync(path), path).toBe(true);
    expect(path.startsWith(`tests/${project}/`)).toBe(true);
  }
}

test.each(commands)("%s", (command) => {
  const words = command.trim().split(/\s+/);
  const [program, verb, ...rest] = words;
  if (command.startsWith("npm run -s lab --")) return checkLab(words.slice(5));
  if (program === "edge-lab-cli") return checkLab(words.slice(1));
  if (program === "npm") {
    const name = verb === "run" ? rest[0] : verb;
    expect(["audit", "ci", ...Object.keys(scripts)]).toContain(name);
    for (const word of rest)
      if (word.startsWith("tests/")) expect(existsSync(word), word).toBe(true);
    return;
  }
  if (command.includes("npx vitest run")) return checkVitest(words);
  expect(command).toMatch(others[program] ?? /^no program that is known here$/);
});

test("the blocks can be read by a shell, and there are many commands", () => {
  expect(commands.length).toBeGreaterThan(50);
  const text = commands.filter((each) => !/[[|]/.test(each)).join("\n");
  const { status, stderr } = spawnSync("sh", ["-n"], {
    input: text,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
});
