/** The newest rows of a run that is going, which are not in the chunks of its series yet. */
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../core/random";
import { tableNames, type RecordBatch } from "../../../core/series/columns";
import type { Archive } from "../../../main/archive/archive";
import { checkArchive } from "../../../main/archive/check";
import { Database, type Writer } from "../../../main/archive/db";
import { recover } from "../../../main/archive/recover";
import {
  batchOf,
  checkpointAt,
  engine,
  failureOf,
  open,
  spec,
  summaryAt,
  temporaryPath,
} from "./helpers";

async function within<T>(path: string, work: (sql: Writer) => Promise<T>) {
  const db = await Database.open(path, { create: false, busyTimeout: 1000 });
  try {
    return await db.write(work);
  } finally {
    await db.close();
  }
}

const pagesOf = (path: string) =>
  within(path, (sql) =>
    sql.all<{ run: number | null }>("SELECT run_id AS run FROM tails"),
  );

/** Columns by name from a step on, each value telling its column and step. */
function columns(names: string[], from: number, length: number, every = 1) {
  return Object.fromEntries(
    ["step", ...names].map((name, i) => [
      name,
      Float64Array.from({ length }, (_, row) => {
        const step = (from + row) * every;
        return name === "step" ? step : Math.sin(i * 1e6 + step);
      }),
    ]),
  );
}

const stepNames = ["loss", "gradNorm", "directional", "distance", "seconds"];
const spectrumNames = Array.from({ length: 8 }, (_, i) => `c${i}`);

/** Rows of all tables; their steps are 1, 3, 7, 11 and 1 apart. */
const batch = (from: number[], rows: number[]): RecordBatch => ({
  steps: columns(stepNames, from[0], rows[0]),
  spectrum: columns(spectrumNames, from[1], rows[1], 3),
  test: columns(["loss"], from[2], rows[2], 7),
  batch: columns(["sharpness"], from[3] ?? 0, rows[3] ?? 0, 11),
  batchSteps: columns(["loss", "seconds"], from[4] ?? 0, rows[4] ?? 0),
});

async function expectRows(archive: Archive, id: number, rows: number[]) {
  const whole = batch([0, 0, 0], rows);
  const run = await archive.openRun(id);
  expect(Object.values(run.rows)).toEqual(rows);
  for (const table of tableNames) {
    const names = Object.keys(whole[table]);
    if (whole[table].step.length === 0) continue;
    const wanted = { runId: id, table, columns: names };
    expect(await archive.readColumns(wanted)).toEqual(whole[table]);
    const { step } = whole[table];
    const [from, to] = [step[step.length >> 1], step[step.length - 1] - 1];
    const part = await archive.readColumns({ ...wanted, from, to });
    expect(part.step).toEqual(step.filter((s) => s >= from && s <= to));
  }
}

