/** Forks in the archive: what they have of their parent stays with them. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ResultFile } from "../../../core/export/result-file";
import { firstStep } from "../../../core/run/fork";
import type { Archive } from "../../../main/archive/archive";
import { recover } from "../../../main/archive/recover";
import type { Dialogs } from "../../../main/files/dialogs";
import { exportCapsules, importCapsules } from "../../../main/files/capsules";
import { forkOf } from "../../../main/fork";
import {
  batchOf,
  checkpointAt,
  engine,
  failureOf,
  open,
  spec,
  summaryAt,
  temporaryArchive,
  temporaryFolder,
  temporaryPath,
} from "./helpers";

const changed = {
  ...spec,
  optimizer: { ...spec.optimizer, stepSize: 0.1 },
};

/** A finished run of 20 steps with checkpoints kept at 5, 10 and 15. */
async function parentIn(archive: Archive) {
  const { id } = await archive.createRun(spec, 40);
  await archive.setEngine(id, engine);
  const kept = [5, 10, 15].map(checkpointAt);
  await archive.appendBatch(
    id,
    batchOf(0, 20),
    [],
    summaryAt(19),
    undefined,
    kept,
  );
  await archive.finish(id, "finished");
  return archive.openRun(id);
}

/** A fork of a run at step 12 that has done some steps, with a checkpoint of its own at 15. */
async function forkIn(archive: Archive, parent: number, step = 12) {
  const run = forkOf(await archive.openRun(parent), step, changed);
  const { id } = await archive.createRun(run.spec, 20, run.origin);
  await archive.setEngine(id, engine);
  await archive.appendBatch(
    id,
    batchOf(step, 6),
    [],
    summaryAt(step + 5),
    checkpointAt(step),
    [checkpointAt(step), checkpointAt(step + 3)],
  );
  return archive.openRun(id);
}

const saveAt = (path: string | null): Dialogs => ({
  save: async () => path,
  open: async () => [],
});

