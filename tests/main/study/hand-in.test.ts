import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import {
  intactArchive,
  readResult,
  type TaskResult,
} from "../../../main/study/cluster/folder";
import { handIn } from "../../../main/study/cluster/task";

const runs = (step: number): TaskResult["runs"] => [
  {
    identity: "a".repeat(64),
    name: "A run",
    status: step === 20 ? "finished" : "interrupted",
    step,
    error: null,
  },
];

/** A folder of a study, and a way to hand in an archive of these bytes. */
async function study() {
  const folder = await mkdtemp(join(tmpdir(), "edge-lab-hand-in-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, "results"));
  const give = async (text: string, step: number) => {
    const path = join(folder, "scratch.db");
    await writeFile(path, text);
    return handIn(folder, 1, path, runs(step));
  };
  return { folder, give };
}

it("what comes further takes the place of what was there", async () => {
  const { folder, give } = await study();
  const early = await give("early", 10);
  const late = await give("late", 20);
  expect(late.archive).not.toBe(early.archive);
  expect(await readResult(folder, 1)).toEqual(late);
  expect(await readdir(join(folder, "results"))).toEqual(
    expect.arrayContaining(["1.json", late.archive]),
  );
  expect(await readdir(join(folder, "results"))).toHaveLength(2);
});

it("an attempt that comes late with less leaves what is there", async () => {
  const { folder, give } = await study();
  const whole = await give("whole", 20);
  expect(await give("part", 10)).toEqual(whole);
  expect(await readResult(folder, 1)).toEqual(whole);
});

it("what is damaged is replaced all the same", async () => {
  const { folder, give } = await study();
  const whole = await give("whole", 20);
  await writeFile(join(folder, "results", whole.archive), "damaged");
  await expect(intactArchive(folder, whole)).rejects.toThrow(whole.archive);
  const part = await give("part", 10);
  expect(await readResult(folder, 1)).toEqual(part);
});
