import {
  copyFile,
  readFile,
  stat,
  truncate,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { emptySummary } from "../../../core/run/summary";
import { toBlob } from "../../../main/archive/blob";
import { checkArchive } from "../../../main/archive/check";
import { Database } from "../../../main/archive/db";
import { migrate } from "../../../main/archive/migrate";
import { migrations } from "../../../main/archive/migrations";
import { recover } from "../../../main/archive/recover";
import { readRecords } from "../../../main/archive/records";
import { blankPage, find, flipBit, makeArchive } from "./damage";
import {
  batchOf,
  failureOf,
  open,
  spec,
  temporaryFolder,
  temporaryPath,
} from "./helpers";

/** Recovers a damaged archive and checks what came of it. */
async function recovered(path: string) {
  const folder = await temporaryFolder();
  const copy = join(folder, "copy.db");
  const fresh = join(folder, "archive.db");
  await copyFile(path, copy);
  const recovery = await recover(copy, fresh);
  expect((await checkArchive(fresh)).problems).toEqual([]);
  return { recovery, archive: await open(fresh) };
}

async function damagedCopy(from: string): Promise<string> {
  const path = await temporaryPath();
  await copyFile(from, path);
  return path;
}

describe("recovering a damaged archive", () => {
  it("gives an intact one back bit for bit, but for its checkpoints of runs that are over", async () => {
    const path = await temporaryPath();
    await makeArchive(path, 3);
    const before = await open(path);
    const { recovery, archive } = await recovered(path);
    expect(recovery).toEqual({ runs: 3, inPart: 0, lost: 0 });
    for (const id of [1, 2, 3]) {
      const run = await before.openRun(id);
      expect(await archive.openRun(id)).toEqual(run);
      expect(await readRecords(archive, run)).toEqual(
        await readRecords(before, run),
      );
    }
    const { continuation } = await archive.continueRun(3);
    expect(continuation?.checkpoint.step).toBe(4999);
  });

  it("keeps what later versions added where only the number of the version is damaged", async () => {
    const path = await temporaryPath();
    await makeArchive(path, 2);
    const db = await Database.open(path, { create: false, busyTimeout: 0 });
    const expectation = { kind: "edge", step: 50 };
    await db.outside((sql) =>
      sql.run(`UPDATE runs SET expectation = ? WHERE id = 1`, [
        JSON.stringify(expectation),
      ]),
    );
    await db.outside((sql) => sql.run("PRAGMA user_version = 3"));
    await db.close();
    const { recovery, archive } = await recovered(path);
    expect(recovery).toEqual({ runs: 2, inPart: 0, lost: 0 });
    expect(await archive.openRun(1)).toMatchObject({ expectation });
  });

  it("keeps all other runs when one piece of a series has changed", async () => {
    const path = await temporaryPath();
    await makeArchive(path, 3);
    const loss = batchOf(4096, 904, (step) => Math.sin(2 * step)).steps.loss;
    await flipBit(path, (await find(path, toBlob(loss.slice(0, 4)))) + 9);

    const [problem, ...more] = (await checkArchive(path)).problems;
    expect(more).toEqual([]);
    expect(problem).toBe(
      "Piece 1 of steps.loss of run 2 is not as it was stored.",
    );
    const window = { runId: 2, table: "steps", columns: ["loss"] } as const;
    const damaged = await open(path);
    expect(
      await failureOf(damaged.readColumns({ ...window, columns: ["loss"] })),
    ).toMatchObject({ error: { code: "archive-damaged" } });

    const { recovery, archive } = await recovered(path);
    expect(recovery).toEqual({ runs: 3, inPart: 1, lost: 0 });
    const run = await archive.openRun(2);
    expect(run).toMatchObject({ rows: { steps: 4096 }, tags: ["recovered"] });
    expect(run.notes).toContain(
      "without the rows of its table steps after the first 4,096",
    );
    expect((await archive.openRun(1)).rows.steps).toBe(5000);
    expect((await archive.openRun(1)).tags).toEqual([]);
  });

  it("keeps what stands before the cut of a file that was cut off", async () => {
    const path = await temporaryPath();
    await makeArchive(path, 8);
    const { size } = await stat(path);
    await truncate(path, Math.floor(size / 2) + 100);
    const { recovery, archive } = await recovered(path);
    expect(recovery.runs).toBeGreaterThan(0);
    const whole = recovery.runs - recovery.inPart;
    expect(whole).toBeGreaterThan(1);
    for (const row of await archive.listRuns())
      if (row.tags.length === 0)
        expect((await archive.openRun(row.id)).rows.steps).toBe(5000);
  });

  it("reads on behind any page that is lost", async () => {
    const path = await temporaryPath();
    await makeArchive(path, 6);
    const pages = (await stat(path)).size / 4096;
    expect(pages).toBeGreaterThan(100);
    let runs = 0;
    let tried = 0;
    for (let page = 2; page <= pages; page += 7) {
      const copy = await damagedCopy(path);
      await blankPage(copy, page);
      const { recovery } = await recovered(copy).catch(() => ({
        recovery: { runs: 0 },
      }));
      runs += recovery.runs;
      tried++;
    }
    // A page that names others takes these with it; any other one costs a run or a part of it.
    expect(runs / tried).toBeGreaterThan(5);
  });

  it("mends the first hundred bytes of the file", async () => {
    const path = await temporaryPath();
    await makeArchive(path, 2);
    const bytes = await readFile(path);
    // The version, at 60, cannot be known otherwise.
    bytes.fill(0xaa, 0, 60);
    bytes.fill(0xaa, 64, 100);
    await writeFile(path, bytes);
    const { recovery } = await recovered(path);
    expect(recovery).toEqual({ runs: 2, inPart: 0, lost: 0 });
  });

  it("leaves out a run whose experiment is not readable, and says so", async () => {
    const path = await temporaryPath();
    await makeArchive(path, 3);
    const name = await find(path, Buffer.from('"name":"run 2"'));
    await flipBit(path, name + 2);
    const { recovery, archive } = await recovered(path);
    expect(recovery).toEqual({ runs: 2, inPart: 0, lost: 1 });
    expect((await archive.listRuns()).map(({ id }) => id).sort()).toEqual([
      1, 3,
    ]);
  });

  it("recovers an archive of an earlier version and brings it up to date", async () => {
    const path = await temporaryPath();
    const db = await Database.open(path, { create: true, busyTimeout: 0 });
    await migrate(db, 0, migrations.slice(0, 3), { backUp: false });
    await db.write((sql) =>
      sql.run(
        `INSERT INTO runs (name, status, created_at, threshold, spec, summary, notes)
         VALUES ('before', 'finished', 1000, 40, ?, ?, 'Kept.')`,
        [JSON.stringify(spec), JSON.stringify(emptySummary)],
      ),
    );
    await db.close();
    const { archive } = await recovered(path);
    expect(await archive.openRun(1)).toMatchObject({
      name: "before",
      notes: "Kept.",
    });
  });

  it.each([
    ["text", Buffer.from("This is not an archive. ".repeat(500))],
    ["nothing", Buffer.alloc(0)],
    ["zeros", Buffer.alloc(40960)],
  ])("says so when a file of %s has nothing to be read", async (_, bytes) => {
    const path = await temporaryPath();
    await writeFile(path, bytes);
    expect(
      await failureOf(recover(path, join(dirname(path), "fresh.db"))),
    ).toMatchObject({
      error: { code: "archive", message: expect.stringMatching(/^Nothing/) },
    });
  });
});
