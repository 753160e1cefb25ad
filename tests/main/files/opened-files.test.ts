import { execFileSync } from "node:child_process";
import { mkdir, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { largestExperiment } from "../../../core/contract/files";
import { OpenedFiles } from "../../../main/files/opened-files";
import { temporaryFolder } from "../archive/helpers";

/** The files of the group that has waited longest. */
async function filesOf(waiting: OpenedFiles) {
  const group = await waiting.next();
  if (!group || "refused" in group) throw new Error("There are none.");
  return group.files;
}

it("hands over what was opened together, once, in its order, and tells of it", async () => {
  const folder = await temporaryFolder();
  const told: string[] = [];
  const files = new OpenedFiles({
    arrived: () => told.push("arrived"),
    opened: (path) => told.push(path),
  });
  const path = (name: string) => join(folder, name);
  for (const name of ["η 1.edgelab", "b.json", "c.csv"])
    await writeFile(path(name), `{"of":"${name}"}`);
  files.add([]);
  expect(told).toEqual([]);
  files.add([path("η 1.edgelab")]);
  files.add([path("b.json"), path("c.csv")]);
  expect(told).toEqual(["arrived", "arrived"]);

  const [first, ...others] = await filesOf(files);
  expect(first).toMatchObject({ path: path("η 1.edgelab"), size: 21 });
  expect(new TextDecoder().decode(first.bytes ?? undefined)).toBe(
    '{"of":"η 1.edgelab"}',
  );
  expect(others).toEqual([]);
  // Of several, the window reads none itself.
  expect(await filesOf(files)).toEqual([
    { path: path("b.json"), name: "b.json", size: 15, bytes: null },
    { path: path("c.csv"), name: "c.csv", size: 14, bytes: null },
  ]);
  expect(await files.next()).toBeNull();
  expect(told.slice(2)).toEqual(
    ["η 1.edgelab", "b.json", "c.csv"].map((name) => path(name)),
  );
});

it("reads no data and no large file into the window", async () => {
  const folder = await temporaryFolder();
  const files = new OpenedFiles();
  const large = join(folder, "large.edgelab");
  await writeFile(large, "");
  await truncate(large, largestExperiment + 1);
  const data = join(folder, "data.csv");
  await writeFile(data, "x,y\n");
  files.add([large]);
  files.add([data]);
  expect(await filesOf(files)).toMatchObject([{ bytes: null }]);
  expect(await filesOf(files)).toMatchObject([{ size: 4, bytes: null }]);
});

it("names the file that cannot be read, and goes on with the next ones", async () => {
  const folder = await temporaryFolder();
  const told: string[] = [];
  const files = new OpenedFiles({ opened: (path) => told.push(path) });
  const there = join(folder, "there.json");
  await writeFile(there, "{}");
  await mkdir(join(folder, "folder.edgelab"));
  files.add([there, join(folder, "gone.edgelab")]);
  files.add([join(folder, "folder.edgelab")]);
  files.add([join(there, "inside.json")]);
  files.add([there]);
  for (const message of [
    `gone.edgelab was not opened. There is no such file in ${folder}.`,
    "folder.edgelab was not opened. It is a folder.",
    `inside.json was not opened. There is no such file in ${there}.`,
  ])
    expect(await files.next()).toMatchObject({
      refused: { code: "file", message },
    });
  expect(told).toEqual([]);
  expect(await filesOf(files)).toHaveLength(1);
  expect(await files.next()).toBeNull();
});

const isWindows = process.platform === "win32";
it.skipIf(isWindows)(
  isWindows ? "waits for no pipe: Windows has none" : "waits for no pipe",
  async () => {
    const folder = await temporaryFolder();
    const pipe = join(folder, "pipe.edgelab");
    execFileSync("mkfifo", [pipe]);
    const files = new OpenedFiles();
    files.add([pipe]);
    expect(await files.next()).toMatchObject({
      refused: {
        message: "pipe.edgelab was not opened. It is a pipe or a device.",
      },
    });
  },
);

const isRoot = process.getuid?.() === 0;
it.skipIf(isRoot || isWindows)(
  isRoot || isWindows
    ? "says what this account may not read: it reads everything"
    : "says what this account may not read",
  async () => {
    const folder = await temporaryFolder();
    const path = join(folder, "secret.csv");
    await writeFile(path, "x", { mode: 0 });
    const files = new OpenedFiles();
    files.add([path]);
    expect(await files.next()).toMatchObject({
      refused: {
        message: "secret.csv was not opened. Your account may not read it.",
      },
    });
  },
);
