import { describe, expect, it } from "vitest";
import type { Pin } from "../../../core/run/organise";
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

const pin: Pin = {
  id: "a",
  chart: "sharpness",
  step: 12.5,
  value: 1 / 3,
  text: "Here it turns.",
};

async function finishedRuns(count: number) {
  const archive = await temporaryArchive();
  for (let i = 0; i < count; i++) {
    const { id } = await archive.createRun(spec, 40);
    await archive.appendBatch(id, batchOf(0, 5), [], summaryAt(4));
    await archive.finish(id, "finished");
  }
  return archive;
}

describe("what a person adds to runs", () => {
  it("is kept over closing and opening, and changes only where named", async () => {
    const path = await temporaryPath();
    const archive = await open(path);
    const created = await archive.createRun(spec, 40);
    expect(created).toMatchObject({
      tags: [],
      project: "",
      colour: null,
      notes: "",
      deletedAt: null,
    });
    await archive.organise(1, { tags: ["edge", "η"], notes: "So\nit is." });
    await archive.organise(1, { project: "Thesis", colour: 7, name: "Other" });
    await archive.organise(1, {});
    await archive.setPins(1, [pin]);
    await archive.close();

    const reopened = await open(path);
    expect(await reopened.openRun(1)).toMatchObject({
      name: "Other",
      spec,
      tags: ["edge", "η"],
      project: "Thesis",
      colour: 7,
      notes: "So\nit is.",
      pins: [pin],
    });
    const cleared = await reopened.organise(1, { colour: null, tags: [] });
    expect(cleared).toMatchObject({
      colour: null,
      tags: [],
      project: "Thesis",
    });
  });

  it("says not-found for a run that is none", async () => {
    const archive = await temporaryArchive();
    for (const attempt of [
      archive.organise(7, { notes: "x" }),
      archive.setPins(7, []),
      archive.putAside([7]),
      archive.takeBack([7]),
      archive.deleteForGood([7]),
    ])
      expect(await failureOf(attempt)).toMatchObject({
        error: { code: "not-found" },
      });
  });
});

describe("runs put aside", () => {
  it("leave the list and come back as they were", async () => {
    const archive = await finishedRuns(3);
    const before = await archive.listRuns();
    await archive.putAside([1, 3]);
    expect((await archive.listRuns()).map(({ id }) => id)).toEqual([2]);
    const aside = await archive.listDeleted();
    expect(aside.map(({ id }) => id).sort()).toEqual([1, 3]);
    const [{ deletedAt }] = aside;
    expect(Math.abs((deletedAt ?? 0) - Date.now())).toBeLessThan(60_000);
    await archive.takeBack([1, 3]);
    expect(await archive.listRuns()).toEqual(before);
    expect(await archive.listDeleted()).toEqual([]);
  });

  it("are deleted for good with their series, and only they", async () => {
    const path = await temporaryPath();
    const archive = await open(path);
    for (const name of ["a", "b"]) {
      const { id } = await archive.createRun({ ...spec, name }, 40);
      await archive.appendBatch(
        id,
        batchOf(0, 5),
        [{ kind: "stopped", step: 4, message: "So.", value: 1 }],
        summaryAt(4),
        checkpointAt(4),
      );
      await archive.finish(id, "stopped");
    }
    await archive.putAside([2]);
    expect(await failureOf(archive.deleteForGood([2, 1]))).toMatchObject({
      error: { code: "bad-request", message: "Run 1 is still in the list." },
    });
    // All or none.
    expect((await archive.openRun(2)).rows.steps).toBe(5);
    await archive.deleteForGood([2]);
    expect(await failureOf(archive.openRun(2))).toMatchObject({
      error: { code: "not-found" },
    });
    expect(await archive.openRun(1)).toMatchObject({
      rows: { steps: 5 },
      checkpointStep: 4,
      events: [{ kind: "stopped" }],
    });
    // The number is not given away again, or old rows could come with it.
    expect(await archive.createRun(spec, 40)).toMatchObject({ id: 3 });
    expect((await archive.openRun(3)).rows.steps).toBe(0);
  });

  it("are never ones that are still going, and never half of them", async () => {
    const archive = await finishedRuns(1);
    await archive.createRun(spec, 40);
    const [waiting] = await archive.enqueue([{ spec, threshold: 40 }], null);
    // By its name: nobody knows runs by their numbers.
    expect(await failureOf(archive.putAside([1, waiting.id]))).toMatchObject({
      error: { message: `“${spec.name}” waits in the queue.` },
    });
    for (const status of ["running", "paused"] as const) {
      await archive.setStatus(2, status);
      expect(await failureOf(archive.putAside([1, 2]))).toMatchObject({
        error: { code: "busy", message: `“${spec.name}” is still going.` },
      });
    }
    expect((await archive.listRuns()).length).toBe(3);
  });

  it("do not go on", async () => {
    const archive = await temporaryArchive();
    await archive.createRun(spec, 40);
    await archive.setEngine(1, engine);
    await archive.appendBatch(
      1,
      batchOf(0, 5),
      [],
      summaryAt(4),
      checkpointAt(5),
    );
    await archive.finish(1, "stopped");
    await archive.putAside([1]);
    expect(await failureOf(archive.continueRun(1))).toMatchObject({
      error: { code: "bad-request", message: "Run 1 is deleted." },
    });
    await archive.takeBack([1]);
    expect((await archive.continueRun(1)).run.status).toBe("running");
  });
});

it("keeps saved views in their order", async () => {
  const archive = await temporaryArchive();
  expect(await archive.views()).toEqual([]);
  const views = [
    { id: "b", name: "Second first", state: { runs: [2, 1], x: "step" } },
    { id: "a", name: "η", state: null },
  ];
  await archive.saveViews(views);
  expect(await archive.views()).toEqual(views);
  await archive.saveViews(views.slice(1));
  expect(await archive.views()).toEqual(views.slice(1));
});
