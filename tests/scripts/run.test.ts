import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { runNode } from "../../scripts/setup/run.mjs";
import { temporaryFolder } from "./temporary";

test("a program's output goes to the log", async () => {
  const log = path.join(temporaryFolder(), "log");
  await runNode(["-e", "console.log('out'); console.error('err')"], { log });
  expect(fs.readFileSync(log, "utf8")).toMatch(/out\nerr/);
});

test("a program that fails is a failure, and so is one that is not there", async () => {
  const log = path.join(temporaryFolder(), "log");
  await expect(runNode(["-e", "process.exit(3)"], { log })).rejects.toThrow(
    "status 3",
  );
  await expect(runNode(["."], { log, cwd: "/nowhere" })).rejects.toThrow(
    "ENOENT",
  );
});

test("a download that never begins is given up soon; one that goes on is left alone", async () => {
  const folder = temporaryFolder();
  const log = path.join(folder, "log");
  const watched = path.join(folder, "watched");
  fs.mkdirSync(watched);
  const limits = { firstByteSeconds: 0.4, stallSeconds: 5 };
  const options = { log, cwd: watched, watch: [watched], limits };
  const dead = "setInterval(() => {}, 1000)";
  await expect(runNode(["-e", dead], options)).rejects.toThrow(
    "no answer from the network",
  );
  const sizes: number[] = [];
  const slow = `
    const { appendFileSync } = require("node:fs");
    let blocks = 0;
    const timer = setInterval(() => {
      appendFileSync("file", "block");
      if (++blocks === 12) clearInterval(timer);
    }, 100);`;
  await runNode(["-e", slow], {
    ...options,
    onBytes: (bytes) => sizes.push(bytes),
  });
  expect(sizes.length).toBeGreaterThan(0);
  expect(Math.max(...sizes)).toBeGreaterThan(0);
});
