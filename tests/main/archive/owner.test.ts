import { copyFile, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { checkArchive } from "../../../main/archive/check";
import { isGone } from "../../../main/archive/owner";
import { failureOf, open, spec, temporaryPath } from "./helpers";

/** An archive with a run that is going, and the lock file of its process. */
async function withRun() {
  const path = await temporaryPath();
  const archive = await open(path);
  const { id } = await archive.createRun(spec, 40);
  const folder = join(dirname(path), "owners");
  const [token] = await readdir(folder);
  return { path, archive, id, folder, token, file: join(folder, token) };
}

const garbage: [string, (file: string, archivePath: string) => unknown][] = [
  ["text", (file) => writeFile(file, "not a database")],
  ["zero bytes", (file) => writeFile(file, Buffer.alloc(4096))],
  ["random bytes", (file) => writeFile(file, Buffer.alloc(9999, "x\u00e9"))],
  [
    "a header that is cut",
    (file) => writeFile(file, "SQLite format 3\0\x10\0\x01\x01"),
  ],
  ["an archive", (file, archivePath) => copyFile(archivePath, file)],
  ["an empty file", (file) => writeFile(file, "")],
  ["a folder", (file) => mkdir(file)],
  [
    "a folder with a file",
    async (file) => {
      await mkdir(file);
      await writeFile(join(file, "mine.txt"), "mine");
    },
  ],
  [
    "a file in the place of the folder of all locks",
    async (file) => {
      await rm(dirname(file), { recursive: true });
      await writeFile(dirname(file), "");
    },
  ],
];

it.each(garbage)(
  "%s in the place of the lock of a process that is gone is no damage",
  async (_, put) => {
    const { path, archive, id, file } = await withRun();
    await archive.close();
    await put(file, path);
    const again = await open(path);
    expect(again.leftOver).toEqual([id]);
    expect((await again.openRun(id)).status).toBe("interrupted");
    await again.close();
    expect((await checkArchive(path)).problems).toEqual([]);
  },
);

it.each(garbage.slice(0, 6))(
  "%s written over the lock of a process that lives does not end its run",
  async (_, put) => {
    const { path, file, token } = await withRun();
    await put(file, path);
    expect(await isGone(path, token)).toBe(false);
  },
);

it("says what is in the way of a lock", async () => {
  const path = await temporaryPath();
  const folder = join(dirname(path), "owners");
  const archive = await open(path);
  await writeFile(folder, "");
  expect(String(await failureOf(archive.createRun(spec, 40)))).toMatch(
    /The folder .*owners cannot be made \(EEXIST\)/,
  );
  expect(await archive.interruptAbandoned()).toEqual([]);
  await rm(folder);
  expect((await archive.createRun(spec, 40)).status).toBe("running");
});

it("leaves no file of a process that was killed", async () => {
  const { path, archive, file, folder } = await withRun();
  await archive.close();
  // A process that is killed leaves the journal of its lock as well.
  for (const each of [file, `${file}-journal`]) await writeFile(each, "");
  await open(path);
  expect(await readdir(folder)).toEqual([]);
});
