import { describe, expect, it } from "vitest";
import type { LabErrorCode } from "../../../core/errors";
import { situationOf, waysOf } from "../../../renderer/care/remedies";
import { Rescue } from "../../../renderer/care/Rescue.svelte";
import { deferred, fakeLab } from "../fake-lab";
import { backup, careOf } from "./backups";

const newest = backup({ madeAt: 3, runs: null });
const newer = backup({ madeAt: 2 });
const older = backup({ madeAt: 1 });

async function met(code: LabErrorCode, ...backups: (typeof newer)[]) {
  const fake = fakeLab();
  fake.answer("archive.care", () => careOf(...backups));
  let tries = 0;
  const retry = async () => {
    tries++;
    await rescue.meet({ code: "archive", message: "Still locked." });
  };
  const rescue = new Rescue(fake.lab, { code, message: "Bad." }, retry);
  await rescue.look();
  const asked = () => fake.asked.filter(({ name }) => name !== "archive.care");
  return { rescue, fake, asked, tries: () => tries };
}

const labels = (rescue: Rescue) => waysOf(rescue).map(({ label }) => label);

describe("the ways out", () => {
  it("of damage: recover, a backup, an empty archive; each says what becomes of the file", async () => {
    const { rescue } = await met("archive-damaged", newest, newer);
    expect(labels(rescue)).toEqual([
      "Recover what can be read",
      "Restore a backup…",
      "Start an empty archive",
    ]);
    for (const { explanation } of waysOf(rescue))
      expect(explanation).toMatch(/nothing is deleted/);
  });

  it("of damage without a backup that can be read: no backup", async () => {
    const { rescue } = await met("archive-damaged", newest);
    expect(labels(rescue)).toEqual([
      "Recover what can be read",
      "Start an empty archive",
    ]);
  });

  it("of a missing archive: the newest backup that can be read, another one, an empty archive", async () => {
    const { rescue, asked } = await met(
      "archive-missing",
      newest,
      newer,
      older,
    );
    expect(labels(rescue)).toEqual([
      "Restore the newest backup",
      "Restore another backup…",
      "Start an empty archive",
    ]);
    waysOf(rescue)[0].run();
    expect(asked()).toEqual([
      { name: "archive.restoreBackup", args: [newer.name] },
    ]);
  });

  it("of a missing archive with one backup, and with none", async () => {
    const one = await met("archive-missing", newer);
    expect(labels(one.rescue)).toEqual([
      "Restore the newest backup",
      "Start an empty archive",
    ]);
    const none = await met("archive-missing");
    expect(labels(none.rescue)).toEqual(["Start an empty archive"]);
  });

  it("of what only time or hands can put right: none that touches the archive", async () => {
    for (const code of ["archive", "archive-too-new"] as const)
      expect(labels((await met(code, newer)).rescue)).toEqual([]);
  });

  it("begin with a title of their own", () => {
    const titles = (
      [
        "archive",
        "archive-damaged",
        "archive-missing",
        "archive-too-new",
      ] as const
    ).map((code) => situationOf(code).title);
    expect(new Set(titles).size).toBe(4);
  });
});

describe("Rescue", () => {
  it("chooses the newest backup that can be read, and keeps what the person chose", async () => {
    const { rescue, asked } = await met(
      "archive-damaged",
      newest,
      newer,
      older,
    );
    expect(rescue.picked).toBe(newer.name);
    rescue.picked = older.name;
    await rescue.look();
    void rescue.restore();
    expect(asked()).toEqual([
      { name: "archive.restoreBackup", args: [older.name] },
    ]);
  });

  it("does one thing at a time, and stays at it until the window starts anew", async () => {
    const { rescue, fake, asked } = await met("archive-damaged", newer);
    const { promise, resolve } = deferred<undefined>();
    fake.answer("archive.recover", () => promise);
    const work = rescue.recover();
    void rescue.beginAnew();
    void rescue.restore();
    void rescue.tryAgain();
    expect(asked()).toEqual([{ name: "archive.recover", args: [] }]);
    resolve(undefined);
    await work;
    expect(rescue.working).toBe("recover");
  });

  it("says why a remedy failed, and offers them all again", async () => {
    const { rescue, fake } = await met("archive-damaged", newer);
    const error = { code: "archive", message: "The disk is full." } as const;
    fake.refuse("archive.beginAnew", error);
    await rescue.beginAnew();
    expect(rescue.task.failure).toEqual(error);
    expect(rescue.working).toBeNull();
    void rescue.recover();
    expect(rescue.task.failure).toBeNull();
  });

  it("tries again, counts how often, and says what is wrong now", async () => {
    const { rescue, tries } = await met("archive-damaged", newer);
    await rescue.tryAgain();
    await rescue.tryAgain();
    expect(tries()).toBe(2);
    expect(rescue.vain).toBe(2);
    expect(rescue.working).toBeNull();
    expect(rescue.error.message).toBe("Still locked.");
  });

  it("is there also when nothing can be told of the backups", async () => {
    const fake = fakeLab();
    const error = { code: "file", message: "No right." } as const;
    fake.refuse("archive.care", error);
    const rescue = new Rescue(
      fake.lab,
      { code: "archive-damaged", message: "Bad." },
      () => Promise.resolve(),
    );
    await rescue.look();
    expect(rescue.task.failure).toEqual(error);
    expect(labels(rescue)).toContain("Recover what can be read");
  });
});
