/** What all kills share: experiments, undisturbed runs of them, folders, random moments. */
import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type {
  ExperimentInput,
  ExperimentSpec,
} from "../../../core/experiment/spec";
import { requireExperiment } from "../../../core/experiment/validate";
import { createRandom } from "../../../core/random";
import { openArchive } from "../../../main/archive/open";
import { golden } from "../../core/support";
import { examine, isSame, readWhole, type WholeRun } from "../examine";
import {
  buildProgram,
  LabProcess,
  type Acknowledged,
  type Target,
} from "../program/lab-process";
import { Tally } from "./tally";

export const targets: Target[] = ["engine", "main", "both"];

/** Optimisers, batches and measurements that carry different things from step to step. */
const kinds: Record<
  string,
  Pick<ExperimentInput, "optimizer" | "batch" | "measure">
> = {
  descent: {
    optimizer: { kind: "gd", stepSize: 0.2 },
    measure: { sharpness: { every: 2, k: 2 } },
  },
  midpoints: {
    optimizer: { kind: "adam", stepSize: 1e-3 },
    measure: { sharpness: { every: 5, k: 2, midpoint: true } },
  },
  "growing k": {
    optimizer: { kind: "polyak", stepSize: 0.05 },
    measure: { sharpness: { every: 3, k: 1, upTo: 4 } },
  },
  "mini-batches": {
    optimizer: { kind: "polyak", stepSize: 0.05, momentum: 0.5 },
    batch: { size: 6, seed: 3, lossEvery: 7 },
    measure: {
      sharpness: { every: 10 },
      batchSharpness: { every: 25, max: 20 },
    },
  },
};

export const experiments = Object.entries(kinds).map(([name, changes]) =>
  requireExperiment({ ...golden, name, steps: 3000, ...changes }),
);

/** Another one in each round, and in twelve rounds each with each of the three targets. */
export function experimentOf(round: number): ExperimentSpec {
  return experiments[round % experiments.length];
}

export class Campaign {
  readonly tally = new Tally();
  readonly program: string;
  readonly folder: string;
  /** An archive with an undisturbed run of each experiment, numbered from 1. */
  readonly reference: string;
  /** Milliseconds that such a run takes. */
  runTime = 0;
  readonly #random: () => number;
  readonly #undisturbed = new Map<string, WholeRun>();
  #archives = 0;

  private constructor(seed: number, program: string, folder: string) {
    const random = createRandom(seed);
    this.#random = () => random.uniform();
    this.program = program;
    this.folder = folder;
    this.reference = join(folder, "archive.db");
  }

  static async begin(seed: number): Promise<Campaign> {
    const folder = await mkdtemp(join(tmpdir(), "edge-lab-kills-"));
    const campaign = new Campaign(seed, await buildProgram(), folder);
    await campaign.#runUndisturbed();
    return campaign;
  }

  async end() {
    for (const path of [this.folder, this.program])
      await rm(path, { recursive: true, force: true });
  }

  /** A random moment within so many milliseconds. */
  within(milliseconds: number): number {
    return milliseconds * this.#random();
  }

  /** A random moment of a run. Many are near its beginning, where there is no checkpoint yet. */
  momentOfRun(): number {
    return this.runTime * this.#random() ** 2;
  }

  /** A path in a folder of its own; with a copy of an archive, if there is one to copy. */
  async newArchive(copied?: string): Promise<string> {
    const home = join(this.folder, String(++this.#archives));
    await mkdir(home);
    const path = join(home, "archive.db");
    if (copied) await copyFile(copied, path);
    return path;
  }

  /** The next start after a kill: how long until the archive answers. */
  async restart(path: string): Promise<LabProcess> {
    const lab = new LabProcess(this.program, path);
    await lab.request("runs.list");
    this.tally.started(performance.now() - lab.startedAt);
    return lab;
  }

  /** Opens and examines an archive; answers with its runs, the newest first. */
  async examine(path: string, said: Acknowledged): Promise<WholeRun[]> {
    const { runs, ...findings } = await examine(path, said, (name) =>
      this.#undisturbed.get(name),
    );
    this.tally.found(findings);
    return runs;
  }

  /** Whether a run is the undisturbed one, bit for bit. */
  isUndisturbed(run: WholeRun): boolean {
    const whole = this.#undisturbed.get(run.detail.spec.name);
    if (!whole) throw new Error(`Nobody ran ${run.detail.spec.name}.`);
    return isSame(run, whole);
  }

  async #runUndisturbed() {
    const lab = new LabProcess(this.program, this.reference);
    for (const spec of experiments) {
      const begun = performance.now();
      const { id } = await lab.request("queue.start", spec);
      await lab.reaches(id, "finished");
      this.runTime = Math.max(this.runTime, performance.now() - begun);
    }
    await lab.close();
    const archive = await openArchive(this.reference);
    for (const { id, name } of await archive.listRuns())
      this.#undisturbed.set(name, await readWhole(archive, id));
    await archive.close();
  }
}