describe("a fork in the archive", () => {
  it("says its parent, its step and its change", async () => {
    const archive = await temporaryArchive();
    const parent = await parentIn(archive);
    const fork = await forkIn(archive, parent.id);
    expect(fork).toMatchObject({
      parent: parent.id,
      name: `${spec.name}, step size 0.1 from step 12`,
      fork: {
        step: 12,
        parent: { name: spec.name, createdAt: parent.createdAt, spec },
        earlier: [],
        precision: engine.precision,
        digest: engine.data?.digest ?? null,
      },
    });
    // Its name tells its own change alone.
    const own = forkOf(fork, 14, { ...fork.spec, steps: 900 }).spec.name;
    expect(own).toBe(`${spec.name}, steps 900 from step 14`);
    const renamed = forkOf({ ...fork, name: "Mine" }, 14, fork.spec);
    expect(renamed.spec.name).toBe("Mine, goes on from step 14");
    const second = await forkIn(archive, fork.id, 14);
    expect(second).toMatchObject({
      parent: fork.id,
      fork: {
        step: 14,
        parent: { name: fork.name, spec: fork.spec },
        earlier: [{ until: 12, spec }],
      },
    });
    expect((await archive.listRuns()).map(firstStep)).toEqual([14, 12, 0]);
    const listed = JSON.parse(await archive.listRunsAsJson()) as unknown;
    expect(listed).toEqual(await archive.listRuns());
  });

  it("begins with the last checkpoint of its parent before its step", async () => {
    const archive = await temporaryArchive();
    const { id } = await parentIn(archive);
    for (const [step, from] of [
      [12, 10],
      [15, 15],
      [4, null],
    ] as const) {
      const { origin } = forkOf(await archive.openRun(id), step, changed);
      const { checkpoint } = await archive.forkStart(origin);
      expect(checkpoint?.step ?? null).toBe(from);
    }
  });

  it("keeps what it begins with when its checkpoints are dropped", async () => {
    const archive = await temporaryArchive();
    const parent = await parentIn(archive);
    const fork = await forkIn(archive, parent.id);
    await archive.finish(fork.id, "finished");
    expect(fork.kept.steps).toEqual([15]);
    expect(fork.keptBytes).toBe(fork.kept.bytes);
    await archive.dropCheckpoints([fork.id, parent.id]);
    const { kept, keptBytes } = await archive.openRun(fork.id);
    expect([kept, keptBytes]).toEqual([{ steps: [], bytes: 0 }, 0]);
    expect(await archive.checkpointBefore(fork.id, 17)).toEqual(
      checkpointAt(12),
    );
    expect(await archive.checkpointBefore(parent.id, 17)).toBeNull();
  });

  it("outlives its parent, goes on, and can be forked", async () => {
    const archive = await temporaryArchive();
    const parent = await parentIn(archive);
    const fork = await forkIn(archive, parent.id);
    await archive.finish(fork.id, "interrupted");
    await archive.putAside([parent.id]);
    expect(await archive.openRun(fork.id)).toMatchObject({ parent: parent.id });
    expect(await archive.deleteForGood([parent.id])).toMatchObject([
      { id: fork.id, parent: null },
    ]);
    expect(await archive.openRun(fork.id)).toEqual({
      ...fork,
      parent: null,
      status: "interrupted",
      checkpointStep: 12,
    });
    const second = await forkIn(archive, fork.id, 14);
    expect(second.fork?.earlier).toEqual([{ until: 12, spec }]);
    const { continuation } = await archive.continueRun(fork.id);
    expect(continuation?.checkpoint).toEqual(checkpointAt(12));
    expect((await archive.openRun(fork.id)).rows.steps).toBe(0);
  });

  it("that has no rows yet begins again from its parent", async () => {
    const archive = await temporaryArchive();
    const parent = await parentIn(archive);
    const run = forkOf(parent, 12, changed);
    const { id } = await archive.createRun(run.spec, 20, run.origin);
    await archive.finish(id, "interrupted");
    expect(await archive.openRun(id)).toMatchObject({ checkpointStep: 12 });
    const { run: going, continuation } = await archive.continueRun(id);
    expect([going.fork, continuation]).toEqual([run.origin.fork, null]);
  });

  it.each([
    [-1, "has steps 0 to 19", undefined],
    [20, "has steps 0 to 19", /At step 19 with more steps/],
    [1.5, "has steps 0 to 19", undefined],
  ])("is refused at step %s", async (step, message, hint) => {
    const archive = await temporaryArchive();
    const parent = await parentIn(archive);
    const refused = await failureOf(
      Promise.resolve().then(() => forkOf(parent, step, changed)),
    );
    expect(refused).toMatchObject({
      error: {
        code: "bad-request",
        message: expect.stringContaining(message),
        ...(hint && { hint: expect.stringMatching(hint) }),
      },
    });
  });

  it("is refused where the run has no steps, or its loss is no number any more", async () => {
    const archive = await temporaryArchive();
    const { id } = await archive.createRun(spec, 40);
    const empty = await archive.openRun(id);
    expect(() => forkOf(empty, 0, changed)).toThrow(/has no steps yet/);
    const parent = await parentIn(archive);
    const summary = { ...parent.summary, finalLoss: null };
    expect(() => forkOf({ ...parent, summary }, 19, changed)).toThrow(
      /no longer a finite number at step 19/,
    );
    expect(() => forkOf({ ...parent, summary }, 18, changed)).not.toThrow();
  });

  it("goes into a capsule whole, and finds its parent where that is", async () => {
    const archive = await temporaryArchive();
    const parent = await parentIn(archive);
    const fork = await forkIn(archive, parent.id);
    await archive.finish(fork.id, "finished");
    const folder = await temporaryFolder();
    const [one, both, first] = ["one", "both", "first"].map((name) =>
      join(folder, `${name}.json`),
    );
    await exportCapsules(archive, saveAt(one), [fork.id]);
    await exportCapsules(archive, saveAt(both), [fork.id, parent.id]);
    await exportCapsules(archive, saveAt(first), [parent.id]);
    const { result } = JSON.parse(await readFile(one, "utf8")) as ResultFile;
    expect(result.fork).toMatchObject({
      step: 12,
      parent: { name: parent.name },
    });

    const alone = await temporaryArchive();
    const [orphan] = (await importCapsules(alone, saveAt(null), [one])).added;
    expect(orphan).toMatchObject({ parent: null, fork: fork.fork });
    expect(await alone.openRun(orphan.id)).toMatchObject({
      kept: { steps: [], bytes: 0 },
      checkpointStep: null,
    });
    // Its parent may come later, under another name.
    await alone.createRun({ ...spec, steps: 7 }, 40);
    const [late] = (await importCapsules(alone, saveAt(null), [first])).added;
    expect(await alone.openRun(orphan.id)).toMatchObject({ parent: late.id });

    const together = await temporaryArchive();
    const { added } = await importCapsules(together, saveAt(null), [both]);
    const known = new Map(added.map((row) => [row.name, row.id]));
    const found = await together.openRun(known.get(fork.name) ?? 0);
    expect(found.parent).toBe(known.get(parent.name));
  });

  it("is recovered with its parent, and without it", async () => {
    const path = await temporaryPath();
    const archive = await open(path);
    const parent = await parentIn(archive);
    const fork = await forkIn(archive, parent.id);
    await archive.finish(fork.id, "finished");
    await archive.close();
    const fresh = join(await temporaryFolder(), "fresh.db");
    await recover(path, fresh);
    const recovered = await open(fresh);
    const found = await recovered.openRun(fork.id);
    expect([found.parent, found.fork]).toEqual([parent.id, fork.fork]);
  });
});
