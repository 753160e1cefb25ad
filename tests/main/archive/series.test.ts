import { describe, expect, it } from "vitest";
import { checkArchive } from "../../../main/archive/check";
import { Database } from "../../../main/archive/db";
import { chunkRows } from "../../../main/archive/series";
import { setWrongly } from "./damage";
import {
  batchOf,
  failureOf,
  open,
  spec,
  summaryAt,
  temporaryArchive,
  temporaryPath,
} from "./helpers";

const append = async (
  archive: Awaited<ReturnType<typeof temporaryArchive>>,
  id: number,
  batch: ReturnType<typeof batchOf>,
) => archive.appendBatch(id, batch, [], summaryAt(0));

const all = { table: "steps" as const, columns: ["loss", "gradNorm"] };

describe("series in the archive", () => {
  it.each([
    [[4095], 1],
    [[4096], 1],
    [[4097], 2],
    [[4095, 1], 1],
    [[4095, 2], 2],
    [[4096, 4096], 2],
    [[1, 4096, 4096, 1], 3],
    [[10_000], 3],
  ])("reads back batches of %j rows, from %i chunks", async (sizes, chunks) => {
    const path = await temporaryPath();
    const archive = await open(path);
    const { id } = await archive.createRun(spec, 40);
    let stored = 0;
    for (const size of sizes) {
      const { rows } = await append(archive, id, batchOf(stored, size));
      stored += size;
      expect(rows).toEqual({
        steps: stored,
        spectrum: 0,
        test: 0,
        batch: 0,
        batchSteps: 0,
      });
    }
    const expected = batchOf(0, stored).steps;
    expect(await archive.readColumns({ runId: id, ...all })).toEqual(expected);
    expect((await archive.openRun(id)).rows.steps).toBe(stored);
    await archive.close();
    expect(await chunkCount(path, "loss")).toBe(chunks);
  });

  it("keeps every bit: NaN, infinities, minus zero, the smallest number", async () => {
    const archive = await temporaryArchive();
    const { id } = await archive.createRun(spec, 40);
    const odd = [NaN, Infinity, -Infinity, -0, Number.MIN_VALUE, 0.1];
    // A NaN with a payload, which a detour over a number would lose.
    const bits = new BigUint64Array([
      ...odd.map(bitsOf),
      0x7ff8_dead_beef_0001n,
    ]);
    const loss = new Float64Array(bits.buffer);
    const batch = batchOf(0, loss.length);
    batch.steps.loss = loss;
    await append(archive, id, batch);
    await append(archive, id, batchOf(loss.length, 1));
    const read = await archive.readColumns({ runId: id, ...all });
    const readBits = new BigUint64Array(read.loss.buffer, 0, loss.length);
    expect([...readBits]).toEqual([...bits]);
  });

  it("keeps a thousand small batches in few chunks", async () => {
    const path = await temporaryPath();
    const archive = await open(path);
    const { id } = await archive.createRun(spec, 40);
    for (let i = 0; i < 1000; i++)
      await append(archive, id, batchOf(i * 10, 10));
    const { step, loss } = await archive.readColumns({ runId: id, ...all });
    await archive.close();
    expect(step).toEqual(batchOf(0, 10_000).steps.step);
    expect(loss).toEqual(step.map((s) => s / 7));
    expect(await chunkCount(path, "loss")).toBe(Math.ceil(10_000 / chunkRows));
  }, 60_000);

  it.each([
    [0, 0, 1],
    [4095, 4096, 2],
    [4000.5, 8300, 4300],
    [9990, 20_000, 10],
    [-5, -1, 0],
    [10_000, 10_001, 0],
  ])("reads the window from %d to %d: %i rows", async (from, to, rows) => {
    const archive = await temporaryArchive();
    const { id } = await archive.createRun(spec, 40);
    await append(archive, id, batchOf(0, 10_000));
    const window = { runId: id, ...all, from, to };
    const { step, loss } = await archive.readColumns(window);
    expect(step.length).toBe(rows);
    expect(step.every((s) => s >= from && s <= to)).toBe(true);
    expect(loss).toEqual(step.map((s) => s / 7));
  });

  it("is empty before the first row", async () => {
    const archive = await temporaryArchive();
    const { id } = await archive.createRun(spec, 40);
    const read = await archive.readColumns({ runId: id, ...all });
    expect(read).toEqual({
      step: new Float64Array(),
      loss: new Float64Array(),
      gradNorm: new Float64Array(),
    });
  });

  it("names the columns there are when asked for another", async () => {
    const archive = await temporaryArchive();
    const { id } = await archive.createRun(spec, 40);
    await append(archive, id, batchOf(0, 1));
    const wanted = { runId: id, table: "steps" as const, columns: ["lss"] };
    expect(await failureOf(archive.readColumns(wanted))).toMatchObject({
      error: {
        code: "bad-request",
        message: expect.stringContaining('"lss"'),
        hint: expect.stringContaining("loss"),
      },
    });
  });

  it.each([null, Buffer.alloc(7)])(
    "takes a piece that is %j for damaged, also without a checksum",
    async (data) => {
      const path = await temporaryPath();
      const archive = await open(path);
      const { id } = await archive.createRun(spec, 40);
      await append(archive, id, batchOf(0, 1));
      await setWrongly(path, "series", "checksum", null);
      await setWrongly(path, "series", "data", data);
      expect(
        await failureOf(archive.readColumns({ runId: id, ...all })),
      ).toMatchObject({ error: { code: "archive-damaged" } });
      expect(await checkArchive(path)).toMatchObject({
        problems: expect.arrayContaining([
          "Piece 0 of steps.loss of run 1 is not as it was stored.",
        ]),
      });
    },
  );

  it("is checked also where damage has made its pieces endless", async () => {
    const path = await temporaryPath();
    const archive = await open(path);
    const { id } = await archive.createRun(spec, 40);
    await append(archive, id, batchOf(0, 1));
    await setWrongly(path, "series", "rows", 2 ** 62);
    expect(await checkArchive(path)).toMatchObject({
      problems: expect.arrayContaining([
        "A piece of the table steps of run 1 is missing.",
      ]),
    });
  });

  it("takes a table that has lost its steps for damaged", async () => {
    const path = await temporaryPath();
    const archive = await open(path);
    const { id } = await archive.createRun(spec, 40);
    await append(archive, id, batchOf(0, 1));
    const other = await Database.open(path, { create: false, busyTimeout: 0 });
    await other.outside((sql) =>
      sql.run("UPDATE series SET column_name = 's' WHERE column_name = 'step'"),
    );
    await other.close();
    const { columns } = await archive.openRun(id);
    const wanted = {
      runId: id,
      table: "steps" as const,
      columns: columns.steps,
    };
    expect(await failureOf(archive.readColumns(wanted))).toMatchObject({
      error: {
        code: "archive-damaged",
        message: expect.stringContaining(`the table steps of run ${id}`),
      },
    });
  });

  it.each([
    ["of different lengths", { step: 3, loss: 2, gradNorm: 3 }],
    ["without steps", { loss: 3, gradNorm: 3 }],
    ["with a column less", { step: 3, loss: 3 }],
  ])("refuses columns %s, whole", async (_, lengths) => {
    const archive = await temporaryArchive();
    const { id } = await archive.createRun(spec, 40);
    await append(archive, id, batchOf(0, 2));
    const steps = Object.fromEntries(
      Object.entries(lengths).map(([name, length]) => [
        name,
        Float64Array.from({ length }, (_, i) => 2 + i),
      ]),
    );
    const batch = { ...batchOf(0, 0), steps };
    await failureOf(archive.appendBatch(id, batch, [], summaryAt(9)));
    const run = await archive.openRun(id);
    expect(run.rows.steps).toBe(2);
    expect(run.summary.step).toBe(0);
  });

  it("refuses steps that do not ascend", async () => {
    const archive = await temporaryArchive();
    const { id } = await archive.createRun(spec, 40);
    await append(archive, id, batchOf(0, 2));
    await failureOf(append(archive, id, batchOf(1, 2)));
    expect((await archive.openRun(id)).rows.steps).toBe(2);
  });
});

function bitsOf(value: number): bigint {
  return new BigUint64Array(Float64Array.of(value).buffer)[0];
}

async function chunkCount(path: string, column: string) {
  const db = await Database.open(path, { create: false, busyTimeout: 0 });
  const row = await db.read((sql) =>
    sql.get<{ chunks: number }>(
      "SELECT count(*) AS chunks FROM series WHERE column_name = ?",
      [column],
    ),
  );
  await db.close();
  return row?.chunks;
}
