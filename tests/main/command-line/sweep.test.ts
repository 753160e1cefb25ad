/** Studies at the built command line, as a person would run them. */
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { presetOf } from "../../../core/experiment/presets";
import type { StudyRun } from "../../../main/archive/study-runs";
import { openArchive } from "../../../main/archive/open";
import { plannedStudy } from "../../../main/study/plan";

const cli = resolve("out/main/cli.js");
let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "edge-lab-sweep-"));
  file = join(folder, "study.json");
  await writeFile(file, JSON.stringify(study));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const { spec } = presetOf("chebyshev");
const study = {
  edgeLab: 1,
  study: "Six step sizes",
  base: { ...spec, steps: 2000 },
  vary: { "optimizer.stepSize": { from: 0.1, to: 0.6, count: 6 } },
};

interface Exit {
  code: number | null;
  out: string;
  err: string;
}

/** @param signal sent once as many runs are done as `after` says */
function lab(
  args: string[],
  signal?: { name: NodeJS.Signals; after: number },
): Promise<Exit> {
  const child = spawn(process.execPath, [cli, ...args]);
  let [out, err] = ["", ""];
  child.stdout.on("data", (text: Buffer) => (out += text.toString()));
  child.stderr.on("data", (text: Buffer) => (err += text.toString()));
  const archive = args[args.indexOf("--archive") + 1];
  const watch = signal && setInterval(() => void strike(), 50);
  async function strike() {
    const runs = await runsIn(archive).catch(() => []);
    const done = runs.filter(({ status }) => status === "finished").length;
    if (!signal || done < signal.after) return;
    clearInterval(watch);
    // One look may still be under way; a second signal would be another request.
    if (!child.killed) child.kill(signal.name);
  }
  return new Promise((ended) =>
    child.on("close", (code) => {
      clearInterval(watch);
      ended({ code, out, err });
    }),
  );
}

const identities = plannedStudy(study, "/").tasks.map(
  ({ identity }) => identity,
);

/** Looked at without opening it: an open archive ends what a killed process left. */
async function runsIn(path: string): Promise<StudyRun[]> {
  const archive = await openArchive(path);
  try {
    return await archive.studyRuns(identities);
  } finally {
    await archive.close();
  }
}

async function columnsIn(path: string) {
  const archive = await openArchive(path);
  try {
    const runs = await archive.studyRuns(identities);
    const found = new Map<string, unknown>();
    for (const { id, identity } of runs)
      found.set(identity, [
        await archive.readColumns({
          runId: id,
          table: "steps",
          columns: ["loss"],
        }),
        await archive.readColumns({
          runId: id,
          table: "spectrum",
          columns: ["lambda1", "residual1"],
        }),
      ]);
    return found;
  } finally {
    await archive.close();
  }
}

test("a study goes on where an interrupt or a kill left it, to the same numbers", async () => {
  const place = await mkdtemp(join(folder, "archives-"));
  const straight = join(place, "straight.db");
  const whole = await lab([
    "sweep",
    file,
    "--archive",
    straight,
    "--jobs",
    "2",
  ]);
  expect(whole.code).toBe(0);
  expect(whole.out).toContain("Six step sizes: 6 runs, 6 finished.");

  const cut = join(place, "cut.db");
  const interrupted = await lab(["sweep", file, "--archive", cut], {
    name: "SIGINT",
    after: 1,
  });
  expect(interrupted.code).toBe(130);
  expect(interrupted.out).toContain("still to be run");
  const killed = await lab(["sweep", file, "--archive", cut], {
    name: "SIGKILL",
    after: 3,
  });
  expect(killed.code).toBeNull();
  const rest = await lab(["sweep", file, "--archive", cut, "--json"]);
  expect(rest.code).toBe(0);
  expect(JSON.parse(rest.out)).toMatchObject({
    study: "Six step sizes",
    total: 6,
    finished: 6,
  });
  expect(await columnsIn(cut)).toEqual(await columnsIn(straight));

  const again = await lab(["sweep", file, "--archive", cut]);
  expect(again.out).toContain("6 finished");
  const runs = await runsIn(cut);
  expect(runs).toHaveLength(6);
  expect(new Set(runs.map(({ groupId }) => groupId)).size).toBe(1);
}, 120_000);

test("nothing starts of a study with a run that cannot be made", async () => {
  const bad = join(folder, "bad.json");
  await writeFile(
    bad,
    JSON.stringify({ ...study, vary: { "optimizer.stepSize": [0.1, 2000] } }),
  );
  const archive = join(folder, "none.db");
  const { code, err } = await lab(["sweep", bad, "--archive", archive]);
  expect(code).toBe(2);
  expect(err).toContain("optimizer.stepSize: Step size");
  await expect(lab(["list", "--archive", archive])).resolves.toMatchObject({
    out: "The archive has no runs yet.\n",
  });
});

test("an experiment is no study, and the other way round", async () => {
  const one = join(folder, "one.json");
  await writeFile(one, JSON.stringify(spec));
  const sweep = await lab(["sweep", one, "--archive", join(folder, "x.db")]);
  expect(sweep).toMatchObject({ code: 2 });
  expect(sweep.err).toContain("This is not a study file.");
  const run = await lab(["run", file, "--archive", join(folder, "x.db")]);
  expect(run).toMatchObject({ code: 2 });
  expect(run.err).toContain("is a study of several runs");
  const jobs = await lab(["sweep", file, "--jobs", "none"]);
  expect(jobs.code).toBe(2);
  expect(jobs.err).toContain('--jobs: "none" is not a whole number');
});
