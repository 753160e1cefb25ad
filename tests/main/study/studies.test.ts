/** Studies by the requests of the window: real files and a real archive. */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { LabEvents } from "../../../core/contract/api";
import { clusterRequest } from "../../../core/contract/studies";
import type { LabError } from "../../../core/errors";
import { openArchive } from "../../../main/archive/open";
import type { Archive } from "../../../main/archive/archive";
import { sha256Of } from "../../../main/study/cluster/folder";
import { studyPath } from "../../../main/requests";
import { Studies } from "../../../main/study/studies";
import { spec, summaryAt, temporaryPath } from "../archive/helpers";

let folder: string;
let archive: Archive;
let studies: Studies;
let chosen: string | null;
let events: LabEvents["collectingChanged"][];
let whileTold: () => void;

beforeEach(async () => {
  const path = await temporaryPath();
  folder = dirname(path);
  archive = await openArchive(path);
  onTestFinished(() => archive.close());
  // Without sbatch.
  const programs = process.env.PATH;
  process.env.PATH = "";
  onTestFinished(() => void (process.env.PATH = programs));
  chosen = null;
  events = [];
  whileTold = () => undefined;
  studies = new Studies({
    archive,
    dialogs: {
      save: async () => chosen,
      open: async () => (chosen === null ? [] : [chosen]),
    },
    chooseFolder: async () => chosen,
    announce: (_, payload) => {
      events.push(payload as LabEvents["collectingChanged"]);
      whileTold();
    },
  });
});

const file = {
  edgeLab: 1,
  study: "Step sizes",
  base: spec,
  vary: { "optimizer.stepSize": [0.1, 0.2, 0.3] },
};

async function refusal(work: Promise<unknown>): Promise<LabError> {
  try {
    await work;
  } catch (thrown) {
    return (thrown as { error: LabError }).error;
  }
  throw new Error("It was not refused.");
}

/** Hands in the runs of a task as finished, as the task itself does. */
async function handIn(where: string, task: number) {
  const runs = JSON.parse(
    await readFile(join(where, "tasks", `${task}.json`), "utf8"),
  ) as { identity: string; spec: typeof spec }[];
  const path = join(folder, `part-${task}.db`);
  const part = await openArchive(path);
  const groupId = await part.studyGroup({ study: "S", key: "k" });
  for (const { identity, spec } of runs) {
    const run = await part.createRun(spec, 20, null, { identity, groupId });
    await part.finish(run.id, "finished", { summary: summaryAt(3) });
  }
  await part.close();
  const sha256 = await sha256Of(path);
  const name = `${task}-${sha256.slice(0, 16)}.db`;
  await writeFile(join(where, "results", name), await readFile(path));
  await writeFile(
    join(where, "results", `${task}.json`),
    JSON.stringify({
      task,
      archive: name,
      sha256,
      host: "node",
      runs: runs.map(({ identity, spec }) => ({
        identity,
        name: spec.name,
        status: "finished",
        step: 3,
        error: null,
      })),
    }),
  );
  return join(where, "results", name);
}

async function written(pack = 1) {
  chosen = join(folder, "my study");
  const reply = await studies.write({ study: file, pack, options: [] });
  if (!reply) throw new Error("It was not written.");
  return reply;
}

describe("open", () => {
  it("reads a study with the paths of its data from the folder of its file", async () => {
    const data = { source: "csv", path: "own/data.csv", target: "y" };
    const path = join(folder, "study.json");
    await writeFile(path, JSON.stringify({ ...file, base: { ...spec, data } }));
    const study = await studies.open(path);
    expect(study).toMatchObject({
      study: "Step sizes",
      base: { data: { path: join(folder, "own/data.csv") } },
      sweep: { vary: file.vary, combine: "grid" },
    });
    chosen = path;
    expect(await studies.open()).toEqual(study);
    chosen = null;
    expect(await studies.open()).toBeNull();
  });

  it("says what is wrong with a file, by its name", async () => {
    const path = join(folder, "s.json");
    const why = async (text: string) => {
      await writeFile(path, text);
      return (await refusal(studies.open(path))).message;
    };
    expect(await why("{")).toMatch(/s\.json.* was not opened\. It is not JSON/);
    expect(await why("{}")).toMatch(/was not opened\. This is not a study/);
    expect(await why(JSON.stringify({ ...file, vary: 3 }))).toMatch(
      /was not opened\. vary: Vary must be an object/,
    );
    const gone = await refusal(studies.open(join(folder, "none.json")));
    expect(gone.message).toMatch(/none\.json.*cannot be read \(ENOENT\)/);
    const wrong = await refusal(studies.open(folder));
    expect(wrong.message).toMatch(/It is not a regular file/);
  });
});

