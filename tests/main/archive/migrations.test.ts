import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { checkArchive } from "../../../main/archive/check";
import { Database } from "../../../main/archive/db";
import { migrate } from "../../../main/archive/migrate";
import { migrations } from "../../../main/archive/migrations";
import { migration001 } from "../../../main/archive/migrations/001";
import { migration002 } from "../../../main/archive/migrations/002";
import { migration003 } from "../../../main/archive/migrations/003";
import { migration004 } from "../../../main/archive/migrations/004";
import { replaceCheckpoint } from "../../../main/archive/checkpoints";
import { insertEvents } from "../../../main/archive/events";
import { appendColumns } from "../../../main/archive/series";
import {
  batchOf,
  checkpointAt,
  engine,
  open,
  spec,
  summaryAt,
  temporaryPath,
} from "./helpers";

/** What versions 1 and 2 did not know of a run. */
const unorganised = {
  tags: [],
  project: "",
  colour: null,
  notes: "",
  deletedAt: null,
  groupId: null,
  groupName: null,
  parameters: 61,
  position: null,
  reproduces: null,
  parent: null,
  keptBytes: 0,
  fork: null,
  expectation: null,
  pins: [],
  theory: null,
  kept: { steps: [], bytes: 0 },
};

/** One before each step from a version on. */
function backupsFrom(version: number): unknown[] {
  return migrations
    .slice(version)
    .map((step) => expect.stringMatching(`^archive-v${step.version - 1}-`));
}

/** An archive as version 1 left it: two runs, chunks of two columns, events. */
async function makeVersion1(path: string, chunks: Buffer[]) {
  const db = await Database.open(path, { create: true, busyTimeout: 0 });
  await migrate(db, 0, [migration001], { backUp: true });
  await db.write(async (sql) => {
    const { accuracy, testLoss, testAccuracy, ...summary } = summaryAt(6999);
    const { data, loss, precisionReason, ...oldEngine } = engine;
    expect([accuracy, testLoss, testAccuracy, data === null]).toEqual([
      null,
      null,
      null,
      false,
    ]);
    expect([loss, precisionReason].every(Boolean)).toBe(true);
    for (const [name, withEngine] of [
      ["first", true],
      ["second", false],
    ] as const)
      await sql.run(
        `INSERT INTO runs (name, status, created_at, threshold, spec, summary, engine)
         VALUES (?, 'interrupted', 1000, 40, ?, ?, ?)`,
        [
          name,
          JSON.stringify(spec),
          JSON.stringify(summary),
          withEngine ? JSON.stringify(oldEngine) : null,
        ],
      );
    for (const column of ["step", "zeta", "alpha"])
      for (const [chunk, data] of chunks.entries())
        await sql.run(
          `INSERT INTO series (run_id, table_name, column_name, chunk, rows, first_step,
             last_step, data) VALUES (1, 'steps', ?, ?, ?, ?, ?, ?)`,
          [
            column,
            chunk,
            data.length / 8,
            4096 * chunk,
            4096 * chunk + data.length / 8 - 1,
            data,
          ],
        );
    for (const [kind, value] of [
      ["crossing", 40.5],
      ["diverged", null],
    ])
      await sql.run(
        `INSERT INTO events (run_id, kind, step, message, value) VALUES (1, ?, 7, 'So.', ?)`,
        [kind, value],
      );
  });
  await db.close();
}

