import { describe, expect, it } from "vitest";
import type { Backup } from "../../../core/contract/care";
import { Care } from "../../../renderer/care/Care.svelte";
import { deferred, fakeLab } from "../fake-lab";
import { backup, careOf } from "./backups";

const newer = backup({ madeAt: new Date(2026, 10, 24, 12).getTime() });
const older = backup({ madeAt: 1 });

async function opened(...backups: Backup[]) {
  const fake = fakeLab();
  let now = careOf(...backups);
  fake.answer("archive.care", () => now);
  const care = new Care(fake.lab);
  await care.open();
  const changes = (next: Partial<typeof now>) => (now = { ...now, ...next });
  const asked = () =>
    fake.asked.filter(({ name }) => name !== "archive.care").at(-1);
  return { care, fake, changes, asked };
}

describe("Care", () => {
  it("backs up, says what was made, and lists it", async () => {
    const { care, fake, changes } = await opened(older);
    fake.answer("archive.backUp", () => {
      changes({ backups: [newer, older] });
      return newer;
    });
    await care.backUp();
    expect(care.news).toBe("Backed up. 24 Nov 2026, 12:00: 214 runs, 12.3 MB.");
    expect(care.now?.backups).toEqual([newer, older]);
    expect(care.working).toBeNull();
  });

  it("checks, and shows what was found", async () => {
    const { care, fake, changes } = await opened();
    const found = { checkedAt: 1, runs: 1, pieces: 2, problems: ["Lost."] };
    const { promise, resolve } = deferred<typeof found>();
    fake.answer("archive.check", () => promise);
    const work = care.check();
    expect(care.working).toBe("check");
    changes({ lastCheck: found });
    resolve(found);
    await work;
    expect(care.now?.lastCheck).toEqual(found);
  });

  it("does one thing at a time, and goes on with it while the sheet is closed and opened", async () => {
    const { care, fake, asked } = await opened();
    const { promise, resolve } = deferred<Backup>();
    fake.answer("archive.backUp", () => promise);
    const work = care.backUp();
    void care.check();
    await care.open();
    expect(asked()?.name).toBe("archive.backUp");
    expect(care.working).toBe("back-up");
    resolve(newer);
    await work;
    expect(care.news).toMatch(/^Backed up/);
    await care.open();
    expect(care.news).toBeNull();
  });

  it("asks before a backup is deleted or restored, about one at a time", async () => {
    const { care, asked } = await opened(newer, older);
    care.ask({ work: "delete", name: newer.name });
    care.ask({ work: "restore", name: older.name });
    expect(care.isAsking({ work: "delete", name: newer.name })).toBe(false);
    expect(care.isAsking({ work: "restore", name: newer.name })).toBe(false);
    expect(care.isAsking({ work: "restore", name: older.name })).toBe(true);
    expect(asked()).toBeUndefined();
    care.ask({ work: "restore", name: older.name });
    expect(care.asking).toBeNull();
    await care.confirm();
    expect(asked()).toBeUndefined();
  });

  it("deletes the backup asked about, and says so", async () => {
    const { care, fake, changes, asked } = await opened(newer, older);
    fake.answer(
      "archive.deleteBackup",
      () => void changes({ backups: [older] }),
    );
    care.ask({ work: "delete", name: newer.name });
    await care.confirm();
    expect(asked()).toEqual({
      name: "archive.deleteBackup",
      args: [newer.name],
    });
    expect(care.news).toBe("Deleted the backup of 24 Nov 2026, 12:00.");
    expect(care.now?.backups).toEqual([older]);
    expect(care.asking).toBeNull();
  });

  it("restores the backup asked about; a refusal leaves the question with its reason", async () => {
    const { care, fake, asked } = await opened(newer, older);
    const error = { code: "busy", message: "A run is going." } as const;
    fake.refuse("archive.restoreBackup", error);
    care.ask({ work: "restore", name: older.name });
    await care.confirm();
    expect(asked()).toEqual({
      name: "archive.restoreBackup",
      args: [older.name],
    });
    expect(care.task.failure).toEqual(error);
    expect(care.isAsking({ work: "restore", name: older.name })).toBe(true);
    fake.answer("archive.restoreBackup", () => undefined);
    await care.confirm();
    expect(care.task.failure).toBeNull();
    expect(care.asking).toBeNull();
  });

  it("recovers what can be read, when it is asked to", async () => {
    const { care, fake, asked } = await opened();
    fake.answer("archive.recover", () => undefined);
    care.ask({ work: "recover" });
    await care.confirm();
    expect(asked()?.name).toBe("archive.recover");
  });

  it("says why something failed", async () => {
    const { care, fake } = await opened();
    const error = { code: "archive", message: "The disk is full." } as const;
    for (const name of [
      "archive.backUp",
      "archive.check",
      "archive.show",
    ] as const)
      fake.refuse(name, error);
    for (const work of [
      () => care.backUp(),
      () => care.check(),
      () => care.show(),
    ]) {
      care.task.failure = null;
      await work();
      expect(care.task.failure).toEqual(error);
    }
  });
});
