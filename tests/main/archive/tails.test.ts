/** The newest rows of a run that is going, which are not in the chunks of its series yet. */
import { readFile } from "node:fs/promises";
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

/** Rows of all three tables; their steps are 1, 3 and 7 apart. */
const batch = (from: number[], rows: number[]): RecordBatch => ({
  steps: columns(stepNames, from[0], rows[0]),
  spectrum: columns(spectrumNames, from[1], rows[1], 3),
  test: columns(["loss"], from[2], rows[2], 7),
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
      const total = [0, 0, 0];
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

  it("of the next run take the pages that are free", async () => {
    const path = await temporaryPath();
    const archive = await open(path);
    const counts: number[] = [];
    for (let run = 0; run < 3; run++) {
      const { id } = await archive.createRun(spec, 40);
      for (let i = 0; i < 100; i++)
        await archive.appendBatch(id, batchOf(10 * i, 10), [], summaryAt(i));
      counts.push((await pagesOf(path)).length);
      await archive.finish(id, "finished");
    }
    expect(counts[0]).toBeGreaterThan(5);
    expect(counts).toEqual(Array(3).fill(counts[0]));
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

/** Bytes that this process has written so far, to files or to the disk below them. */
async function written(): Promise<number> {
  const io = await readFile("/proc/self/io", "utf8");
  const bytes = [/^wchar: (\d+)/m, /^write_bytes: (\d+)/m].map((counter) =>
    Number(counter.exec(io)?.[1]),
  );
  return Math.max(...bytes);
}

it("a minute of a run, 600 batches of 8 or 9 steps and 15 columns with 6 checkpoints, writes at most 20 times what its series hold", async (context) => {
  if (process.platform !== "linux")
    context.skip("Only Linux counts what a process has written.");
  const archive = await open(await temporaryPath());
  const { id } = await archive.createRun(spec, 40);
  const before = await written();
  let rows = 0;
  for (let i = 0; i < 600; i++) {
    const more = i % 7 < 4 ? 9 : 8;
    const checkpoint = { ...checkpointAt(rows), theta: new Float64Array(35e3) };
    await archive.appendBatch(
      id,
      batch([rows, rows, 0], [more, more, 0]),
      [],
      summaryAt(rows + more - 1),
      i % 100 === 0 ? checkpoint : undefined,
    );
    rows += more;
  }
  const stored = 8 * 15 * rows;
  const times = ((await written()) - before) / stored;
  process.stdout.write(`${times.toFixed(1)} times what is stored: written\n`);
  expect(times).toBeLessThan(20);
  // Less would mean that nobody looked.
  expect(times).toBeGreaterThan(1);
});
