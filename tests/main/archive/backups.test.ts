import { mkdir, readdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { keptBackups } from "../../../core/contract/care";
import {
  backUpFile,
  backupsFolder,
  findBackups,
  listBackups,
  requireBackup,
  sweepBackups,
} from "../../../main/archive/backups";
import { makeArchive } from "./damage";
import {
  batchOf,
  failureOf,
  open,
  spec,
  summaryAt,
  temporaryPath,
} from "./helpers";

describe("backups", () => {
  it("holds all that was stored, also while a run is stored on another connection", async () => {
    const path = await temporaryPath();
    await makeArchive(path, 2);
    const archive = await open(path);
    const { id } = await archive.createRun(spec, 40);
    const stored: Promise<unknown>[] = [];
    for (let i = 0; i < 20; i++)
      stored.push(
        archive.appendBatch(id, batchOf(100 * i, 100), [], summaryAt(100 * i)),
      );
    const name = await backUpFile(path, "by-hand");
    await Promise.all(stored);
    const [backup] = await listBackups(path);
    expect(backup).toMatchObject({ name, reason: "by-hand", runs: 3 });
    expect(Math.abs(backup.madeAt - Date.now())).toBeLessThan(60_000);
    const copy = await open(await requireBackup(path, name));
    expect((await copy.openRun(1)).rows.steps).toBe(5000);
    // A whole number of batches: never a part of one.
    expect((await copy.openRun(id)).rows.steps % 100).toBe(0);
  });

  it("keeps so many of each kind, and all that a person asked for", async () => {
    const path = await temporaryPath();
    await makeArchive(path, 1);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 0, 1) });
    onTestFinished(() => void vi.useRealTimers());
    for (let i = 0; i < 9; i++) {
      vi.setSystemTime(Date.UTC(2026, 0, 1 + i));
      await backUpFile(path, "automatic");
      await backUpFile(path, "by-hand");
    }
    const found = await findBackups(path);
    const days = (reason: string) =>
      found
        .filter((backup) => backup.reason === reason)
        .map(({ madeAt }) => new Date(madeAt).getUTCDate());
    expect(days("automatic")).toEqual([9, 8, 7, 6, 5, 4, 3]);
    expect(days("automatic")).toHaveLength(keptBackups.automatic);
    expect(days("by-hand")).toHaveLength(9);
  });

  it("does not delete the one just made when the clock was set back", async () => {
    const path = await temporaryPath();
    await makeArchive(path, 1);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2030, 0, 1) });
    onTestFinished(() => void vi.useRealTimers());
    for (let i = 0; i < 7; i++) await backUpFile(path, "automatic");
    vi.setSystemTime(Date.UTC(2026, 0, 1));
    const name = await backUpFile(path, "automatic");
    const names = (await findBackups(path)).map((backup) => backup.name);
    expect(names).toHaveLength(7);
    expect(names).toContain(name);
  });

  it("knows the names that earlier versions gave, and no other files", async () => {
    const path = await temporaryPath();
    const folder = backupsFolder(path);
    await mkdir(folder);
    for (const file of [
      "archive-v1-20250131T235959999Z.db",
      "archive-v2-20250201T000000000Z-1f2e3d4c.db",
      "archive-v5-20250201T000000000Z-nonsense-1f2e3d4c.db",
      "archive.db.1f2e3d4c.tmp",
      "other-v5-20250201T000000000Z-automatic-1f2e3d4c.db",
      "notes.txt",
    ])
      await writeFile(join(folder, file), "");
    expect(await findBackups(path)).toEqual([
      {
        name: "archive-v2-20250201T000000000Z-1f2e3d4c.db",
        madeAt: Date.UTC(2025, 1, 1),
        reason: "before-update",
      },
      {
        name: "archive-v1-20250131T235959999Z.db",
        madeAt: Date.UTC(2025, 0, 31, 23, 59, 59, 999),
        reason: "before-update",
      },
    ]);
    expect((await listBackups(path)).map(({ runs }) => runs)).toEqual([
      null,
      null,
    ]);
  });

  it("is found by the name of one that is there, and by nothing else", async () => {
    const path = await temporaryPath();
    await makeArchive(path, 1);
    for (const name of ["../archive.db", "", "archive.db", path])
      expect(await failureOf(requireBackup(path, name))).toMatchObject({
        error: { code: "not-found" },
      });
  });

  it("takes away what a killed process left, and not what a living one writes", async () => {
    const path = await temporaryPath();
    const folder = backupsFolder(path);
    await mkdir(folder);
    const old = join(folder, "archive.db.00000001.tmp");
    await writeFile(old, "");
    await utimes(old, 1000, 1000);
    await writeFile(join(folder, "archive.db.00000002.tmp"), "");
    await sweepBackups(path);
    expect(await readdir(folder)).toEqual(["archive.db.00000002.tmp"]);
  });

  it("leaves nothing behind when there is nothing to copy", async () => {
    const path = await temporaryPath();
    expect(await failureOf(backUpFile(path, "by-hand"))).toMatchObject({
      error: { code: "archive" },
    });
    expect(await findBackups(path)).toEqual([]);
  });
});
