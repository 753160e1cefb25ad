/** Studies through a real Slurm of two nodes on this machine. The long form sends a thousand runs. */
import { mkdtemp, open, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  afterAll,
  beforeAll,
  beforeEach,
  describe,
  expect,
  test,
  type TestContext,
} from "vitest";
import { presetOf } from "../../core/experiment/presets";
import { makeHome, removeHome } from "../e2e/lab";
import { isLong } from "./length";
import { Cluster, mostTasks, whyNoSlurm } from "./slurm/cluster";
import { LoginNode, logsOf, recordsIn, resultsIn } from "./slurm/login-node";
import { throughTheWindow } from "./slurm/through-the-window";
import { sendThousand } from "./slurm/thousand";

const reason = await whyNoSlurm();
let home: string;
let cluster: Cluster;
let login: LoginNode;
beforeAll(async () => {
  if (reason) return;
  home = await mkdtemp(join(tmpdir(), "edge-lab-slurm-"));
  cluster = await Cluster.start(join(home, "cluster"));
  login = new LoginNode(home, cluster);
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

/** One run that does not come to its end in these tests. */
const endless = (name: string) => ({
  ...studyOf(1, 10_000_000),
  study: name,
  vary: { "optimizer.stepSize": [0.2] },
});

/** Steps that a task of one run has handed in. */
async function stepsOf(folder: string): Promise<number> {
  const text = await readFile(join(folder, "results", "1.json"), "utf8");
  return (JSON.parse(text) as { runs: { step: number }[] }).runs[0].step;
}

/** A hook that skips the tests beside it where there is no Slurm. */
const skipWithoutSlurm = (context: TestContext) =>
  context.skip(reason !== null, `There is no Slurm here: ${reason}.`);

describe("a study on Slurm", () => {
  beforeEach(skipWithoutSlurm);

  test("survives the death of a node, and comes back once, bit for bit", async () => {
    // More tasks than one array may have here.
    const study = studyOf(40, 300);
    const { file, folder, archive } = await login.send(study, "--pack", "2");
    expect(mostTasks).toBeLessThan(20);
    await cluster.until(
      "a few tasks have handed in",
      async () => (await resultsIn(folder)).length >= 3,
      120,
    );
    const early = await login.collect(folder, archive);
    expect(early.added).toBeGreaterThan(5);
    expect(early.added).toBeLessThan(40);
    await cluster.killNode("n2");
    await cluster.untilDead();
    await cluster.startNode("n2");
    await login.untilOver(folder, 240);
    expect(await login.status(folder)).toBe("40 runs: 40 runs, 40 finished.\n");
    const rest = await login.collect(folder, archive);
    expect(rest).toMatchObject({ code: 0, total: 40, known: early.added });
    expect(rest.added).toBe(40 - early.added);
    expect((await login.collect(folder, archive)).added).toBe(0);

    const here = join(home, "here.db");
    const { code } = await login.lab(["sweep", file, "--archive", here]);
    expect(code).toBe(0);
    const there = await recordsIn(archive, study);
    expect(there.size).toBe(40);
    expect(there).toEqual(await recordsIn(here, study));
    // What the cluster did counts as done here.
    const again = await login.lab(["sweep", file, "--archive", archive]);
    expect(again.text).toContain("40 finished");
  }, 600_000);

  test("goes on after a cancellation; a damaged result is refused by name and computed again", async () => {
    const study = studyOf(8, 3000);
    const { folder, archive } = await login.send(study, "--pack", "2");
    await cluster.until(
      "a task has handed in",
      async () => (await resultsIn(folder)).length >= 1,
      120,
    );
    await login.cancel(folder);
    await login.untilOver(folder, 60);
    expect(await login.status(folder)).toMatch(
      /\d+ tasks? (is|are) neither complete nor in the queue/,
    );
    const retry = async () =>
      (await login.lab(["sweep", "--retry", folder])).text;
    expect(await retry()).toMatch(/^Submitted \d tasks? again/);
    await login.untilOver(folder, 120);
    expect(await login.status(folder)).toBe("8 runs: 8 runs, 8 finished.\n");

    const names = await readdir(join(folder, "results"));
    const victim = names.find((name) => name.startsWith("3-")) ?? "";
    const path = join(folder, "results", victim);
    await flip(path, Math.floor((await stat(path)).size / 2));
    const damaged = await login.collect(folder, archive);
    expect(damaged).toMatchObject({ code: 1, added: 6, total: 8 });
    expect(damaged.problems).toEqual([expect.stringContaining(victim)]);
    expect(await retry()).toBe("Submitted 1 task again.\n");
    await login.untilOver(folder, 120);
    expect(await login.collect(folder, archive)).toMatchObject({
      code: 0,
      added: 2,
      known: 6,
    });
    expect(await retry()).toBe("Every task is complete or in the queue.\n");
  }, 600_000);

  test("goes on from its checkpoint when the time of a task is over, and on another node from a copy", async () => {
    const often = (job: string) =>
      job.replace("COPY_EVERY=10", "COPY_EVERY=0.03");
    const begun = Date.now();
    const limited = await login.sendChanged(
      endless("Limited"),
      often,
      "--",
      "--nodelist=n1",
      "--time=60",
      "--signal=B:USR2@110",
    );
    const copied = await login.sendChanged(
      endless("Copied"),
      often,
      "--",
      "--nodelist=n2",
    );
    const hasMoreThan = (steps: number, { folder }: { folder: string }) =>
      cluster.until(
        `${folder} has more than ${steps} steps`,
        async () =>
          (await resultsIn(folder)).length === 1 &&
          (await stepsOf(folder)) > steps,
        240,
      );
    const hasSaid = (text: string, { folder }: { folder: string }) =>
      cluster.until(
        `${folder} says: ${text}`,
        async () => (await logsOf(folder)).includes(text),
        240,
      );
    await hasMoreThan(0, limited);
    // Not before it has made a step, however slow the machine is: between 1 and 2 minutes are left now.
    const [job] = (await login.jobs(limited.folder)).numbers;
    await cluster.slurm("scontrol", [
      "update",
      `JobId=${job}_1`,
      `TimeLimit=${Math.floor((Date.now() - begun) / 60_000) + 2}`,
    ]);
    await hasMoreThan(0, copied);
    expect(await login.status(copied.folder)).toBe(
      "Copied: 1 run, 1 running.\n",
    );
    await cluster.killNode("n2");
    const atDeath = await stepsOf(copied.folder);
    await cluster.untilDead();
    await cluster.startNode("n2");
    await hasSaid("it goes back into the queue", limited);
    const atLimit = await stepsOf(limited.folder);
    for (const [study, before] of [
      [limited, atLimit],
      [copied, atDeath],
    ] as const) {
      await hasSaid("Goes on from 1-", study);
      await hasMoreThan(before, study);
      await login.cancel(study.folder);
      await login.untilOver(study.folder, 60);
      expect(await login.status(study.folder)).toContain(
        "1 run, 1 cut short.\n",
      );
    }
  }, 600_000);

  test("leaves from the window, is counted there, and comes back", async () => {
    const windowHome = await makeHome();
    try {
      await throughTheWindow(windowHome, join(home, "window-study"), cluster);
    } finally {
      await removeHome(windowHome);
    }
  }, 300_000);

  test("says what is no study's folder, and leaves a folder with something in it alone", async () => {
    const { file } = await login.send(studyOf(2, 10));
    const full = await login.lab(["sweep", file, "--slurm", home]);
    expect(full).toMatchObject({ code: 1 });
    expect(full.text).toContain("is not empty");
    for (const args of [
      ["sweep", "--status", home],
      ["sweep", "--retry", home],
      ["collect", home, "--archive", join(home, "none.db")],
    ])
      expect((await login.lab(args)).text).toContain("is not a study's folder");
  });
});

describe("a thousand runs", () => {
  beforeEach(skipWithoutSlurm);

  test("none is lost and none comes twice", async (context) => {
    context.skip(!isLong, "It takes minutes: npm run torture has it.");
    await sendThousand(login);
  }, 7_200_000);
});

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
