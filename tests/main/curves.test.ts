import { describe, expect, it } from "vitest";
import type { CurvesWanted } from "../../core/series/curves";
import { unpackCurves } from "../../core/series/packed";
import { readCurves } from "../../main/curves";
import { setWrongly } from "./archive/damage";
import {
  batchOf,
  failureOf,
  open,
  spec,
  summaryAt,
  temporaryArchive,
  temporaryPath,
} from "./archive/helpers";

const loss = { table: "steps", column: "loss", perThreshold: false } as const;
const ratio = {
  table: "steps",
  column: "gradNorm",
  perThreshold: true,
} as const;
const wanted: CurvesWanted = {
  groups: [],
  columns: [loss],
  x: "step",
  band: "range",
  baseline: null,
  relation: "difference",
  log: false,
  pixels: 1000,
};

type Archive = Awaited<ReturnType<typeof temporaryArchive>>;

async function addRun(archive: Archive, rows: number, factor = 1) {
  const { id } = await archive.createRun(spec, 40);
  const batch = batchOf(0, rows, (step) => factor * step);
  await archive.appendBatch(id, batch, [], {
    ...summaryAt(rows - 1),
    crossingStep: 5,
  });
  return id;
}

describe("readCurves", () => {
  it("reads the column of the errors with that of the values", async () => {
    const archive = await temporaryArchive();
    const id = await addRun(archive, 10);
    const column = { ...loss, error: "gradNorm" };
    const reply = await readCurves(archive, {
      ...wanted,
      groups: [[id]],
      columns: [column],
    });
    const [{ y, band }] = unpackCurves(reply);
    const { gradNorm } = batchOf(0, 10, (step) => step).steps;
    expect(band?.high.y).toEqual(y.map((value, i) => value + gradNorm[i]));
  });

  it("answers group by group with each column, for more runs than are read at a time", async () => {
    const archive = await temporaryArchive();
    const ids: number[] = [];
    for (let i = 1; i <= 40; i++) ids.push(await addRun(archive, 10, i));
    const reply = await readCurves(archive, {
      ...wanted,
      groups: [...ids.map((id) => [id]), ids],
      columns: [loss, ratio],
      x: "crossing",
    });
    const curves = unpackCurves(reply);
    expect(reply.failures).toEqual([]);
    expect(curves).toHaveLength(82);
    const x = batchOf(0, 10).steps.step.map((step) => step - 5);
    for (const [i, id] of ids.entries()) {
      const { steps } = batchOf(0, 10, (step) => (i + 1) * step);
      expect(curves[2 * i]).toMatchObject({ runs: [id], x, y: steps.loss });
      expect(curves[2 * i + 1].y).toEqual(steps.gradNorm.map((y) => y / 40));
    }
    const mean = curves[80];
    expect(mean.runs).toEqual(ids);
    expect(mean.y).toEqual(x.map((at) => 20.5 * (at + 5)));
    expect(mean.band?.high.y).toEqual(x.map((at) => 40 * (at + 5)));
  });

  it("has the newest rows of a run that is going", async () => {
    const archive = await temporaryArchive();
    const id = await addRun(archive, 4);
    for (let i = 1; i <= 30; i++)
      await archive.appendBatch(id, batchOf(4 * i, 4), [], summaryAt(4 * i));
    const reply = await readCurves(archive, { ...wanted, groups: [[id]] });
    const [{ x, rows }] = unpackCurves(reply);
    expect(rows).toBe(124);
    expect(x).toEqual(batchOf(0, 124).steps.step);
  });

  it("leaves out runs that are gone or damaged, and says so; the others have their curves", async () => {
    const path = await temporaryPath();
    const archive = await open(path);
    for (let i = 0; i < 3; i++)
      await archive.finish(await addRun(archive, 10), "finished");
    await archive.close();
    await setWrongly(path, "series", "checksum", 1);
    const again = await open(path);
    const whole = await addRun(again, 10);
    const reply = await readCurves(again, {
      ...wanted,
      groups: [[1], [whole, 99], [99]],
    });
    expect(unpackCurves(reply).map(({ runs }) => runs)).toEqual([
      [],
      [whole],
      [],
    ]);
    expect(reply.failures.map(({ run, error }) => [run, error.code])).toEqual([
      [1, "archive-damaged"],
      [99, "not-found"],
    ]);
  });

  it("reads the baseline once, and fails without it", async () => {
    const archive = await temporaryArchive();
    const [a, b] = [await addRun(archive, 5), await addRun(archive, 5, 3)];
    const reply = await readCurves(archive, {
      ...wanted,
      groups: [[a], [b]],
      baseline: a,
    });
    expect(unpackCurves(reply).map(({ y }) => [...y])).toEqual([
      [0, 0, 0, 0, 0],
      [0, 2, 4, 6, 8],
    ]);
    expect(
      await failureOf(readCurves(archive, { ...wanted, baseline: 99 })),
    ).toMatchObject({ error: { code: "not-found" } });
  });
});
