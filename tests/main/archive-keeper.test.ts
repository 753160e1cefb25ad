/** The archive's keeper over real archives; only the engine is a fake. */
import { existsSync } from "node:fs";
import {
  copyFile,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  truncate,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { Lab } from "../../main/lab";
import type { LabEvents, RunRow } from "../../core/contract/api";
import { ArchiveKeeper } from "../../main/archive-keeper";
import { findBackups } from "../../main/archive/backups";
import { openArchive } from "../../main/archive/open";
import { checkArchive } from "../../main/archive/check";
import { OpenedFiles } from "../../main/files/opened-files";
import { SessionMark } from "../../main/session-mark";
import { SettingsFile } from "../../main/settings";
import { blankPage, makeArchive } from "./archive/damage";
import {
  failureOf,
  open,
  spec,
  temporaryFolder,
  temporaryPath,
} from "./archive/helpers";
import { batchReport, FakeChild } from "./engine/fake-child";

async function keeperOf(archivePath: string) {
  const events: [keyof LabEvents, unknown][] = [];
  const children: FakeChild[] = [];
  const log: unknown[] = [];
  let begun = 0;
  const keeper = new ArchiveKeeper({
    version: "1.2.3",
    about: async () => ({ versions: [], licences: [] }),
    archivePath,
    fork: () => {
      const child = new FakeChild();
      children.push(child);
      queueMicrotask(() => child.ready());
      return child;
    },
    dialogs: { save: async () => null, open: async () => [] },
    chooseFolder: async () => null,
    printReport: async () => new Uint8Array(),
    printFigure: async () => new Uint8Array(),
    clipboard: { write: async () => true, hasPicture: async () => true },
    settings: new SettingsFile(dirname(archivePath)),
    settingsChanged: () => undefined,
    announce: (event, payload) => void events.push([event, payload]),
    onError: (error) => log.push(error),
    mark: new SessionMark(dirname(archivePath)),
    startAnew: () => begun++,
    showFile: () => undefined,
    openedFiles: new OpenedFiles(),
  });
  onTestFinished(async () => {
    for (const child of children) child.exit(1);
    await keeper.close();
  });
  return {
    keeper,
    children,
    log,
    failures: () =>
      events
        .filter(([name]) => name === "archiveFailed")
        .map(([, error]) => error),
    changes: () =>
      events.filter(([name]) => name === "runChanged").map(([, run]) => run),
    begun: () => begun,
    names: async () =>
      (await listed((await keeper.lab()).runs)).map(({ name }) => name).sort(),
  };
}

async function listed(runs: Lab["runs"]): Promise<RunRow[]> {
  return JSON.parse((await runs.list()).text) as RunRow[];
}

async function until(holds: () => unknown) {
  for (let i = 0; i < 500; i++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("It did not happen.");
}

/** Everything beside the archive that is not its backups. */
async function filesBeside(path: string) {
  const all = await readdir(dirname(path), { recursive: true });
  return all.filter((name) => !name.startsWith("backups")).sort();
}

describe("the keeper of the archive", () => {
  it("has nothing to tell after an orderly end, and everything after a crash", async () => {
    const path = await temporaryPath();
    const first = await keeperOf(path);
    expect(await first.keeper.startNotice()).toBeNull();
    await first.keeper.close();
    const second = await keeperOf(path);
    expect(await second.keeper.startNotice()).toBeNull();
    // Killed: the mark stays where it is.
    const third = await keeperOf(path);
    expect(await third.keeper.startNotice()).toEqual({
      message:
        "Edge Lab ended unexpectedly the last time; no stored data were lost.",
      runs: [],
    });
  });

  it("names the run that a crash interrupted, and from where it can go on", async () => {
    const path = await temporaryPath();
    await makeArchive(path, 2);
    await writeFile(join(dirname(path), "session"), "");
    const { keeper } = await keeperOf(path);
    expect(await keeper.startNotice()).toEqual({
      message:
        "Edge Lab ended unexpectedly the last time: “run 2” was interrupted at step 4,999; it can continue from step 4,999.",
      runs: [2],
    });
  });

  it("restores a backup, and keeps what was there as another one", async () => {
    const path = await temporaryPath();
    await makeArchive(path, 2);
    const { keeper, begun, names } = await keeperOf(path);
    const { name } = await keeper.backUp();
    const lab = await keeper.lab();
    await lab.runs.remove([1]);
    await lab.archive.deleteForGood([1]);
    await lab.runs.change(2, { name: "newer" });
    expect(await names()).toEqual(["newer"]);
    await keeper.restoreBackup(name);
    expect(begun()).toBe(1);
    expect(await names()).toEqual(["run 1", "run 2"]);
    const notice = await keeper.startNotice();
    expect(notice?.message).toMatch(
      /^The archive is now the backup of .+\. The previous files are kept in backups.archive-v\d+-.+-before-restore-.+\.db\.$/,
    );
    const { backups } = await keeper.archiveCare();
    expect(backups.map(({ reason, runs }) => [reason, runs])).toEqual([
      ["before-restore", 1],
      ["by-hand", 2],
    ]);
    await keeper.restoreBackup(backups[0].name);
    expect(await names()).toEqual(["newer"]);
    expect((await checkArchive(path)).problems).toEqual([]);
  });

  it("refuses to replace the archive while a run is going, and keeps the run", async () => {
    const path = await temporaryPath();
    const { keeper, children } = await keeperOf(path);
    const lab = await keeper.lab();
    await lab.queue.enqueue([spec], null);
    children[0].says(batchReport(1, 0));
    const { name } = await keeper.backUp();
    for (const replace of [
      () => keeper.restoreBackup(name),
      () => keeper.beginAnew(),
      () => keeper.recoverArchive(),
    ])
      expect(await failureOf(replace())).toMatchObject({
        error: { code: "busy" },
      });
    expect((await lab.runs.open(1)).status).toBe("running");
  });

  it("refuses to restore while another process has the archive open", async () => {
    const path = await temporaryPath();
    await makeArchive(path, 1);
    const other = await open(path);
    const { keeper, names } = await keeperOf(path);
    const { name } = await keeper.backUp();
    expect(await failureOf(keeper.restoreBackup(name))).toMatchObject({
      error: { code: "archive", message: expect.stringMatching(/open|locked/) },
    });
    await other.close();
    expect(await names()).toEqual(["run 1"]);
  });

  it("recovers a damaged archive, and sets it aside byte for byte", async () => {
    const path = await temporaryPath();
    await makeArchive(path, 8);
    await truncate(path, 900_000);
    const bytes = await readFile(path);
    const { keeper, names, begun } = await keeperOf(path);
    expect(await failureOf(keeper.lab())).toMatchObject({
      error: { code: "archive-damaged" },
    });
    expect(await keeper.archiveCare()).toMatchObject({
      archivePath: path,
      bytes: 900_000,
      backups: [],
    });
    await keeper.recoverArchive();
    expect(begun()).toBe(1);
    expect((await names()).length).toBeGreaterThan(0);
    const notice = await keeper.startNotice();
    expect(notice?.message).toMatch(
      /^The archive was damaged\. \d runs? could be recovered.*kept in damaged.archive-.+\.db\.$/,
    );
    const [kept] = await readdir(join(dirname(path), "damaged"));
    expect(await readFile(join(dirname(path), "damaged", kept))).toEqual(bytes);
    expect(existsSync(`${path}.new`) || existsSync(`${path}.scratch`)).toBe(
      false,
    );
  });

  it("restores a backup in the place of a file that is no archive at all", async () => {
    const path = await temporaryPath();
    await makeArchive(path, 2);
    const before = await keeperOf(path);
    const { name } = await before.keeper.backUp();
    await before.keeper.close();
    await writeFile(path, "This is not an archive. ".repeat(500));
    const { keeper, names } = await keeperOf(path);
    expect(await failureOf(keeper.recoverArchive())).toMatchObject({
      error: { message: "Nothing of the damaged archive can be read." },
    });
    expect((await readFile(path, "utf8")).slice(0, 4)).toBe("This");
    await keeper.restoreBackup(name);
    expect(await names()).toEqual(["run 1", "run 2"]);
    const damaged = await readdir(join(dirname(path), "damaged"));
    expect(damaged).toHaveLength(1);
  });

  it("begins anew, and keeps what was there", async () => {
    const path = await temporaryPath();
    await makeArchive(path, 2);
    await blankPage(path, 1);
    const { keeper, names } = await keeperOf(path);
    await keeper.beginAnew();
    expect(await names()).toEqual([]);
    expect((await filesBeside(path)).join()).toMatch(/damaged.archive-.+\.db/);
  });

  it("does not pass over the loss of an archive of which there are backups", async () => {
    const path = await temporaryPath();
    await makeArchive(path, 2);
    const before = await keeperOf(path);
    const { name } = await before.keeper.backUp();
    await before.keeper.close();
    await rm(path);
    const { keeper, names } = await keeperOf(path);
    expect(await failureOf(keeper.lab())).toMatchObject({
      error: { code: "archive-missing" },
    });
    expect(existsSync(path)).toBe(false);
    await keeper.restoreBackup(name);
    expect(await names()).toEqual(["run 1", "run 2"]);
  });

  it.each(["deleted", "moved", "replaced"])(
    "rescues what was stored when the file is %s under its hands",
    async (how) => {
      const path = await temporaryPath();
      await makeArchive(path, 2);
      const { keeper, children, failures, names } = await keeperOf(path);
      const lab = await keeper.lab();
      await lab.runs.change(2, { name: "acknowledged" });
      const elsewhere = join(await temporaryFolder(), "elsewhere.db");
      if (how === "deleted") await rm(path);
      if (how === "moved") await rename(path, elsewhere);
      if (how === "replaced") {
        await copyFile(path, elsewhere);
        await rename(elsewhere, path);
      }
      // The store must not count as done: its rows are in no file that anybody will find.
      const started = await failureOf(lab.queue.enqueue([spec], null));
      expect(started).toMatchObject({ error: { code: "archive-missing" } });
      await until(() => failures().length > 0);
      expect(failures()).toEqual([
        expect.objectContaining({
          code: "archive-missing",
          hint: expect.stringContaining("kept as a backup"),
        }),
      ]);
      const [{ name, reason }] = await findBackups(path);
      expect(reason).toBe("rescued");
      for (const child of children) child.exit(1);
      await keeper.restoreBackup(name);
      // All that was acknowledged; what was refused may be there as well.
      expect(await names()).toEqual(
        expect.arrayContaining(["acknowledged", "run 1"]),
      );
    },
  );

  it("notices within seconds that an idle archive was taken away", async () => {
    const path = await temporaryPath();
    await makeArchive(path, 1);
    const { keeper, failures } = await keeperOf(path);
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    onTestFinished(() => void vi.useRealTimers());
    await keeper.lab();
    await rm(path);
    vi.advanceTimersByTime(6000);
    await until(() => failures().length > 0);
    expect((await findBackups(path)).map(({ reason }) => reason)).toEqual([
      "rescued",
    ]);
  });

  it("notices within seconds that another process has left a run in the middle", async () => {
    const path = await temporaryPath();
    const other = await openArchive(path);
    const { id } = await other.createRun(spec, 40);
    const { keeper, changes } = await keeperOf(path);
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    onTestFinished(() => void vi.useRealTimers());
    const lab = await keeper.lab();
    vi.advanceTimersByTime(6000);
    expect(await lab.runs.open(id)).toMatchObject({ status: "running" });
    await other.close();
    vi.advanceTimersByTime(6000);
    await until(() => changes().length > 0);
    expect(changes()).toMatchObject([{ id, status: "interrupted" }]);
  });

  it("tries again after a loss: what is still open of a file that is gone is nobody's archive", async () => {
    const path = await temporaryPath();
    await makeArchive(path, 2);
    const { keeper, failures, names } = await keeperOf(path);
    const lab = await keeper.lab();
    const elsewhere = join(await temporaryFolder(), "elsewhere.db");
    await rename(path, elsewhere);
    await failureOf(lab.runs.change(2, { name: "in vain" }));
    await until(() => failures().length > 0);
    const again = await Promise.all([
      failureOf(keeper.lab()),
      failureOf(keeper.lab()),
    ]);
    for (const failure of again)
      expect(failure).toMatchObject({ error: { code: "archive-missing" } });
    await rename(elsewhere, path);
    expect(await names()).toContain("run 1");
  });

  it("tries again after damage: only an archive in which nothing is wrong is opened", async () => {
    const path = await temporaryPath();
    await makeArchive(path, 3);
    const whole = await readFile(path);
    await blankPage(path, whole.length / 4096);
    await writeFile(join(dirname(path), "session"), "");
    const { keeper, failures, names } = await keeperOf(path);
    await keeper.lab();
    await until(() => failures().length > 0);
    for (let i = 0; i < 2; i++)
      expect(await failureOf(keeper.lab())).toMatchObject({
        error: { code: "archive-damaged" },
      });
    await writeFile(path, whole);
    expect(await names()).toHaveLength(3);
  });

  /** Opens a lab, lets a minute pass and answers with why there are backups then. */
  async function afterAMinute(path: string, expected: number) {
    const { keeper } = await keeperOf(path);
    vi.useFakeTimers({
      toFake: ["setInterval", "clearInterval", "setTimeout", "clearTimeout"],
    });
    onTestFinished(() => void vi.useRealTimers());
    const lab = await keeper.lab();
    vi.advanceTimersByTime(61_000);
    vi.useRealTimers();
    for (let i = 0; i < 300; i++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      if ((await findBackups(path)).length >= expected) break;
    }
    expect(await listed(lab.runs)).toHaveLength(1);
    return (await findBackups(path)).map(({ reason }) => reason);
  }

  it("makes a backup each day on which something changed", async () => {
    const path = await temporaryPath();
    await makeArchive(path, 1);
    expect(await findBackups(path)).toEqual([]);
    expect(await afterAMinute(path, 1)).toEqual(["automatic"]);
  });

  it("makes it as well when the clock was set back since the last one", async () => {
    const path = await temporaryPath();
    await makeArchive(path, 1);
    const folder = join(dirname(path), "backups");
    await mkdir(folder);
    const future = new Date(Date.now() + 3 * 86_400_000).toISOString();
    const time = future.replace(/[-:.]/g, "");
    await copyFile(path, join(folder, `archive-v6-${time}-before-update.db`));
    expect(await afterAMinute(path, 2)).toEqual(["before-update", "automatic"]);
  });

  it("checks the archive after a crash, and tells what is wrong with it", async () => {
    const path = await temporaryPath();
    await makeArchive(path, 3);
    // The last page holds rows, and nobody needs it to open the archive.
    await blankPage(path, (await readFile(path)).length / 4096);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(join(dirname(path), "session"), "");
    const { keeper, failures } = await keeperOf(path);
    await keeper.lab();
    await until(() => failures().length > 0);
    expect(failures()[0]).toMatchObject({
      code: "archive-damaged",
      message: expect.stringMatching(/^The archive is damaged: /),
    });
    await keeper.recoverArchive();
    expect((await keeper.checkArchive()).problems).toEqual([]);
  });
});
