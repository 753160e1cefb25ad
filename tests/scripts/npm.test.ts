import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { packagesMatch } from "../../scripts/setup/npm.mjs";
import { temporaryFolder } from "./temporary";

interface Entry {
  version: string;
  integrity?: string;
  optional?: boolean;
}

function checkout(
  wanted: Record<string, Entry>,
  installed: Record<string, Entry>,
): string {
  const folder = temporaryFolder();
  const write = (file: string, packages: object) =>
    fs.writeFileSync(path.join(folder, file), JSON.stringify({ packages }));
  fs.mkdirSync(path.join(folder, "node_modules"));
  write("package-lock.json", { "": { version: "0.1.0" }, ...wanted });
  write("node_modules/.package-lock.json", installed);
  for (const name of Object.keys(installed)) {
    fs.mkdirSync(path.join(folder, name), { recursive: true });
    fs.writeFileSync(path.join(folder, name, "package.json"), "{}");
  }
  return folder;
}

const zod = { version: "4.0.0", integrity: "sha512-a" };
const other = { version: "1.0.0", integrity: "sha512-b", optional: true };

test("what was installed from the lock file matches it", () => {
  const packages = { "node_modules/zod": zod };
  expect(packagesMatch(checkout(packages, packages))).toBe(true);
});

test("a package for another system may be left out", () => {
  const wanted = { "node_modules/zod": zod, "node_modules/other": other };
  expect(packagesMatch(checkout(wanted, { "node_modules/zod": zod }))).toBe(
    true,
  );
});

test("another version, another content, one too few and one too many do not match", () => {
  const wanted = { "node_modules/zod": zod };
  const installs: Record<string, Entry>[] = [
    { "node_modules/zod": { ...zod, version: "4.0.1" } },
    { "node_modules/zod": { ...zod, integrity: "sha512-c" } },
    {},
    { ...wanted, "node_modules/stray": zod },
  ];
  for (const installed of installs)
    expect(packagesMatch(checkout(wanted, installed))).toBe(false);
});

test("a package whose folder was removed does not match, nor does an absent node_modules", () => {
  const packages = { "node_modules/zod": zod };
  const folder = checkout(packages, packages);
  fs.rmSync(path.join(folder, "node_modules/zod"), { recursive: true });
  expect(packagesMatch(folder)).toBe(false);
  fs.rmSync(path.join(folder, "node_modules"), { recursive: true });
  expect(packagesMatch(folder)).toBe(false);
});