it("takes an archive of version 1 over whole, with a backup", async () => {
  const path = await temporaryPath();
  const steps = Float64Array.from({ length: 7000 }, (_, i) => i);
  const bytes = Buffer.from(steps.buffer);
  const chunks = [bytes.subarray(0, 8 * 4096), bytes.subarray(8 * 4096)];
  await makeVersion1(path, chunks);

  const archive = await open(path);
  expect(await archive.openRun(1)).toEqual({
    id: 1,
    name: "first",
    status: "interrupted",
    createdAt: 1000,
    threshold: 40,
    spec,
    summary: summaryAt(6999),
    engine: { ...engine, data: null, precisionReason: "" },
    error: null,
    events: [
      { kind: "crossing", step: 7, message: "So.", value: 40.5 },
      { kind: "diverged", step: 7, message: "So.", value: NaN },
    ],
    rows: { steps: 7000, spectrum: 0, test: 0, batch: 0, batchSteps: 0 },
    // In the order in which they came, not in that of the alphabet.
    columns: {
      steps: ["step", "zeta", "alpha"],
      spectrum: [],
      test: [],
      batch: [],
      batchSteps: [],
    },
    checkpointStep: null,
    ...unorganised,
  });
  expect(await archive.openRun(2)).toMatchObject({ engine: null });
  const read = await archive.readColumns({
    runId: 1,
    table: "steps",
    columns: ["alpha"],
  });
  expect(read).toEqual({ step: steps, alpha: steps });
  const backups = await readdir(join(dirname(path), "backups"));
  expect(backups.sort()).toEqual(backupsFrom(1));

  await expect(archive.continueRun(1)).rejects.toMatchObject({
    error: {
      code: "bad-request",
      message: "Run 1 has no checkpoint to continue from.",
      hint: expect.stringContaining("earlier version"),
    },
  });
});

/** An archive as version 2 left it: series, events, a checkpoint. */
async function makeVersion2(path: string) {
  const db = await Database.open(path, { create: true, busyTimeout: 0 });
  await migrate(db, 0, [migration001, migration002], { backUp: true });
  await db.write(async (sql) => {
    for (const [id, status] of [
      [2, "finished"],
      [4, "stopped"],
    ] as const)
      await sql.run(
        `INSERT INTO runs (id, name, status, created_at, threshold, spec, summary, engine)
         VALUES (?, 'old', ?, 1000, 40, ?, ?, ?)`,
        [
          id,
          status,
          JSON.stringify(spec),
          JSON.stringify(summaryAt(9)),
          JSON.stringify(engine),
        ],
      );
    await insertEvents(sql, 4, [
      { kind: "crossing", step: 3, message: "So.", value: 40.5 },
    ]);
    // Written as today, and without what came later.
    for (const table of ["series", "checkpoints"])
      await sql.run(`ALTER TABLE ${table} ADD COLUMN checksum INTEGER`);
    for (const id of [2, 4])
      await appendColumns(sql, id, "steps", batchOf(0, 10).steps);
    await replaceCheckpoint(sql, 4, checkpointAt(7));
    for (const table of ["series", "checkpoints"])
      await sql.run(`ALTER TABLE ${table} DROP COLUMN checksum`);
  });
  await db.close();
}

it("takes an archive of version 2 over whole, with a backup", async () => {
  const path = await temporaryPath();
  await makeVersion2(path);

  const archive = await open(path);
  expect(await archive.openRun(4)).toEqual({
    id: 4,
    name: "old",
    status: "stopped",
    createdAt: 1000,
    threshold: 40,
    spec,
    summary: summaryAt(9),
    engine,
    error: null,
    events: [{ kind: "crossing", step: 3, message: "So.", value: 40.5 }],
    rows: { steps: 10, spectrum: 0, test: 0, batch: 0, batchSteps: 0 },
    columns: {
      steps: ["step", "loss", "gradNorm"],
      spectrum: [],
      test: [],
      batch: [],
      batchSteps: [],
    },
    checkpointStep: 7,
    ...unorganised,
  });
  const table = { table: "steps", columns: ["loss", "gradNorm"] } as const;
  const window = { ...table, columns: [...table.columns] };
  for (const runId of [2, 4])
    expect(await archive.readColumns({ ...window, runId })).toEqual(
      batchOf(0, 10).steps,
    );
  const { run, continuation } = await archive.continueRun(4);
  expect(run.status).toBe("running");
  expect(continuation?.checkpoint).toEqual(checkpointAt(7));
  expect(await archive.createRun(spec, 40)).toMatchObject({ id: 5 });
  const backups = await readdir(join(dirname(path), "backups"));
  expect(backups.sort()).toEqual(backupsFrom(2));

  // What belongs to a run still goes with it.
  await archive.putAside([2]);
  await archive.deleteForGood([2]);
  await archive.close();
  const db = await Database.open(path, { create: false, busyTimeout: 0 });
  const series = await db.read((sql) =>
    sql.all(`SELECT DISTINCT run_id AS id FROM series`),
  );
  await db.close();
  expect(series).toEqual([{ id: 4 }]);
});

