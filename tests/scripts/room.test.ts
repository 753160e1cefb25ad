import fs from "node:fs";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { run } from "../../scripts/setup/run.mjs";
import {
  isFull,
  npmCache,
  requireRoom,
  requireWritable,
} from "../../scripts/setup/room.mjs";
import { temporaryFolder } from "./temporary";

const { npm_config_cache } = process.env;
afterEach(() => {
  delete process.env.npm_config_cache;
  if (npm_config_cache) Object.assign(process.env, { npm_config_cache });
});

test("too little room is said with what is wanted and what is there, also for a folder to come", () => {
  const folder = path.join(temporaryFolder(), "a", "b");
  requireRoom(folder, 1, "The packages");
  expect(() => requireRoom(folder, 1e18, "The packages")).toThrow(
    /^The packages need 1000000000\.0 GB of the disk of .+, and \d+\.\d GB is free: make room there; the whole setup takes 3\.0 GB$/,
  );
});

test.skipIf(process.platform !== "linux")(
  "a folder in which nothing can be written is named, with the way out",
  () => {
    requireWritable(path.join(temporaryFolder(), "a", "b"), "do without");
    // Nobody writes there, not even root.
    expect(() => requireWritable("/proc/1/lab", "copy the lab")).toThrow(
      /^The setup cannot write in \/proc\/1\/lab \(E[A-Z]+\): give access there, or copy the lab$/,
    );
  },
);

test.skipIf(process.platform !== "linux")(
  "npm keeps its packages elsewhere where its own folder cannot be written",
  () => {
    const root = temporaryFolder();
    process.env.npm_config_cache = path.join(root, "own");
    expect(npmCache(root)).toBe(path.join(root, "own"));
    process.env.npm_config_cache = "/proc/1/npm";
    expect(npmCache(root)).toBe(path.join(root, "npm"));
  },
);

test("a program that finds the disk full says so, with what it printed", async () => {
  const log = path.join(temporaryFolder(), "log");
  fs.writeFileSync(log, "ENOSPC of another day\n");
  const program = (words: string) =>
    run(
      process.execPath,
      ["-e", `console.error("${words}"); process.exit(1)`],
      { log },
    ).catch((error: unknown) => error);
  expect(isFull(await program("tar: No space left on device"))).toBe(true);
  const other = await program("something else");
  expect(isFull(other)).toBe(false);
  expect((other as { output: string }).output).toContain("something else");
});
