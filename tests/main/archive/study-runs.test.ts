import { describe, expect, it } from "vitest";
import type { Archive } from "../../../main/archive/archive";
import {
  batchOf,
  checkpointAt,
  engine,
  open,
  spec,
  summaryAt,
  temporaryPath,
} from "./helpers";

const identityOf = (digit: string) => digit.repeat(64);
const keyOf = (study: string) => ({ study, key: `key of ${study}` });
const [a, b, c] = ["a", "b", "c"].map(identityOf);

async function add(
  archive: Archive,
  identity: string,
  groupId: number,
  status: "finished" | "diverged" | "interrupted" | "failed",
) {
  const { id } = await archive.createRun(spec, 40, null, {
    identity,
    groupId,
  });
  await archive.setEngine(id, engine);
  await archive.appendBatch(
    id,
    batchOf(0, 5000),
    [{ kind: "finished", step: 4999, message: "All steps done.", value: NaN }],
    summaryAt(4999),
    checkpointAt(4999),
    [checkpointAt(10)],
  );
  await archive.finish(id, status);
  return id;
}

/** An archive of a cluster's task, closed, with a finished, a failed and a diverged run. */
async function taskArchive() {
  const path = await temporaryPath();
  const archive = await open(path);
  const group = await archive.studyGroup(keyOf("There"));
  const ids = [
    await add(archive, a, group, "finished"),
    await add(archive, b, group, "failed"),
    await add(archive, c, group, "diverged"),
  ];
  const whole = await Promise.all(ids.map((id) => archive.openRun(id)));
  await archive.close();
  return { path, whole };
}

describe("runs of a study", () => {
  it("are found by their identities, with what became of them", async () => {
    const archive = await open(await temporaryPath());
    const groupId = await archive.studyGroup(keyOf("Mine"));
    const id = await add(archive, a, groupId, "interrupted");
    expect(await archive.studyRuns([a, b])).toEqual([
      { id, identity: a, status: "interrupted", groupId, isDeleted: false },
    ]);
    await archive.putAside([id]);
    expect(await archive.studyRuns([a])).toMatchObject([{ isDeleted: true }]);
    await archive.deleteForGood([id]);
    expect(await archive.studyRuns([a])).toEqual([]);
  });

  it("stay in one group", async () => {
    const archive = await open(await temporaryPath());
    const first = await archive.studyGroup(keyOf("Mine"));
    await add(archive, a, first, "finished");
    expect(await archive.studyGroup(keyOf("Mine"))).toBe(first);
    expect(await archive.studyGroup(keyOf("Other"))).not.toBe(first);
  });

  it("cannot be in the archive twice", async () => {
    const archive = await open(await temporaryPath());
    const groupId = await archive.studyGroup(keyOf("Mine"));
    await add(archive, a, groupId, "finished");
    await expect(add(archive, a, groupId, "finished")).rejects.toThrow();
    expect(await archive.listRuns()).toHaveLength(1);
  });
});

describe("taking runs over from another archive", () => {
  it("copies what is over, bit for bit, once", async () => {
    const { path, whole } = await taskArchive();
    const archive = await open(await temporaryPath());
    const groupId = await archive.studyGroup(keyOf("Mine"));
    expect(await archive.takeOver(path, [a, b, c], groupId)).toBe(2);
    expect(await archive.takeOver(path, [a, b, c], groupId)).toBe(0);
    const found = await archive.studyRuns([a, b, c]);
    expect(found.map(({ identity }) => identity).sort()).toEqual([a, c]);
    for (const [identity, there] of [
      [a, whole[0]],
      [c, whole[2]],
    ] as const) {
      const id = found.find((run) => run.identity === identity)?.id ?? 0;
      const here = await archive.openRun(id);
      expect(here).toEqual({
        ...there,
        id,
        groupId,
        groupName: "Mine",
        checkpointStep: null,
      });
      const wanted = { table: "steps" as const, columns: ["loss", "gradNorm"] };
      expect(await archive.readColumns({ runId: id, ...wanted })).toEqual(
        batchOf(0, 5000).steps,
      );
      expect(await archive.checkpointBefore(id, 50)).toEqual(checkpointAt(10));
    }
  });

  it("leaves the archive as it was where the other one cannot be read", async () => {
    const archive = await open(await temporaryPath());
    const groupId = await archive.studyGroup(keyOf("Mine"));
    const nothing = await temporaryPath();
    await expect(archive.takeOver(nothing, [a], groupId)).rejects.toThrow();
    expect(await archive.listRuns()).toEqual([]);
  });
});
