import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { cacheEntry, sweepTemporary } from "../../scripts/setup/cache.mjs";
import { cacheRoot } from "../../scripts/setup/cache-root.mjs";
import { temporaryFolder } from "./temporary";

/** Makes an entry of two files and a link, and counts how often it is made. */
function entryMaker(root: string) {
  let made = 0;
  const get = () =>
    cacheEntry(root, "part-1", async (folder) => {
      made += 1;
      fs.mkdirSync(path.join(folder, "lib"));
      fs.writeFileSync(path.join(folder, "lib", "binding.node"), "binding");
      fs.writeFileSync(path.join(folder, "program"), "program", {
        mode: 0o755,
      });
      fs.symlinkSync("lib/binding.node", path.join(folder, "link"));
    });
  return { get, times: () => made };
}

test("a whole entry is used again", async () => {
  const maker = entryMaker(temporaryFolder());
  const folder = await maker.get();
  expect(await maker.get()).toBe(folder);
  expect(maker.times()).toBe(1);
});

const damages: Record<string, (folder: string) => void> = {
  "half-written": (folder) => fs.rmSync(path.join(folder, "manifest.json")),
  "missing a file": (folder) =>
    fs.rmSync(path.join(folder, "lib", "binding.node")),
  "cut off": (folder) => fs.truncateSync(path.join(folder, "program"), 3),
  "changed by a bit": (folder) =>
    fs.writeFileSync(path.join(folder, "program"), "prograM"),
  "without its run bit": (folder) =>
    fs.chmodSync(path.join(folder, "program"), 0o644),
  "given a stray file": (folder) =>
    fs.writeFileSync(path.join(folder, "stray"), ""),
  "without its link": (folder) => fs.rmSync(path.join(folder, "link")),
};

test.each(Object.entries(damages))(
  "an entry %s is made anew",
  async (_, damage) => {
    const maker = entryMaker(temporaryFolder());
    const folder = await maker.get();
    damage(folder);
    await maker.get();
    expect(maker.times()).toBe(2);
    expect(fs.readFileSync(path.join(folder, "program"), "utf8")).toBe(
      "program",
    );
    expect(fs.readFileSync(path.join(folder, "link"), "utf8")).toBe("binding");
  },
);

test("a failure leaves nothing behind, and no entry", async () => {
  const root = temporaryFolder();
  const fails = cacheEntry(root, "part-1", async (folder) => {
    fs.writeFileSync(path.join(folder, "half"), "");
    throw new Error("the network went away");
  });
  await expect(fails).rejects.toThrow("the network went away");
  expect(fs.readdirSync(root)).toEqual([]);
});

test("two that make the same entry at once both get a whole one", async () => {
  const maker = entryMaker(temporaryFolder());
  const [one, two] = await Promise.all([maker.get(), maker.get()]);
  expect(one).toBe(two);
  await maker.get();
  expect(maker.times()).toBe(2);
});

test("what a killed setup left is swept away", async () => {
  const root = temporaryFolder();
  fs.mkdirSync(path.join(root, ".tmp-abc", "entry"), { recursive: true });
  fs.mkdirSync(path.join(root, "part-1"));
  await sweepTemporary(root);
  expect(fs.readdirSync(root)).toEqual(["part-1"]);
});

test("the cache is where the user says, else where the system keeps caches", () => {
  const home = path.resolve("/home/ada");
  const named = {
    EDGE_LAB_CACHE: path.resolve("/mnt/x"),
    XDG_CACHE_HOME: "/xdg",
  };
  expect(cacheRoot(named, "linux", home)).toBe(path.resolve("/mnt/x"));
  expect(cacheRoot({ XDG_CACHE_HOME: "/xdg" }, "linux", home)).toBe(
    path.join("/xdg", "edge-lab"),
  );
  expect(cacheRoot({}, "linux", home)).toBe(
    path.join(home, ".cache", "edge-lab"),
  );
  expect(cacheRoot({}, "darwin", home)).toBe(
    path.join(home, "Library", "Caches", "edge-lab"),
  );
  const windows = cacheRoot({ LOCALAPPDATA: "C:/Local" }, "win32", home);
  expect(windows).toBe(path.join("C:/Local", "edge-lab", "cache"));
});