it("takes an archive of version 3, which knew no analyses", async () => {
  const path = await temporaryPath();
  const db = await Database.open(path, { create: true, busyTimeout: 0 });
  await migrate(db, 0, [migration001, migration002, migration003], {
    backUp: true,
  });
  await db.write((sql) =>
    sql.run(
      `INSERT INTO runs (name, status, created_at, threshold, spec, summary, notes)
       VALUES ('before', 'finished', 1000, 40, ?, ?, 'Kept.')`,
      [JSON.stringify(spec), JSON.stringify(summaryAt(9))],
    ),
  );
  await db.close();
  const archive = await open(path);
  expect(await archive.openRun(1)).toMatchObject({
    name: "before",
    notes: "Kept.",
    theory: null,
  });
  expect(await archive.readTheory(1)).toEqual({});
});

it("takes an archive of version 4, in which nothing was expected of a run", async () => {
  const path = await temporaryPath();
  const db = await Database.open(path, { create: true, busyTimeout: 0 });
  await migrate(
    db,
    0,
    [migration001, migration002, migration003, migration004],
    { backUp: true },
  );
  await db.write((sql) =>
    sql.run(
      `INSERT INTO runs (name, status, created_at, threshold, spec, summary, tags)
       VALUES ('before', 'finished', 1000, 40, ?, ?, '["keep"]')`,
      [JSON.stringify(spec), JSON.stringify(summaryAt(9))],
    ),
  );
  await db.close();
  const archive = await open(path);
  expect(await archive.openRun(1)).toMatchObject({
    tags: ["keep"],
    expectation: null,
  });
  const expectation = { kind: "edge", step: 300 } as const;
  const waiting = [{ spec, threshold: 40, expectation }];
  expect(await archive.enqueue(waiting, null)).toMatchObject([
    { id: 2, expectation },
  ]);
});

it("keeps the backups of two openings in the same millisecond apart", async () => {
  const path = await temporaryPath();
  const db = await Database.open(path, { create: true, busyTimeout: 0 });
  await migrate(db, 0, [migration001, migration002, migration003], {
    backUp: true,
  });
  await db.close();
  vi.spyOn(Date.prototype, "toISOString").mockReturnValue(
    "2025-01-31T23:59:59.999Z",
  );
  onTestFinished(() => void vi.restoreAllMocks());
  const [one, two] = await Promise.all([open(path), open(path)]);
  expect(await one.listRuns()).toEqual(await two.listRuns());
});

it("takes an archive of version 5, which had no checksums, and gives them to what is stored anew", async () => {
  const path = await temporaryPath();
  const db = await Database.open(path, { create: true, busyTimeout: 0 });
  await migrate(db, 0, migrations.slice(0, 5), { backUp: true });
  const values = Float64Array.of(0, 1, 2);
  await db.write(async (sql) => {
    await sql.run(
      `INSERT INTO runs (name, status, created_at, threshold, spec, summary)
       VALUES ('before', 'finished', 1000, 40, ?, ?)`,
      [JSON.stringify(spec), JSON.stringify(summaryAt(2))],
    );
    for (const column of ["step", "loss", "gradNorm"])
      await sql.run(
        `INSERT INTO series (run_id, table_name, column_name, chunk, rows, first_step,
           last_step, data) VALUES (1, 'steps', ?, 0, 3, 0, 2, ?)`,
        [column, Buffer.from(values.buffer)],
      );
  });
  await db.close();
  const archive = await open(path);
  const window = { runId: 1, table: "steps", columns: ["loss"] } as const;
  expect(await archive.readColumns({ ...window, columns: ["loss"] })).toEqual({
    step: values,
    loss: values,
  });
  expect((await checkArchive(path)).pieces).toBe(0);
  await archive.appendBatch(1, batchOf(3, 2), [], summaryAt(4));
  // The page with the newest rows.
  expect(await checkArchive(path)).toMatchObject({ pieces: 1, problems: [] });
  await archive.finish(1, "finished");
  expect(await checkArchive(path)).toMatchObject({ pieces: 3, problems: [] });
});

