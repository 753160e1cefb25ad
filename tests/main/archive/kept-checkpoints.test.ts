import { describe, expect, it } from "vitest";
import { checkArchive } from "../../../main/archive/check";
import { toBlob } from "../../../main/archive/blob";
import { recover } from "../../../main/archive/recover";
import { find, flipBit } from "./damage";
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

/** A finished run of 20 steps with checkpoints kept at 5, 10 and 15. */
async function runWithKept() {
  const path = await temporaryPath();
  const archive = await open(path);
  const { id } = await archive.createRun(spec, 40);
  await archive.setEngine(id, engine);
  await archive.appendBatch(
    id,
    batchOf(0, 12),
    [],
    summaryAt(11),
    checkpointAt(11),
    [checkpointAt(5), checkpointAt(10)],
  );
  await archive.appendBatch(id, batchOf(12, 8), [], summaryAt(19), undefined, [
    checkpointAt(15),
  ]);
  return { path, archive, id };
}

describe("checkpoints that are kept", () => {
  it("come back bit for bit: the last one at or before a step", async () => {
    const { archive, id } = await runWithKept();
    await archive.finish(id, "finished");
    expect(await archive.checkpointBefore(id, 4)).toBeNull();
    expect(await archive.checkpointBefore(id, 5)).toEqual(checkpointAt(5));
    expect(await archive.checkpointBefore(id, 14)).toEqual(checkpointAt(10));
    expect(await archive.checkpointBefore(id, 1e9)).toEqual(checkpointAt(15));
  });

  it("stay when the run is over, with their size told", async () => {
    const { archive, id } = await runWithKept();
    await archive.finish(id, "finished");
    const { kept, checkpointStep } = await archive.openRun(id);
    expect(checkpointStep).toBeNull();
    expect(kept.steps).toEqual([5, 10, 15]);
    const state = JSON.stringify(checkpointAt(5)).length;
    expect(kept.bytes).toBeGreaterThan(3 * 8 * 11);
    expect(kept.bytes).toBeLessThan(3 * (state + 500));
  });

  it("stand back for the one from which the run can go on where that is later", async () => {
    const { archive, id } = await runWithKept();
    expect(await archive.checkpointBefore(id, 12)).toEqual(checkpointAt(11));
    expect(await archive.checkpointBefore(id, 15)).toEqual(checkpointAt(15));
  });

  it("after the step from which a run goes on are gone; one kept again takes its place", async () => {
    const { archive, id } = await runWithKept();
    await archive.finish(id, "stopped");
    await archive.continueRun(id);
    expect((await archive.openRun(id)).kept.steps).toEqual([5, 10]);
    const other = { ...checkpointAt(10), seconds: 77 };
    await archive.appendBatch(
      id,
      batchOf(11, 1),
      [],
      summaryAt(11),
      undefined,
      [other],
    );
    expect(await archive.checkpointBefore(id, 10)).toEqual(other);
  });

  it("can be dropped; the run keeps its rows, and other runs theirs", async () => {
    const { archive, id } = await runWithKept();
    await archive.finish(id, "finished");
    const other = await archive.createRun(spec, 40);
    await archive.appendBatch(
      other.id,
      batchOf(0, 3),
      [],
      summaryAt(2),
      undefined,
      [checkpointAt(2)],
    );
    expect(await archive.dropCheckpoints([id])).toMatchObject([{ id }]);
    expect(await archive.openRun(id)).toMatchObject({
      kept: { steps: [], bytes: 0 },
      rows: { steps: 20 },
    });
    expect((await archive.openRun(other.id)).kept.steps).toEqual([2]);
    // All or none.
    expect(
      await failureOf(archive.dropCheckpoints([other.id, 99])),
    ).toMatchObject({ error: { code: "not-found" } });
    expect((await archive.openRun(other.id)).kept.steps).toEqual([2]);
  });

  it("go with their run", async () => {
    const { archive, id, path } = await runWithKept();
    await archive.finish(id, "finished");
    const { pieces } = await checkArchive(path);
    await archive.putAside([id]);
    await archive.deleteForGood([id]);
    expect(pieces).toBeGreaterThan(3);
    expect(await checkArchive(path)).toMatchObject({ pieces: 0, problems: [] });
  });

  it("are examined; a recovery leaves out the damaged one alone", async () => {
    const { archive, id, path } = await runWithKept();
    await archive.finish(id, "finished");
    await archive.close();
    const { theta } = checkpointAt(10);
    await flipBit(path, (await find(path, toBlob(theta))) + 20);
    expect((await checkArchive(path)).problems).toEqual([
      `The checkpoint of run ${id} at step 10 is not as it was stored.`,
    ]);
    const damaged = await open(path);
    expect(await failureOf(damaged.checkpointBefore(id, 12))).toMatchObject({
      error: { code: "archive-damaged" },
    });
    await damaged.close();
    const fresh = await temporaryPath();
    expect(await recover(path, fresh)).toEqual({ runs: 1, inPart: 1, lost: 0 });
    const recovered = await open(fresh);
    const run = await recovered.openRun(id);
    expect(run.kept.steps).toEqual([5, 15]);
    expect(run.notes).toContain("without its checkpoints at step 10");
    expect(run.rows.steps).toBe(20);
  });
});
