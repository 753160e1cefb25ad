import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../../core/run/status";
import { Database } from "../../../main/archive/db";
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

const eventAt = (step: number): RunEvent => ({
  kind: "crossing",
  step,
  message: `At ${step}.`,
  value: 1,
});

/** Rows 0…n−1 of steps and every tenth of the spectrum, with a checkpoint at `step`. */
async function runWith(n: number, step: number) {
  const archive = await temporaryArchive();
  const { id } = await archive.createRun(spec, 40);
  await archive.setEngine(id, engine);
  const every10 = Float64Array.from({ length: n / 10 }, (_, i) => 10 * i);
  const batch = batchOf(0, n);
  batch.spectrum = { step: every10, lambda1: every10.map(Math.sqrt) };
  batch.test = { step: every10.slice(0, 1), loss: Float64Array.of(0.5) };
  const around = [step - 1, step, step + 1].filter((s) => s >= 0);
  await archive.appendBatch(
    id,
    batch,
    around.map(eventAt),
    summaryAt(n - 1),
    checkpointAt(step),
  );
  return { archive, id };
}

describe("checkpoints", () => {
  it("come back bit for bit, NaN and −0 too", async () => {
    const { archive, id } = await runWith(20, 7);
    await archive.finish(id, "stopped");
    expect((await archive.openRun(id)).checkpointStep).toBe(7);
    const { continuation } = await archive.continueRun(id);
    expect(continuation).toEqual({ checkpoint: checkpointAt(7), engine });
    expect(Object.is(continuation?.checkpoint.theta[1], -0)).toBe(true);
  });

  it("are replaced with the batch they belong to, or not at all", async () => {
    const { archive, id } = await runWith(20, 7);
    await archive.appendBatch(
      id,
      batchOf(20, 10),
      [],
      summaryAt(29),
      checkpointAt(25),
    );
    expect((await archive.openRun(id)).checkpointStep).toBe(25);
    const crooked = archive.appendBatch(
      id,
      batchOf(5, 10),
      [],
      summaryAt(14),
      checkpointAt(15),
    );
    await failureOf(crooked);
    expect((await archive.openRun(id)).checkpointStep).toBe(25);
  });

  // Inside a chunk, at the border of two, in an earlier chunk, at the very start.
  it.each([9999, 4096, 4095, 1, 0])(
    "going on from step %i cuts what came from there on, in every table",
    async (step) => {
      const { archive, id } = await runWith(10_000, step);
      await archive.finish(id, "interrupted", { summary: summaryAt(9999) });
      const { run } = await archive.continueRun(id);
      expect(run).toMatchObject({
        status: "running",
        summary: summaryAt(step - 1),
      });
      const { rows, events } = await archive.openRun(id);
      expect(rows).toEqual({
        batch: 0,
        batchSteps: 0,
        steps: step,
        spectrum: Math.ceil(step / 10),
        test: Math.min(step, 1),
      });
      expect(events.map((event) => event.step)).toEqual(
        [step - 1].filter((s) => s >= 0),
      );
      // What follows fits, and the whole reads as if nothing had been cut.
      await archive.appendBatch(
        id,
        batchOf(step, 10_000 - step),
        [],
        summaryAt(9999),
      );
      const read = await archive.readColumns({
        runId: id,
        table: "steps",
        columns: ["loss", "gradNorm"],
      });
      expect(read).toEqual(batchOf(0, 10_000).steps);
    },
  );

  it("is not needed where nothing was recorded: such a run begins again", async () => {
    const archive = await temporaryArchive();
    const { id } = await archive.createRun(spec, 40);
    await archive.finish(id, "interrupted");
    expect((await archive.openRun(id)).checkpointStep).toBe(0);
    const { run, continuation } = await archive.continueRun(id);
    expect(run).toMatchObject({ id, status: "running", summary: { step: 0 } });
    expect(continuation).toBeNull();
    await archive.appendBatch(id, batchOf(0, 5), [], summaryAt(4));
    expect((await archive.openRun(id)).rows.steps).toBe(5);
  });

  it("is needed where rows would be lost", async () => {
    const archive = await temporaryArchive();
    const { id } = await archive.createRun(spec, 40);
    await archive.setEngine(id, engine);
    await archive.appendBatch(id, batchOf(0, 5), [], summaryAt(4));
    await archive.finish(id, "interrupted");
    expect((await archive.openRun(id)).checkpointStep).toBeNull();
    expect(await failureOf(archive.continueRun(id))).toMatchObject({
      error: { message: `Run ${id} has no checkpoint to continue from.` },
    });
    expect((await archive.openRun(id)).rows.steps).toBe(5);
  });

  it("keeps other runs as they are", async () => {
    const { archive, id } = await runWith(20, 7);
    const other = await archive.createRun(spec, 40);
    await archive.appendBatch(
      other.id,
      batchOf(0, 20),
      [eventAt(15)],
      summaryAt(19),
    );
    await archive.finish(id, "failed", {
      error: { code: "engine", message: "No." },
    });
    await archive.continueRun(id);
    expect(await archive.openRun(id)).toMatchObject({ error: null });
    expect(await archive.openRun(other.id)).toMatchObject({
      rows: { steps: 20 },
      events: [eventAt(15)],
    });
  });

  it.each(["finished", "diverged"] as const)(
    "are deleted when a run has %s, which cannot be continued",
    async (status) => {
      const { archive, id } = await runWith(20, 7);
      await archive.finish(id, status);
      expect((await archive.openRun(id)).checkpointStep).toBeNull();
      expect(await failureOf(archive.continueRun(id))).toMatchObject({
        error: {
          code: "bad-request",
          message: `Run ${id} is ${status} and cannot be continued.`,
        },
      });
      expect((await archive.openRun(id)).rows.steps).toBe(20);
    },
  );

  it("refuses a run that is still going, and one that is none", async () => {
    const { archive, id } = await runWith(20, 7);
    expect(await failureOf(archive.continueRun(id))).toMatchObject({
      error: { message: `Run ${id} is still going.` },
    });
    expect(await failureOf(archive.continueRun(99))).toMatchObject({
      error: { code: "not-found" },
    });
    expect((await archive.openRun(id)).rows.steps).toBe(20);
  });

  it("belongs to the process that let it go on, and is interrupted with it", async () => {
    const path = await temporaryPath();
    const first = await open(path);
    const { id } = await first.createRun(spec, 40);
    await first.setEngine(id, engine);
    await first.appendBatch(
      id,
      batchOf(0, 10),
      [],
      summaryAt(9),
      checkpointAt(4),
    );
    await first.close();
    const second = await open(path);
    await second.continueRun(id);
    await second.close();
    const third = await open(path);
    expect(await third.openRun(id)).toMatchObject({
      status: "interrupted",
      rows: { steps: 4 },
      checkpointStep: 4,
    });
  });

  it("goes with its run", async () => {
    const path = await temporaryPath();
    const archive = await open(path);
    const { id } = await archive.createRun(spec, 40);
    await archive.appendBatch(
      id,
      batchOf(0, 10),
      [],
      summaryAt(9),
      checkpointAt(4),
    );
    await archive.close();
    const db = await Database.open(path, { create: false, busyTimeout: 0 });
    await db.outside((sql) => sql.run("PRAGMA foreign_keys = ON"));
    await db.write((sql) => sql.run("DELETE FROM runs"));
    const left = await db.read((sql) =>
      sql.get("SELECT count(*) AS n FROM checkpoints"),
    );
    await db.close();
    expect(left).toEqual({ n: 0 });
  });
});