it("takes an archive of version 6, whose runs had all rows in chunks, and adds to the last one", async () => {
  const path = await temporaryPath();
  const db = await Database.open(path, { create: true, busyTimeout: 0 });
  await migrate(db, 0, migrations.slice(0, 6), { backUp: true });
  const { steps } = batchOf(0, 4000);
  await db.write(async (sql) => {
    await sql.run(
      `INSERT INTO runs (name, status, created_at, threshold, spec, summary, owner)
       VALUES ('going', 'running', 1000, 40, ?, ?, 'gone')`,
      [JSON.stringify(spec), JSON.stringify(summaryAt(3999))],
    );
    await appendColumns(sql, 1, "steps", steps);
    await replaceCheckpoint(sql, 1, checkpointAt(4000));
    await sql.run(`UPDATE runs SET engine = ?`, [JSON.stringify(engine)]);
  });
  await db.close();
  const archive = await open(path);
  expect(await archive.openRun(1)).toMatchObject({
    status: "interrupted",
    rows: { steps: 4000 },
    summary: { step: 3999 },
  });
  await archive.continueRun(1);
  for (const from of [4000, 4050, 4100])
    await archive.appendBatch(1, batchOf(from, 50), [], summaryAt(from + 49));
  const window = { runId: 1, table: "steps" as const, columns: ["loss"] };
  const { step } = await archive.readColumns(window);
  expect(step).toEqual(batchOf(0, 4150).steps.step);
  expect((await archive.openRun(1)).summary.step).toBe(4149);
  expect((await checkArchive(path)).problems).toEqual([]);
});

it("takes an archive of version 7, which kept no checkpoints, with a backup", async () => {
  const path = await temporaryPath();
  const before = await open(path, migrations.slice(0, 7));
  await before.close();
  const db = await Database.open(path, { create: false, busyTimeout: 0 });
  await db.write((sql) =>
    sql.run(
      `INSERT INTO runs (name, status, created_at, threshold, spec, summary, engine)
       VALUES ('before', 'stopped', 1000, 40, ?, ?, ?)`,
      [
        JSON.stringify(spec),
        JSON.stringify(summaryAt(9)),
        JSON.stringify(engine),
      ],
    ),
  );
  await db.write((sql) => appendColumns(sql, 1, "steps", batchOf(0, 10).steps));
  await db.write((sql) => replaceCheckpoint(sql, 1, checkpointAt(7)));
  await db.close();

  const archive = await open(path);
  expect(await archive.openRun(1)).toMatchObject({
    checkpointStep: 7,
    kept: { steps: [], bytes: 0 },
  });
  // The last one counts, too.
  expect(await archive.checkpointBefore(1, 6)).toBeNull();
  expect(await archive.checkpointBefore(1, 7)).toEqual(checkpointAt(7));
  const backups = await readdir(join(dirname(path), "backups"));
  expect(backups.sort()).toEqual(backupsFrom(7));
  const { run } = await archive.continueRun(1);
  await archive.appendBatch(
    run.id,
    batchOf(7, 3),
    [],
    summaryAt(9),
    undefined,
    [checkpointAt(8)],
  );
  expect((await archive.openRun(1)).kept.steps).toEqual([8]);
});
