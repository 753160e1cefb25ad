import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { withLock } from "../../scripts/setup/lock.mjs";
import { temporaryFolder } from "./temporary";

test("one setup at a time: the second waits, says so, and then has its turn", async () => {
  const root = temporaryFolder();
  const events: string[] = [];
  const run = (name: string) =>
    withLock(
      root,
      () => events.push(`${name} waits`),
      async () => {
        events.push(`${name} starts`);
        await new Promise((resolve) => setTimeout(resolve, 50));
        events.push(`${name} ends`);
      },
    );
  const first = run("first");
  await new Promise((resolve) => setTimeout(resolve, 20));
  await Promise.all([first, run("second")]);
  expect(events).toEqual([
    "first starts",
    "second waits",
    "first ends",
    "second starts",
    "second ends",
  ]);
  expect(fs.readdirSync(root)).toEqual([]);
});

test("the lock of a killed setup is taken over", async () => {
  const root = temporaryFolder();
  const file = path.join(root, "setup.lock");
  fs.writeFileSync(file, "1");
  const longAgo = new Date(Date.now() - 60_000);
  fs.utimesSync(file, longAgo, longAgo);
  expect(
    await withLock(
      root,
      () => {},
      async () => "had its turn",
    ),
  ).toBe("had its turn");
});
