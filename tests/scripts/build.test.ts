import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { hashSources } from "../../scripts/run/build.mjs";
import { temporaryFolder } from "./temporary";

test("the build is stale when a source changes, comes, goes or is renamed", () => {
  const project = temporaryFolder();
  const core = path.join(project, "core");
  fs.mkdirSync(path.join(core, "text"), { recursive: true });
  const file = (name: string) => path.join(core, name);
  fs.writeFileSync(file("a.ts"), "1");
  const hashes = [hashSources(project)];
  const after = (change: () => void) => {
    change();
    hashes.push(hashSources(project));
  };
  after(() => fs.writeFileSync(file("a.ts"), "2"));
  after(() => fs.writeFileSync(file("text/b.ts"), "1"));
  after(() => fs.renameSync(file("text/b.ts"), file("text/c.ts")));
  expect(new Set(hashes).size).toBe(4);
});

test("a touched file, and one that is no source, change nothing", () => {
  const project = temporaryFolder();
  const file = path.join(project, "package-lock.json");
  fs.writeFileSync(file, "{}");
  const before = hashSources(project);
  fs.utimesSync(file, new Date(), new Date());
  fs.writeFileSync(path.join(project, "electron-builder.yml"), "text");
  expect(hashSources(project)).toBe(before);
});