describe("the newest rows", () => {
  it.each([1, 2, 3])(
    "are read with those before, whatever the sizes of the batches (seed %i)",
    async (seed) => {
      const random = createRandom(seed);
      const path = await temporaryPath();
      const archive = await open(path);
      const { id } = await archive.createRun(spec, 40);
      const total = [0, 0, 0, 0, 0];
      const sizes = [3, 40, 700, 9000];
      for (let i = 0; i < 60; i++) {
        const largest = sizes[Math.floor(random.uniform() ** 3 * sizes.length)];
        const rows = total.map((_, table) =>
          // The other tables begin later, and have rows now and then.
          table > 0 && (i < 5 * table || random.uniform() < 0.5)
            ? 0
            : Math.floor(random.uniform() * largest),
        );
        const { rows: said, run } = await archive.appendBatch(
          id,
          batch(total, rows),
          [],
          summaryAt(i),
        );
        rows.forEach((count, table) => (total[table] += count));
        expect(Object.values(said)).toEqual(total);
        expect(run.summary.step).toBe(i);
        if (i % 10 === 0) await expectRows(archive, id, total);
      }
      await expectRows(archive, id, total);
      expect((await checkArchive(path)).problems).toEqual([]);
      await archive.finish(id, "finished");
      await expectRows(archive, id, total);
      expect((await archive.openRun(id)).summary.step).toBe(59);
      expect((await pagesOf(path)).filter(({ run }) => run !== null)).toEqual(
        [],
      );
      expect((await checkArchive(path)).problems).toEqual([]);
    },
  );

  it("of a process that is gone move into the series when the archive is opened", async () => {
    const path = await temporaryPath();
    const archive = await open(path);
    const { id } = await archive.createRun(spec, 40);
    for (let i = 0; i < 30; i++)
      await archive.appendBatch(id, batchOf(10 * i, 10), [], summaryAt(i));
    expect((await pagesOf(path)).some(({ run }) => run === id)).toBe(true);
    await archive.close();
    const again = await open(path);
    const run = await again.openRun(id);
    expect(run).toMatchObject({
      status: "interrupted",
      rows: { steps: 300 },
      summary: { step: 29 },
    });
    expect((await pagesOf(path)).every(({ run }) => run === null)).toBe(true);
  });

  it("of a run that is over leave few pages, which the next run takes", async () => {
    const path = await temporaryPath();
    const archive = await open(path);
    const counts: number[][] = [];
    for (let run = 0; run < 3; run++) {
      const { id } = await archive.createRun(spec, 40);
      for (let i = 0; i < 100; i++)
        await archive.appendBatch(id, batchOf(10 * i, 10), [], summaryAt(i));
      const during = (await pagesOf(path)).length;
      await archive.finish(id, "finished");
      counts.push([during, (await pagesOf(path)).length]);
    }
    for (const [during, after] of counts) {
      expect(during).toBeGreaterThan(5);
      expect(after).toBeLessThan(16);
    }
  });

  it("are cut with those before when a run goes on from a checkpoint", async () => {
    const path = await temporaryPath();
    const archive = await open(path);
    const { id } = await archive.createRun(spec, 40);
    await archive.setEngine(id, engine);
    for (let i = 0; i < 20; i++)
      await archive.appendBatch(
        id,
        batchOf(10 * i, 10),
        [],
        summaryAt(10 * i + 9),
        i === 11 ? checkpointAt(120) : undefined,
      );
    await archive.finish(id, "stopped");
    const { run } = await archive.continueRun(id);
    expect(run.summary.step).toBe(119);
    expect((await archive.openRun(id)).rows.steps).toBe(120);
    await archive.appendBatch(id, batchOf(120, 5), [], summaryAt(124));
    const wanted = { runId: id, table: "steps" as const, columns: ["loss"] };
    const { step } = await archive.readColumns(wanted);
    expect(step).toEqual(batchOf(0, 125).steps.step);
  });

  it.each([
    [
      "changed",
      "UPDATE tails SET data = zeroblob(length(data)) WHERE place = 3",
    ],
    ["gone", "DELETE FROM tails WHERE place = 3"],
  ])(
    "of which a page is %s are damaged; the rest of the archive opens, and a recovery keeps what was before",
    async (_, damage) => {
      const path = await temporaryPath();
      const archive = await open(path);
      const { id } = await archive.createRun(spec, 40);
      for (let i = 0; i < 50; i++)
        await archive.appendBatch(
          id,
          batchOf(20 * i, 20),
          [],
          summaryAt(20 * i + 19),
        );
      await archive.close();
      await within(path, (sql) => sql.run(damage));
      const again = await open(path);
      expect((await again.listRuns())[0].status).toBe("interrupted");
      const wanted = { runId: id, table: "steps" as const, columns: ["loss"] };
      expect(await failureOf(again.readColumns(wanted))).toMatchObject({
        error: { code: "archive-damaged" },
      });
      await again.close();
      expect((await checkArchive(path)).problems.join()).toContain(
        `newest rows of run ${id}`,
      );
      const fresh = join(dirname(path), "fresh.db");
      expect(await recover(path, fresh)).toMatchObject({ runs: 1, inPart: 1 });
      const mended = await open(fresh);
      const run = await mended.openRun(id);
      expect(run.notes).toContain("its newest rows");
      expect(run.rows.steps).toBeGreaterThan(100);
      expect(run.rows.steps).toBeLessThan(1000);
      expect(run.summary.step).toBe(run.rows.steps - 1);
      const { step } = await mended.readColumns(wanted);
      expect(step).toEqual(batchOf(0, run.rows.steps).steps.step);
      expect((await checkArchive(fresh)).problems).toEqual([]);
    },
  );

  it("of a whole archive are kept by a recovery", async () => {
    const path = await temporaryPath();
    const archive = await open(path);
    const { id } = await archive.createRun(spec, 40);
    for (let i = 0; i < 50; i++)
      await archive.appendBatch(
        id,
        batchOf(20 * i, 20),
        [],
        summaryAt(20 * i + 19),
      );
    await archive.close();
    const fresh = join(dirname(path), "fresh.db");
    expect(await recover(path, fresh)).toMatchObject({ runs: 1, inPart: 0 });
    const mended = await open(fresh);
    expect(await mended.openRun(id)).toMatchObject({
      rows: { steps: 1000 },
      summary: { step: 999 },
    });
  });
});
