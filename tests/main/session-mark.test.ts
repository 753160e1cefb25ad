import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { SessionMark } from "../../main/session-mark";
import { temporaryFolder } from "./archive/helpers";

it("is left by whoever does not come to the end", async () => {
  const folder = await temporaryFolder();
  const first = new SessionMark(folder);
  expect(first.wasLeft).toBe(false);
  first.set();
  expect(new SessionMark(folder).wasLeft).toBe(true);
  first.remove();
  expect(new SessionMark(folder).wasLeft).toBe(false);
  expect(await readdir(folder)).toEqual([]);
});

it("does without where nothing can be written", async () => {
  const file = join(await temporaryFolder(), "file");
  await writeFile(file, "");
  const mark = new SessionMark(file);
  mark.set();
  mark.remove();
  expect(mark.wasLeft).toBe(false);
});
