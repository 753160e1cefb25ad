/** Studies through a real Slurm of two nodes on this machine. The long form sends a thousand runs. */
import { execFile } from "node:child_process";
import { mkdtemp, open, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  afterAll,
  beforeAll,
  describe,
  expect,
  onTestFailed,
  test,
} from "vitest";
import { presetOf } from "../../core/experiment/presets";
import type { Tables } from "../../core/series/columns";
import { openArchive } from "../../main/archive/open";
import { readRecords } from "../../main/archive/records";
import { plannedStudy } from "../../main/study/plan";
import type { Collected } from "../../main/study/cluster/collect";
import { isLong } from "./length";
import { Cluster, whyNoSlurm } from "./slurm/cluster";

const cli = resolve("out/main/cli.js");
const reason = await whyNoSlurm();
if (reason)
  process.stderr.write(`The tests with Slurm are skipped: ${reason}.\n`);

let home: string;
let cluster: Cluster;
beforeAll(async () => {
  if (reason) return;
  home = await mkdtemp(join(tmpdir(), "edge-lab-slurm-"));
  cluster = await Cluster.start(join(home, "cluster"));
});
afterAll(async () => {
  if (reason) return;
  await cluster.stop();
  await rm(home, { recursive: true, force: true });
});

const { spec } = presetOf("chebyshev");

/** A study of the golden network at so many step sizes. */
function studyOf(runs: number, steps: number) {
  return {
    edgeLab: 1,
    study: `${runs} runs`,
    base: { ...spec, steps },
    vary: { "optimizer.stepSize": { from: 0.1, to: 0.6, count: runs } },
  };
}

/** The command line with the cluster's commands; all that it prints. */
function lab(args: string[]): Promise<{ code: number; text: string }> {
  return new Promise((done) =>
    execFile(
      process.execPath,
      [cli, ...args],
      { env: cluster.env, maxBuffer: 1e8 },
      (error, out, err) =>
        done({ code: Number(error?.code ?? 0), text: out + err }),
    ),
  );
}

async function send(name: string, study: object, ...options: string[]) {
  const file = join(home, `${name}.json`);
  const folder = join(home, name);
  await writeFile(file, JSON.stringify(study));
  const { code, text } = await lab([
    "sweep",
    file,
    "--slurm",
    folder,
    ...options,
  ]);
  expect(text).toContain("Submitted");
  expect(code).toBe(0);
  onTestFailed(async () => {
    const { text } = await lab(["sweep", "--status", folder]);
    process.stderr.write(text);
  });
  return { file, folder };
}

async function collect(folder: string, archive: string) {
  const { code, text } = await lab([
    "collect",
    folder,
    "--archive",
    archive,
    "--json",
  ]);
  const line = text.split("\n").find((each) => each.startsWith("{")) ?? "{}";
  return { code, ...(JSON.parse(line) as Collected) };
}

async function resultsIn(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, "results")).catch(() => []);
  return names.filter((name) => name.endsWith(".json"));
}

/** Until nothing of a study is in the queue. */
function untilOver(seconds: number) {
  return cluster.until(
    "the queue is empty",
    async () => (await cluster.slurm("squeue", ["-h"])).stdout.trim() === "",
    seconds,
  );
}

/** What each run of a study recorded, but for the times. */
async function recordsIn(path: string, study: object) {
  const archive = await openArchive(path);
  try {
    const identities = plannedStudy(study, "/").tasks.map(
      ({ identity }) => identity,
    );
    const found = new Map<string, Tables>();
    for (const { id, identity } of await archive.studyRuns(identities)) {
      const records = await readRecords(archive, await archive.openRun(id));
      const { seconds, ...steps } = records.steps;
      expect(seconds.length).toBeGreaterThan(0);
      found.set(identity, { ...records, steps });
    }
    return found;
  } finally {
    await archive.close();
  }
}

