/** What a person types on the login node of the cluster. */
import { execFile } from "node:child_process";
import {
  mkdtemp,
  readdir,
  readFile,
  symlink,
  writeFile,
} from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, onTestFailed } from "vitest";
import type { Tables } from "../../../core/series/columns";
import { openArchive } from "../../../main/archive/open";
import { readRecords } from "../../../main/archive/records";
import type { Collected } from "../../../main/study/cluster/collect";
import { plannedStudy } from "../../../main/study/plan";
import type { Cluster } from "./cluster";

const cli = resolve("out/main/cli.js");

/** What a command took in all: seconds on the clock and of the processor, and the most memory at a time in MB. */
export interface Costs {
  seconds: number;
  processor: number;
  memory: number;
}

/** Loaded before the command line: says at its end what the process took. */
const meter = `data:text/javascript,${encodeURIComponent(
  `process.on("exit", () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    process.stderr.write("\\ncosts " + (userCPUTime + systemCPUTime) + " " + maxRSS + "\\n");
  });`,
)}`;

export class LoginNode {
  /** Of each study that was sent here. */
  #sent = 0;

  constructor(
    private readonly home: string,
    private readonly cluster: Cluster,
  ) {}

  /** The command line; all that it prints. */
  async lab(
    args: string[],
    env: NodeJS.ProcessEnv = this.cluster.env,
  ): Promise<{ code: number; text: string; costs: Costs }> {
    const start = performance.now();
    return new Promise((done) =>
      execFile(
        process.execPath,
        ["--import", meter, cli, ...args],
        { env, maxBuffer: 1e8 },
        (error, out, err) => {
          const seconds = (performance.now() - start) / 1000;
          const said = out + err;
          const [, micro, kilo] = /\ncosts (\d+) (\d+)\n/.exec(said) ?? [];
          done({
            code: Number(error?.code ?? 0),
            text: said.replace(/\ncosts .*\n/, ""),
            costs: {
              seconds,
              processor: Number(micro) / 1e6,
              memory: Number(kilo) / 1024,
            },
          });
        },
      ),
    );
  }

  /** Writes and submits a study. */
  async send(study: { study: string }, ...options: string[]) {
    const { text, code, ...written } = await this.#write(
      study,
      options,
      this.cluster.env,
    );
    expect(text).toContain("Submitted");
    expect(code).toBe(0);
    return written;
  }

  /** The same, with its job.sh changed by a person before it is submitted. */
  async sendChanged(
    study: { study: string },
    change: (job: string) => string,
    ...options: string[]
  ) {
    // Without sbatch, but with the command that knows how long an array may be.
    const some = await mkdtemp(join(this.home, "commands-"));
    const { stdout } = await this.cluster.slurm("which", ["scontrol"]);
    await symlink(stdout.trim(), join(some, "scontrol"));
    const unable = { ...this.cluster.env, PATH: some };
    const { text, ...written } = await this.#write(study, options, unable);
    expect(text).toContain("This machine has no sbatch");
    const path = join(written.folder, "job.sh");
    const job = await readFile(path, "utf8");
    const changed = change(job);
    expect(changed).not.toBe(job);
    await writeFile(path, changed);
    await this.cluster.slurm(join(written.folder, "submit.sh"), []);
    return written;
  }

  async #write(
    study: { study: string },
    options: string[],
    env: NodeJS.ProcessEnv,
  ) {
    // Where a test is tried once more, the folder of its first time is there.
    const name = `${study.study.toLowerCase().replaceAll(" ", "-")}-${++this.#sent}`;
    const file = join(this.home, `${name}.json`);
    const folder = join(this.home, name);
    await writeFile(file, JSON.stringify(study));
    const args = ["sweep", file, "--slurm", folder, ...options];
    const { text, code } = await this.lab(args, env);
    onTestFailed(async () => {
      process.stderr.write(await this.status(folder));
    });
    const archive = join(this.home, `${name}.db`);
    return { file, folder, archive, text, code };
  }

  async status(folder: string): Promise<string> {
    return (await this.lab(["sweep", "--status", folder])).text;
  }

  async collect(folder: string, archive: string) {
    const args = ["collect", folder, "--archive", archive, "--json"];
    const { code, text, costs } = await this.lab(args);
    const line = text.split("\n").find((each) => each.startsWith("{")) ?? "{}";
    return { code, costs, ...(JSON.parse(line) as Collected) };
  }

  /** Until nothing of a study is in the queue. */
  untilOver(folder: string, seconds: number) {
    return this.cluster.until(
      `nothing of ${folder} is in the queue`,
      async () => (await this.jobs(folder)).queued === 0,
      seconds,
    );
  }

  async cancel(folder: string) {
    await this.cluster.slurm("scancel", (await this.jobs(folder)).numbers);
  }

  /** The numbers of a study's jobs, and how many of its tasks are in the queue. */
  async jobs(folder: string) {
    const text = await readFile(join(folder, "jobs.txt"), "utf8");
    const numbers = text
      .trim()
      .split("\n")
      .map((line) => line.split(" ")[0]);
    const { stdout } = await this.cluster.slurm("squeue", [
      ...["-h", "-r", "-o", "%F"],
    ]);
    const queued = stdout
      .split("\n")
      .filter((job) => numbers.includes(job.trim()));
    return { numbers, queued: queued.length };
  }
}

/** The names of what the tasks of a study have said that they handed in. */
export async function resultsIn(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, "results")).catch(() => []);
  return names.filter((name) => name.endsWith(".json"));
}

/** All that the tasks of a study printed. */
export async function logsOf(folder: string): Promise<string> {
  const names = await readdir(join(folder, "logs"));
  const texts = names.map((name) =>
    readFile(join(folder, "logs", name), "utf8"),
  );
  return (await Promise.all(texts)).join("");
}

/** What each run of a study recorded, but for the times. */
export async function recordsIn(path: string, study: object) {
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
