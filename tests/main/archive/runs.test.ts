import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../../core/run/status";
import type { Archive } from "../../../main/archive/archive";
import { Database } from "../../../main/archive/db";
import { setWrongly } from "./damage";
import {
  batchOf,
  checkpointAt,
  engine,
  failureOf,
  open,
  spec,
  summaryAt,
  temporaryArchive,
  temporaryPath,
} from "./helpers";

const crossing: RunEvent = {
  kind: "crossing",
  step: 3,
  message: "Sharpness reached 2/η at step 3.",
  value: 40.5,
};
const diverged: RunEvent = {
  kind: "diverged",
  step: 9,
  message: "The loss was no longer a finite number at step 9.",
  value: NaN,
};

it("fills in the tolerance that gradient flow had not in earlier versions", async () => {
  const archive = await temporaryArchive();
  const optimizer = { kind: "gradient-flow", stepSize: 0.1, weightDecay: 0 };
  const { id } = await archive.createRun(
    { ...spec, optimizer: optimizer as typeof spec.optimizer },
    20,
  );
  expect((await archive.openRun(id)).spec.optimizer).toEqual({
    ...optimizer,
    tolerance: 1e-7,
  });
});

describe("text in the archive that is no longer JSON", () => {
  const nothing = null;
  const slip = '{"a"x1}';
  it.each([
    ["runs", "spec", slip, "run 1", (archive: Archive) => archive.listRuns()],
    [
      "runs",
      "spec",
      nothing,
      "run 1",
      (archive: Archive) => archive.listRuns(),
    ],
    ["runs", "pins", slip, "run 1", (archive: Archive) => archive.openRun(1)],
    [
      "runs",
      "theory",
      slip,
      "the analysis of run 1",
      (archive: Archive) => archive.openRun(1),
    ],
    [
      "views",
      "state",
      slip,
      "a saved view",
      (archive: Archive) => archive.views(),
    ],
    [
      "checkpoints",
      "state",
      slip,
      "the checkpoint of run 1",
      (archive: Archive) => archive.continueRun(1),
    ],
  ])("is damage: %s.%s, %j", async (table, column, value, what, read) => {
    const path = await temporaryPath();
    const archive = await open(path);
    await archive.createRun(spec, 40);
    await archive.setEngine(1, engine);
    const [batch, checkpoint] = [batchOf(0, 3), checkpointAt(2)];
    await archive.appendBatch(1, batch, [], summaryAt(2), checkpoint);
    await archive.finish(1, "stopped");
    await archive.saveViews([{ id: "v", name: "V", state: {} }]);
    await setWrongly(path, table, column, value);
    expect(await failureOf(read(archive))).toMatchObject({
      error: {
        code: "archive-damaged",
        message: `The archive is damaged: ${what} is not as it was stored.`,
      },
    });
  });
});

