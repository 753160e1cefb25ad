import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { linkTree } from "../../scripts/setup/link.mjs";
import { usePart } from "../../scripts/setup/part.mjs";
import { temporaryFolder } from "./temporary";

const make = (text: string) => async (folder: string) =>
  fs.writeFileSync(path.join(folder, "binding.node"), text);

const textIn = (folder: string) =>
  fs.readFileSync(path.join(folder, "binding.node"), "utf8");

test("a part from the cache that does not work here is made anew once", async () => {
  const root = temporaryFolder();
  await usePart(root, "part", make("old"), async () => {});
  const tried: string[] = [];
  await usePart(root, "part", make("new"), async (entry) => {
    tried.push(textIn(entry));
    if (textIn(entry) === "old")
      throw new Error("wrong version of the system's library");
  });
  expect(tried).toEqual(["old", "new"]);
});

test("a part just made that does not work is not made again, and not kept", async () => {
  const root = temporaryFolder();
  let tries = 0;
  const use = usePart(root, "part", make("new"), async () => {
    tries += 1;
    throw new Error("does not load");
  });
  await expect(use).rejects.toThrow("does not load");
  expect(tries).toBe(1);
  expect(fs.readdirSync(root)).toEqual([]);
});

test("a checkout gets the files by link, with run bits, in place of what was there", async () => {
  const root = temporaryFolder();
  const from = path.join(root, "entry");
  const to = path.join(root, "checkout", "dist");
  fs.mkdirSync(path.join(from, "lib"), { recursive: true });
  fs.writeFileSync(path.join(from, "lib", "program"), "program", {
    mode: 0o755,
  });
  fs.symlinkSync("lib/program", path.join(from, "link"));
  fs.mkdirSync(to, { recursive: true });
  fs.writeFileSync(path.join(to, "of an older version"), "");
  await linkTree(from, to);
  expect(fs.readdirSync(to).sort()).toEqual(["lib", "link"]);
  expect(fs.readlinkSync(path.join(to, "link"))).toBe("lib/program");
  const [source, target] = [from, to].map((folder) =>
    fs.statSync(path.join(folder, "lib/program")),
  );
  expect(target.ino).toBe(source.ino);
  expect(target.mode & 0o111).toBe(0o111);
});
