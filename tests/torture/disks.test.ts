/** A disk that is full or read-only: a sentence says so, nothing is half there, and it goes on later. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { backupsFolder } from "../../main/archive/backups";
import { openArchive } from "../../main/archive/open";
import { exportCapsules } from "../../main/files/capsules";
import { Log } from "../../main/log";
import { SettingsFile } from "../../main/settings";
import { failureOf } from "../main/archive/helpers";
import { examineFile } from "./examine";
import { Campaign, experiments } from "./kills/campaign";
import { capsule } from "./kills/imports";
import { digestOf, makeOldArchive } from "./old-archive";
import { LabProcess } from "./program/lab-process";
import { smallDisk } from "./small-disk";

let lab: Campaign;
beforeAll(async () => (lab = await Campaign.begin(1)));
afterAll(() => lab.end());

function start(path: string): LabProcess {
  const process = new LabProcess(lab.program, path);
  onTestFinished(() => process.kill("both"));
  return process;
}

const whole = { partial: [], broken: [] };
const says = (message: RegExp) => ({
  error: { message: expect.stringMatching(message) },
});

test("a run fails on a full disk, and goes on when there is room again", async (context) => {
  const disk = smallDisk(context, 60);
  const path = join(disk.folder, "archive.db");
  const process = start(path);
  const { id } = await process.request("queue.start", experiments[0]);
  await process.hasRows(id);
  await disk.fill();
  await process.reaches(id, "failed");
  expect(await examineFile(path)).toEqual(whole);
  const failed = await process.request("runs.open", id);
  expect(failed.status).toBe("failed");
  await disk.free();
  await process.goOn(id);
  await process.reaches(id, "finished");
  await process.close();
  const [run] = await lab.examine(path, process.acknowledged);
  expect(lab.isUndisturbed(run)).toBe(true);
  expect(lab.tally).toMatchObject({ lost: 0, partial: [], broken: [] });
});

test("an archive of an earlier version stays as it is where there is no room for its backup", async (context) => {
  const disk = smallDisk(context, 160);
  const path = join(disk.folder, "archive.db");
  await makeOldArchive(path, 40);
  const digest = await digestOf(path);
  await disk.fill(5_000_000);
  const process = start(path);
  expect(await failureOf(process.request("runs.list"))).toMatchObject(
    says(/^There is no room for a backup/),
  );
  expect(await readdir(backupsFolder(path)).catch(() => [])).toEqual([]);
  expect(await digestOf(path)).toBe(digest);
  await disk.free();
  expect(await process.request("runs.list")).toHaveLength(40);
  await process.close();
  expect(await digestOf(path)).toBe(digest);
});

test("and where there is room for the backup, but not for the new tables", async (context) => {
  const disk = smallDisk(context, 200);
  const path = join(disk.folder, "archive.db");
  await makeOldArchive(path, 60);
  const digest = await digestOf(path);
  await disk.fill(26_000_000);
  const process = start(path);
  expect(await failureOf(process.request("runs.list"))).toMatchObject(
    says(/The disk is full|no room/),
  );
  expect(await digestOf(path)).toBe(digest);
  expect(await examineFile(path)).toEqual(whole);
  for (const name of await readdir(backupsFolder(path)))
    expect(await digestOf(join(backupsFolder(path), name))).toBe(digest);
  await disk.free();
  expect(await process.request("runs.list")).toHaveLength(60);
  await process.close();
  expect(await digestOf(path)).toBe(digest);
});

test("a backup is refused", async (context) => {
  const disk = smallDisk(context, 40);
  const path = join(disk.folder, "archive.db");
  const process = start(path);
  await process.request("runs.list");
  await disk.fill();
  expect(await failureOf(process.request("archive.backUp"))).toMatchObject(
    says(/no room|disk is full|ENOSPC/),
  );
  await disk.free();
  expect(await readdir(backupsFolder(path)).catch(() => [])).toEqual([]);
  await process.request("archive.backUp");
  expect(await readdir(backupsFolder(path))).toHaveLength(1);
  await process.close();
});

test("an import is not there at all, and can be done again", async (context) => {
  const disk = smallDisk(context, 60);
  const path = join(disk.folder, "archive.db");
  const file = await capsule(lab, "several", [1, 2, 3]);
  const process = start(path);
  await process.request("runs.list");
  await disk.fill(300_000);
  expect(
    await failureOf(process.request("files.importRuns", [file])),
  ).toMatchObject(says(/disk is full/));
  expect(await process.request("runs.list")).toEqual([]);
  expect(await examineFile(path)).toEqual(whole);
  await disk.free();
  await process.request("files.importRuns", [file]);
  await process.close();
  const runs = await lab.examine(path, process.acknowledged);
  expect(runs.map((run) => lab.isUndisturbed(run))).toEqual([true, true, true]);
});

test("an export leaves what was there before", async (context) => {
  const disk = smallDisk(context, 20);
  const file = join(disk.folder, "run.json");
  await writeFile(file, "before");
  await disk.fill(100_000);
  const archive = await openArchive(lab.reference);
  const dialogs = {
    save: () => Promise.resolve(file),
    open: () => Promise.resolve([]),
  };
  expect(
    await failureOf(exportCapsules(archive, dialogs, [1, 2])),
  ).toMatchObject({
    error: {
      message: expect.stringContaining("run.json cannot be written"),
      hint: expect.stringContaining("The disk is full"),
    },
  });
  expect(await readFile(file, "utf8")).toBe("before");
  expect((await readdir(disk.folder)).sort()).toEqual(["filler", "run.json"]);
  await disk.free();
  await exportCapsules(archive, dialogs, [1, 2]);
  expect((await readFile(file, "utf8")).length).toBeGreaterThan(500_000);
  await archive.close();
});

test("settings stay as they were, and the log keeps quiet", async (context) => {
  const disk = smallDisk(context, 4);
  const settings = new SettingsFile(disk.folder);
  settings.change({ theme: "dark" });
  await disk.fill();
  settings.change({ theme: "light", engines: 2 });
  new Log(disk.folder).write("x".repeat(100_000));
  expect(new SettingsFile(disk.folder).read()).toMatchObject({
    theme: "dark",
    engines: 1,
  });
  expect((await readdir(disk.folder)).filter((n) => n.endsWith("tmp"))).toEqual(
    [],
  );
  await disk.free();
  settings.change({ theme: "light" });
  expect(new SettingsFile(disk.folder).read().theme).toBe("light");
});

test("a folder that is read-only: a sentence, and it works when it is not any more", async (context) => {
  const disk = smallDisk(context, 20);
  const path = join(disk.folder, "archive.db");
  await (await openArchive(path)).close();
  disk.makeReadOnly(true);
  const settings = new SettingsFile(disk.folder);
  settings.change({ theme: "dark" });
  new Log(disk.folder).write("nothing");
  expect(settings.read().theme).toBe("system");
  const process = start(path);
  expect(await failureOf(process.request("runs.list"))).toMatchObject(
    says(/read-only|may not be opened|cannot be opened/),
  );
  disk.makeReadOnly(false);
  expect(await process.request("runs.list")).toEqual([]);
  await process.close();
});