describe("runs in the archive", () => {
  it("keeps a run whole over closing and opening", async () => {
    const path = await temporaryPath();
    const archive = await open(path);
    const created = await archive.createRun(spec, 40);
    expect(created).toMatchObject({
      id: 1,
      name: spec.name,
      status: "running",
      threshold: 40,
      spec,
      summary: { step: 0, finalLoss: null },
    });
    expect(Math.abs(created.createdAt - Date.now())).toBeLessThan(60_000);
    await archive.setEngine(1, engine);
    await archive.appendBatch(1, batchOf(0, 5), [diverged], summaryAt(4));
    await archive.appendBatch(1, batchOf(5, 5), [crossing], summaryAt(9));
    await archive.finish(1, "diverged", { summary: summaryAt(10) });
    await archive.close();

    const reopened = await open(path);
    expect(await reopened.openRun(1)).toEqual({
      ...created,
      status: "diverged",
      summary: summaryAt(10),
      engine,
      parameters: engine.parameters,
      events: [crossing, diverged],
      error: null,
      rows: { steps: 10, spectrum: 0, test: 0, batch: 0, batchSteps: 0 },
      columns: {
        steps: ["step", "loss", "gradNorm"],
        spectrum: [],
        test: [],
        batch: [],
        batchSteps: [],
      },
      checkpointStep: null,
      kept: { steps: [], bytes: 0 },
      pins: [],
      theory: null,
    });
  });

  it("lists the newest first", async () => {
    const archive = await temporaryArchive();
    for (const name of ["a", "b", "c"])
      await archive.createRun({ ...spec, name }, 40);
    const names = (await archive.listRuns()).map(({ name }) => name);
    expect(names).toEqual(["c", "b", "a"]);
  });

  it("never changes how a run ended", async () => {
    const archive = await temporaryArchive();
    const { id } = await archive.createRun(spec, 40);
    const error = { code: "archive" as const, message: "The disk is full." };
    await archive.finish(id, "failed", { error });
    expect(await archive.finish(id, "finished")).toMatchObject({
      status: "failed",
    });
    expect(await archive.setStatus(id, "paused")).toMatchObject({
      status: "failed",
    });
    expect((await archive.openRun(id)).error).toEqual(error);
  });

  it("notes pauses", async () => {
    const archive = await temporaryArchive();
    const { id } = await archive.createRun(spec, 40);
    expect((await archive.setStatus(id, "paused")).status).toBe("paused");
    expect((await archive.setStatus(id, "running")).status).toBe("running");
  });

  it("renames, and the experiment keeps its name", async () => {
    const archive = await temporaryArchive();
    const { id } = await archive.createRun(spec, 40);
    const renamed = await archive.organise(id, { name: "η = 2/5" });
    expect(renamed.name).toBe("η = 2/5");
    expect((await archive.openRun(id)).spec).toEqual(spec);
  });

  it("says not-found for a run that is none", async () => {
    const archive = await temporaryArchive();
    const column = { table: "steps" as const, columns: ["loss"] };
    const attempts = [
      archive.openRun(7),
      archive.organise(7, { name: "x" }),
      archive.setEngine(7, engine),
      archive.setStatus(7, "paused"),
      archive.finish(7, "stopped"),
      archive.appendBatch(7, batchOf(0, 1), [], summaryAt(0)),
      archive.readColumns({ runId: 7, ...column }),
    ];
    for (const attempt of attempts)
      expect(await failureOf(attempt)).toMatchObject({
        error: { code: "not-found", message: expect.stringContaining("7") },
      });
  });

  it("keeps simultaneous writes of two runs and reads apart", async () => {
    const archive = await temporaryArchive();
    const a = await archive.createRun(spec, 40);
    const b = await archive.createRun(spec, 40);
    const tasks: Promise<unknown>[] = [];
    const seen: { step: number; rows: number }[] = [];
    for (let i = 0; i < 50; i++) {
      for (const { id } of [a, b])
        tasks.push(
          archive.appendBatch(
            id,
            batchOf(i * 20, 20),
            [{ ...crossing, step: i }],
            summaryAt(i * 20 + 19),
          ),
        );
      tasks.push(
        archive
          .openRun(a.id)
          .then(({ summary, rows }) =>
            seen.push({ step: summary.step, rows: rows.steps }),
          ),
        archive.listRuns(),
      );
    }
    await Promise.all(tasks);
    // Summary and rows of one batch are seen together or not at all.
    expect(seen.length).toBe(50);
    for (const { step, rows } of seen) expect(rows).toBe(step + 1);
    for (const { id } of [a, b]) {
      const run = await archive.openRun(id);
      expect(run.rows.steps).toBe(1000);
      expect(run.events.length).toBe(50);
    }
  });

  it("stores nothing of a batch that fails half way", async () => {
    const archive = await temporaryArchive();
    const { id } = await archive.createRun(spec, 40);
    const bad = { ...crossing, step: -1 };
    await failureOf(
      archive.appendBatch(id, batchOf(0, 10), [crossing, bad], summaryAt(9)),
    );
    expect(await archive.openRun(id)).toMatchObject({
      rows: { steps: 0 },
      events: [],
      summary: { step: 0 },
    });
    await archive.appendBatch(id, batchOf(0, 10), [crossing], summaryAt(9));
    expect((await archive.openRun(id)).rows.steps).toBe(10);
  });

  it("deletes series and events with their run, and never without one", async () => {
    const path = await temporaryPath();
    const archive = await open(path);
    const { id } = await archive.createRun(spec, 40);
    await archive.appendBatch(id, batchOf(0, 1), [crossing], summaryAt(0));
    await archive.close();
    const db = await Database.open(path, { create: false, busyTimeout: 0 });
    await db.outside((sql) => sql.run("PRAGMA foreign_keys = ON"));
    await failureOf(
      db.write((sql) => sql.run("UPDATE events SET run_id = 999")),
    );
    await db.write((sql) => sql.run("DELETE FROM runs"));
    const left = await db.read((sql) =>
      sql.get(
        "SELECT (SELECT count(*) FROM series) + (SELECT count(*) FROM events) AS n",
      ),
    );
    await db.close();
    expect(left).toEqual({ n: 0 });
  });
});

it("keeps an event once when a run that goes on finds it again", async () => {
  const archive = await temporaryArchive();
  const { id } = await archive.createRun(spec, 40);
  const nothing = {
    steps: {},
    spectrum: {},
    test: {},
    batch: {},
    batchSteps: {},
  };
  const spike = { kind: "spike", step: 3, value: 8, message: "So." } as const;
  const other = { ...spike, step: 4 };
  await archive.appendBatch(id, nothing, [spike], summaryAt(3));
  await archive.appendBatch(id, nothing, [spike, other], summaryAt(4));
  expect((await archive.openRun(id)).events).toEqual([spike, other]);
});
