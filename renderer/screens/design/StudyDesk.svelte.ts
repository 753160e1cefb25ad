import type { WrittenStudy } from "../../../core/contract/studies";
import { LabFailure, toLabError } from "../../../core/errors";
import { expandSweep } from "../../../core/experiment/sweep/expand";
import { studyFile, type Study } from "../../../core/experiment/sweep/study";
import type { Lab } from "../../lib/api";
import { Task } from "../../lib/task.svelte";
import type { Toasts } from "../../lib/toasts.svelte";
import type { DesignController } from "./Controller.svelte";
import { parseNumber } from "./entry";
import { optionWords } from "./option-words";
import { SweepPlan } from "./SweepPlan.svelte";

interface Options {
  design: Pick<DesignController, "load" | "reveal" | "sweep">;
  toasts: Toasts;
  /** A study was written for a cluster. */
  written: (folder: string) => void;
}

/** The sweep of the new run as a study: to a file, from one, and to a cluster. */
export class StudyDesk {
  readonly task = new Task();
  /** Whether the dialog of the cluster is open. */
  isOpen = $state(false);
  /** Runs of one task and options of sbatch, as typed. */
  pack = $state("1");
  options = $state("");
  readonly cluster = new Task();
  /** What was written since the dialog was opened. */
  written = $state.raw<WrittenStudy | null>(null);

  constructor(
    private readonly lab: Lab,
    private readonly parts: Options,
  ) {}

  /** The study as it stands; null while something is missing or refused. */
  get study(): Study | null {
    return this.parts.design.sweep.study;
  }

  get runs(): number {
    return this.parts.design.sweep.plan.specs.length;
  }

  save() {
    return this.task.run(async () => {
      if (!this.study) return;
      const data = `${JSON.stringify(studyFile(this.study), null, 2)}\n`;
      const name = this.study.study;
      const path = await this.lab.files.save({
        name,
        kind: "edgelab.json",
        data,
      });
      if (path !== null) this.parts.toasts.saved(path);
    });
  }

  open() {
    return this.task.run(() => this.read());
  }

  /**
   * Reads a study file into the form. @param path the person chooses when left out
   * @returns whether there was one
   * @throws LabFailure for one that the form cannot show, too: nothing changes then
   */
  async read(path?: string): Promise<boolean> {
    const study = await this.lab.studies.open(...(path ? [path] : []));
    if (!study) return false;
    this.#requireShown(study);
    const { design } = this.parts;
    design.load(study.base);
    design.sweep.take(study);
    design.reveal("sweep");
    this.task.failure = null;
    return true;
  }

  begin() {
    this.written = null;
    this.cluster.failure = null;
    this.isOpen = true;
  }

  /** Tasks that the runs make; null while the number of runs of one is none. */
  get tasks(): number | null {
    const pack = parseNumber(this.pack);
    return Number.isInteger(pack) && pack >= 1
      ? Math.ceil(this.runs / pack)
      : null;
  }

  write() {
    return this.cluster.once(async () => {
      if (!this.study) return;
      if (this.tasks === null)
        throw new LabFailure({
          code: "bad-request",
          message: `Runs per task: “${this.pack}” is not a whole number of at least 1.`,
        });
      const written = await this.lab.studies.write({
        study: studyFile(this.study),
        pack: parseNumber(this.pack),
        options: optionWords(this.options),
      });
      if (!written) return;
      this.written = written;
      this.parts.written(written.folder);
    });
  }

  /** The same runs by way of the form as by the file, or a sentence. */
  #requireShown(study: Study) {
    const refuse = (why: string) =>
      new LabFailure({
        code: "file",
        message: `The study “${study.study}” was not opened. ${why}`,
        hint: "The command line runs studies that the window does not show: lab sweep STUDY.json.",
      });
    let wanted;
    try {
      wanted = expandSweep(study.base, study.sweep);
    } catch (thrown) {
      throw refuse(toLabError(thrown).message);
    }
    const form = new SweepPlan(
      this.lab,
      () => study.base,
      () => undefined,
    );
    form.take(study);
    const { specs, refusal } = form.plan;
    if (JSON.stringify(specs) !== JSON.stringify(wanted))
      throw refuse(
        refusal ?? "Its values are in an order that the form cannot keep.",
      );
  }
}