describe("write", () => {
  it("writes a folder and says how to submit it where there is no sbatch", async () => {
    const reply = await written(2);
    const where = join(folder, "my study");
    expect(reply).toEqual({
      folder: where,
      runs: 3,
      tasks: 2,
      isSubmitted: false,
      refusal: null,
      command: `'${join(where, "submit.sh")}'`,
    });
    expect(await readdir(join(where, "tasks"))).toEqual(["1.json", "2.json"]);
    expect(await studies.status(where)).toEqual({
      study: "Step sizes",
      ...{ runs: 3, finished: 0, running: 0, waiting: 3, failed: 0 },
    });
  });

  it("tells what Slurm says against it, and keeps the folder", async () => {
    const programs = join(folder, "bin");
    await mkdir(programs);
    const sbatch =
      '#!/bin/sh\n[ "$1" = --version ] || { echo "No account." >&2; exit 1; }\n';
    await writeFile(join(programs, "sbatch"), sbatch, { mode: 0o755 });
    process.env.PATH = `${programs}:/usr/bin:/bin`;
    const reply = await written();
    expect(reply.isSubmitted).toBe(false);
    expect(reply.refusal).toMatch(/^Slurm refused the tasks: No account\./);
    await writeFile(join(programs, "sbatch"), "#!/bin/sh\necho 17\n");
    chosen = join(folder, "other");
    const wanted = { study: file, pack: 3, options: ["--time=1:00:00"] };
    expect(await studies.write(wanted)).toMatchObject({ isSubmitted: true });
    expect(await readFile(join(chosen, "jobs.txt"), "utf8")).toBe("17 0\n");
    const job = await readFile(join(chosen, "job.sh"), "utf8");
    expect(job).toContain("#SBATCH --time=1:00:00");
  });

  it("refuses a broken study, a folder in use and a file in its place", async () => {
    const wrong = { ...file, vary: { "optimizer.speed": [1] } };
    chosen = join(folder, "new");
    const bad = studies.write({ study: wrong, pack: 1, options: [] });
    expect((await refusal(bad)).message).toMatch(/is not a setting/);
    const place = async (path: string) => {
      chosen = path;
      const work = studies.write({ study: file, pack: 1, options: [] });
      return (await refusal(work)).message;
    };
    expect(await place(folder)).toMatch(/is not empty/);
    await writeFile(join(folder, "file"), "");
    expect(await place(join(folder, "file"))).toMatch(
      /cannot be written \(EEXIST\)/,
    );
    chosen = null;
    expect(
      await studies.write({ study: file, pack: 1, options: [] }),
    ).toBeNull();
  });
});

describe("the requests of the window", () => {
  const request = (pack: unknown, options: unknown) =>
    clusterRequest.safeParse({ study: file, pack, options });
  it.each<[unknown, unknown, string]>([
    [0, [], "A task must have at least 1 run."],
    [1.5, [], "The runs per task must be a whole number."],
    [200_000, [], "A task may have at most 100,000 runs."],
    [1, "--time=1", "Options for sbatch must be a list."],
    [1, [3], "Options for sbatch must be text."],
    [1, ["-p\nrm"], "Options for sbatch must be a single line."],
  ])("refuse runs per task %j and options %j", (pack, options, says) => {
    const [issue] = request(pack, options).error?.issues ?? [];
    expect(issue.message).toBe(says);
  });

  it.each<[unknown, string]>([
    ["", "Choose a file or a folder of a study."],
    [3, "A study is named by its path."],
    ["a\0b", "A path must not contain the character of code 0."],
  ])("refuse the path %j", (path, says) => {
    const [issue] = studyPath.safeParse(path).error?.issues ?? [];
    expect(issue.message).toBe(says);
  });
});

describe("collect", () => {
  it("brings what is there, once, with its progress", async () => {
    const { folder: where } = await written();
    await handIn(where, 1);
    await handIn(where, 3);
    const first = await studies.collect(where);
    expect(first).toMatchObject({
      folder: where,
      study: "Step sizes",
      ...{ total: 3, added: 2, known: 0, problems: [], wasCancelled: false },
    });
    const rows = await archive.listRuns();
    expect(rows.map(({ groupId }) => groupId)).toEqual([
      first?.groupId,
      first?.groupId,
    ]);
    expect(events.map(({ share }) => share)).toEqual([0, 0.5, 1, null]);
    await handIn(where, 2);
    expect(await studies.status(where)).toMatchObject({ finished: 3 });
    chosen = where;
    expect(await studies.collect()).toMatchObject({ added: 1, known: 2 });
    expect(await studies.collect()).toMatchObject({ added: 0, known: 3 });
    expect(await archive.listRuns()).toHaveLength(3);
  });

  it("names what is damaged and takes the rest", async () => {
    const { folder: where } = await written();
    const damaged = await handIn(where, 1);
    await handIn(where, 2);
    await writeFile(damaged, "Not it.");
    const reply = await studies.collect(where);
    expect(reply).toMatchObject({ added: 1, known: 0 });
    expect(reply?.problems).toEqual([
      expect.stringMatching(
        /1-[0-9a-f]{16}\.db.* cannot be used\. It is damaged/,
      ),
    ]);
  });

  it("can be cancelled, and is not made twice at once", async () => {
    const { folder: where } = await written();
    for (const task of [1, 2, 3]) await handIn(where, task);
    let second: Promise<LabError> | undefined;
    whileTold = () => {
      second ??= refusal(studies.collect(where));
      if (events.at(-1)?.share) studies.cancel();
    };
    const reply = await studies.collect(where);
    expect(reply).toMatchObject({ added: 1, wasCancelled: true });
    expect((await second)?.message).toBe(
      "The results of a study are being collected already.",
    );
    whileTold = () => undefined;
    expect(await studies.collect(where)).toMatchObject({ added: 2, known: 1 });
    expect(studies.isBusy).toBe(false);
  });

  it("leaves the lab at any time, whole", async () => {
    const { folder: where } = await written();
    for (const task of [1, 2, 3]) await handIn(where, task);
    const going = studies.collect(where);
    await studies.close();
    expect(studies.isBusy).toBe(false);
    expect((await archive.listRuns()).length).toBe((await going)?.added);
  });

  it("refuses a folder that is no study's, and does nothing for none", async () => {
    const wrong = await refusal(studies.collect(folder));
    expect(wrong.message).toMatch(/is not a study's folder/);
    expect(studies.isBusy).toBe(false);
    expect((await refusal(studies.status(folder))).code).toBe("file");
    expect(await studies.collect()).toBeNull();
  });
});
