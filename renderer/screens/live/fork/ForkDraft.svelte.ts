import type { RunDetail, RunRow } from "../../../../core/contract/api";
import {
  changeWords,
  fixedInFork,
  forkProblems,
  isChangeable,
} from "../../../../core/experiment/forked";
import type { ExperimentSpec } from "../../../../core/experiment/spec";
import type { Setting } from "../../../../core/experiment/sweep/setting";
import { settingsOf } from "../../../../core/experiment/sweep/settings";
import { optimizerOf } from "../../../../core/optimizers/spec";
import { firstStep } from "../../../../core/run/fork";
import type { Lab } from "../../../lib/api";
import { count, counted } from "../../../lib/format";
import { Task } from "../../../lib/task.svelte";
import { DesignController } from "../../design/Controller.svelte";
import { labelOf } from "../../design/labels";

/** Settings with a place of their own in the sheet. */
const always = ["optimizer.stepSize", "steps"];

/** A fork of a run being put together: which settings it changes, in the fields of the design form. */
export class ForkDraft {
  readonly design: DesignController;
  readonly task = new Task();
  /** Settings that were added to the step size and the steps. */
  added = $state.raw<string[]>([]);
  readonly #lab: Lab;
  readonly #run: RunDetail;
  /** Steps of its checkpoints; the page may have been opened before the last ones were kept. */
  #kept = $state.raw<number[]>([]);

  constructor(
    lab: Lab,
    run: RunDetail,
    readonly step: number,
  ) {
    this.#lab = lab;
    this.#run = run;
    this.#kept = run.kept.steps;
    void this.#askKept();
    this.design = new DesignController(lab, () => undefined);
    const { spec } = run;
    this.design.choose({ id: "", title: run.name, spec });
    // At its end the run is continued, by as many steps as it has.
    if (step >= spec.steps)
      this.design.set("steps", step + spec.steps - firstStep(run));
  }

  /** Those that can be added. */
  get settings(): Setting[] {
    const { valid, spec } = this.design;
    return settingsOf(valid ?? spec).filter(
      ({ path, shared }) =>
        !shared &&
        isChangeable(path) &&
        !always.some((one) => path === one || path.startsWith(`${one}.`)) &&
        !this.added.includes(path),
    );
  }

  /** Those that were added and that the experiment has with its present optimiser. */
  get shown(): Setting[] {
    const all = settingsOf(this.design.spec);
    return this.added.flatMap(
      (path) => all.find((setting) => setting.path === path) ?? [],
    );
  }

  add(path: string) {
    this.added = [...this.added, path];
  }

  /** Takes a setting out; it is again what the run has. */
  leaveOut({ path, isKind }: Setting) {
    const { spec } = this.#run;
    this.added = this.added.filter((one) => one !== path);
    if (isKind) {
      const { stepSize } = this.design.spec.optimizer;
      const optimizer = { ...spec.optimizer, stepSize };
      this.design.change((now) => ({ ...now, optimizer }));
    } else this.design.set(path, valueIn(spec, path));
  }

  /** What cannot be changed, by its name on screen, and why. */
  get fixed(): { name: string; why: string }[] {
    const { spec } = this.#run;
    return fixedInFork
      .filter(({ path }) => path !== "data" || spec.data)
      .filter(({ path }) => path !== "loss" || spec.loss)
      .map(({ path, why }) => ({ name: capital(labelOf(path, spec)), why }));
  }

  /** Why it cannot be started as it stands; null when it can. */
  get obstacle(): string | null {
    const { valid, obstacle } = this.design;
    if (!valid) return obstacle;
    const [problem] = forkProblems(this.#run.spec, valid, this.step);
    return problem
      ? [problem.message, problem.suggestion].filter(Boolean).join(" ")
      : null;
  }

  /** What it changes, in a sentence. */
  get change(): string {
    const { valid } = this.design;
    const words = valid && changeWords(this.#run.spec, valid);
    return words
      ? `Changes ${words}.`
      : "Nothing is changed: the fork will be the run as it is.";
  }

  /** What becomes of what the optimiser remembers, where that is not as expected; "" elsewhere. */
  get memory(): string {
    const { optimizer } = this.design.spec;
    return optimizer.kind === this.#run.spec.optimizer.kind
      ? ""
      : `${optimizerOf(optimizer).label} begins as at its first step: what the optimiser of the run remembers is left behind.`;
  }

  async #askKept() {
    try {
      const { kept } = await this.#lab.runs.open(this.#run.id);
      this.#kept = kept.steps;
    } catch {
      // What the page knows is a good guess, and the fork does not depend on it.
    }
  }

  /** What has to be computed before the first step of the fork. */
  get wayThere(): string {
    const first = firstStep(this.#run);
    const known = this.#kept.findLast((one) => one <= this.step);
    const steps = this.step - (known ?? first);
    if (steps === 0) return "";
    const from =
      known === undefined
        ? `step ${count(first)}`
        : `the checkpoint at step ${count(known)}`;
    return `First ${counted(steps, "step")} from ${from} on ${steps === 1 ? "is" : "are"} computed again.`;
  }

  /** Lets the fork wait for its turn; answers with it, or null where it was refused. */
  async start(): Promise<RunRow | null> {
    const { valid } = this.design;
    if (!valid || this.obstacle !== null) return null;
    let row: RunRow | null = null;
    await this.task.run(async () => {
      row = await this.#lab.queue.fork(this.#run.id, this.step, valid);
    });
    return row;
  }
}

function capital(name: string): string {
  return name[0].toUpperCase() + name.slice(1);
}

function valueIn(spec: ExperimentSpec, path: string): unknown {
  return settingsOf(spec).find((one) => one.path === path)?.value;
}