describe.skipIf(reason)("a study on Slurm", () => {
  test("survives the death of a node, and comes back once, bit for bit", async () => {
    // More tasks than one array may have here.
    const study = studyOf(40, 300);
    const { file, folder } = await send("forty", study);
    await cluster.until(
      "a few tasks have handed in",
      async () => (await resultsIn(folder)).length >= 4,
      120,
    );
    const archive = join(home, "forty.db");
    const early = await collect(folder, archive);
    expect(early.added).toBeGreaterThan(3);
    expect(early.added).toBeLessThan(40);
    await cluster.killNode("n2");
    await cluster.until(
      "the controller takes the node for dead",
      async () =>
        (await cluster.states()).some((state) => state.startsWith("down")),
      60,
    );
    await cluster.startNode("n2");
    await untilOver(240);
    const status = await lab(["sweep", "--status", folder]);
    expect(status.text).toBe("40 runs: 40 runs, 40 finished.\n");
    const rest = await collect(folder, archive);
    expect(rest).toMatchObject({ code: 0, total: 40, known: early.added });
    expect(rest.added).toBe(40 - early.added);
    expect((await collect(folder, archive)).added).toBe(0);

    const here = join(home, "here.db");
    expect((await lab(["sweep", file, "--archive", here])).code).toBe(0);
    const there = await recordsIn(archive, study);
    expect(there.size).toBe(40);
    expect(there).toEqual(await recordsIn(here, study));
    // What the cluster did counts as done here.
    expect((await lab(["sweep", file, "--archive", archive])).text).toContain(
      "40 finished",
    );
  }, 600_000);

  test("goes on after a cancellation; a damaged result is refused by name and computed again", async () => {
    const study = studyOf(8, 3000);
    const { folder } = await send("cancelled", study, "--pack", "2");
    await cluster.until(
      "a task has handed in",
      async () => (await resultsIn(folder)).length >= 1,
      120,
    );
    await cluster.slurm("scancel", ["--me"]);
    await untilOver(60);
    const cut = await lab(["sweep", "--status", folder]);
    expect(cut.text).toMatch(
      /\d+ tasks? (is|are) neither complete nor in the queue/,
    );
    expect((await lab(["sweep", "--retry", folder])).text).toMatch(
      /^Submitted \d tasks? again/,
    );
    await untilOver(120);
    expect((await lab(["sweep", "--status", folder])).text).toBe(
      "8 runs: 8 runs, 8 finished.\n",
    );

    const names = await readdir(join(folder, "results"));
    const victim = names.find((name) => name.startsWith("3-")) ?? "";
    const path = join(folder, "results", victim);
    await flip(path, Math.floor((await stat(path)).size / 2));
    const archive = join(home, "cancelled.db");
    const damaged = await collect(folder, archive);
    expect(damaged).toMatchObject({ code: 1, added: 6, total: 8 });
    expect(damaged.problems).toEqual([expect.stringContaining(victim)]);
    expect((await lab(["sweep", "--retry", folder])).text).toBe(
      "Submitted 1 task again.\n",
    );
    await untilOver(120);
    expect(await collect(folder, archive)).toMatchObject({
      code: 0,
      added: 2,
      known: 6,
    });
    expect((await lab(["sweep", "--retry", folder])).text).toBe(
      "Every task is complete or in the queue.\n",
    );
  }, 600_000);

  test("goes on from its checkpoint when the time of a task is over", async () => {
    const study = studyOf(2, 250_000);
    // The signal comes about 5 s after the start.
    const { folder } = await send(
      "long",
      { ...study, study: "Long", vary: { "optimizer.stepSize": [0.2] } },
      "--",
      "--time=1",
      "--signal=B:USR2@55",
    );
    await untilOver(400);
    const [log] = await readdir(join(folder, "logs"));
    const { stdout } = await cluster.slurm("cat", [join(folder, "logs", log)]);
    expect(stdout).toContain("it goes back into the queue");
    expect(stdout).toContain("Goes on from 1-");
    expect((await lab(["sweep", "--status", folder])).text).toBe(
      "Long: 1 runs, 1 finished.\n",
    );
  }, 600_000);

  test("says what is no study's folder, and leaves a folder with something in it alone", async () => {
    const file = join(home, "refused.json");
    await writeFile(file, JSON.stringify(studyOf(2, 10)));
    const full = await lab(["sweep", file, "--slurm", home]);
    expect(full).toMatchObject({ code: 1 });
    expect(full.text).toContain("is not empty");
    for (const args of [
      ["sweep", "--status", home],
      ["sweep", "--retry", home],
      ["collect", home, "--archive", join(home, "none.db")],
    ])
      expect((await lab(args)).text).toContain("is not a study's folder");
  });
});

describe.skipIf(reason !== null || !isLong)("a thousand runs", () => {
  test("none is lost and none comes twice", async () => {
    const study = {
      ...studyOf(20, 500),
      study: "A thousand",
      base: {
        ...spec,
        steps: 500,
        model: {
          ...spec.model,
          init: { scheme: "sine", seed: 0, biasNoise: 0.1 },
        },
      },
      vary: {
        "optimizer.stepSize": { from: 0.1, to: 0.6, count: 20 },
        "model.init.seed": Array.from({ length: 50 }, (_, i) => i),
      },
    };
    const start = performance.now();
    const { folder } = await send("thousand", study, "--pack", "50");
    await untilOver(3600);
    const computed = (performance.now() - start) / 1000;
    const archive = join(home, "thousand.db");
    const begun = performance.now();
    const first = await collect(folder, archive);
    const collected = (performance.now() - begun) / 1000;
    expect(first).toMatchObject({ code: 0, added: 1000, known: 0 });
    expect(await collect(folder, archive)).toMatchObject({
      added: 0,
      known: 1000,
    });
    const records = await recordsIn(archive, study);
    expect(records.size).toBe(1000);
    const seconds = await secondsIn(archive);
    const { size } = await stat(archive);
    process.stdout.write(
      `1,000 runs of 500 steps on two nodes: ${computed.toFixed(0)} s, of which ` +
        `${((2 * computed - seconds) / 1000).toFixed(2)} s a run beyond the run itself; collected in ` +
        `${collected.toFixed(1)} s into ${(size / 1e6).toFixed(0)} MB\n`,
    );
  }, 7_200_000);
});

/** What the runs themselves took, in all. */
async function secondsIn(path: string): Promise<number> {
  const archive = await openArchive(path);
  try {
    const runs = await archive.listRuns();
    return runs.reduce((sum, { summary }) => sum + summary.seconds, 0);
  } finally {
    await archive.close();
  }
}

async function flip(path: string, at: number) {
  const file = await open(path, "r+");
  try {
    const byte = Buffer.alloc(1);
    await file.read(byte, 0, 1, at);
    await file.write(Buffer.of(byte[0] ^ 1), 0, 1, at);
  } finally {
    await file.close();
  }
}
