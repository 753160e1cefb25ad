import type { RunDetail } from "../../../core/contract/api";
import type { LandscapeSpec } from "../../../core/landscapes/spec";
import { buildLandscape } from "../../../core/landscapes/spec";
import type { Objective } from "../../../core/objective/objective";
import { optimizerOf } from "../../../core/optimizers/spec";
import { withWeightDecay } from "../../../core/optimizers/weight-decay";
import {
  terrainOf,
  windowOf,
  type Path,
  type Terrain,
  type Window,
} from "../../pictures/landscape-map";
import { nearest } from "../../plot/columns";
import type { Lab } from "../../lib/api";
import { Task } from "../../lib/task.svelte";
import { Refresher } from "../../lib/refresher";

/** How much wider than the path the wider view is. */
const wider = 3;
/** Hardly any air around the path. */
const tight = 0.75;

/** Whether a run moved through a plane that can be drawn. */
export function hasMap({ spec, columns }: RunDetail): boolean {
  return spec.model.kind === "landscape" && columns.steps.includes("theta2");
}

/** Whether the threshold is one number, and of H alone: a preconditioner changes along the path. */
export function hasThresholdCurve({ spec, threshold }: RunDetail): boolean {
  return !optimizerOf(spec.optimizer).isPreconditioned && threshold !== null;
}

/** The landscape of a run of two parameters, with the path through it as far as it is recorded. */
export class Landscape {
  /** Names of the parameters, as in the formula. */
  readonly variables: string[];
  path = $state.raw<Path | null>(null);
  terrain = $state.raw<Terrain | null>(null);
  wide = false;
  readonly task = new Task();
  readonly #lab: Lab;
  readonly #id: number;
  readonly #objective: Objective;
  readonly #threshold: number | null;
  readonly #reading = new Refresher(() => this.#read());
  #rows = 0;
  #diverged = false;

  /** @param wide whether more than the path is shown at first */
  constructor(lab: Lab, run: RunDetail, wide = false) {
    const { id, spec, threshold } = run;
    this.#lab = lab;
    this.wide = wide;
    this.#id = id;
    const { objective, variables } = buildLandscape(
      spec.model as LandscapeSpec,
    );
    this.variables = variables;
    const { optimizer } = spec;
    this.#objective = withWeightDecay(objective, optimizer.weightDecay);
    this.#threshold = hasThresholdCurve(run) ? threshold : null;
  }

  /** So many steps are recorded. */
  follow({ rows, status }: Pick<RunDetail, "rows" | "status">) {
    this.#rows = rows.steps;
    this.#diverged = status === "diverged";
    if (this.#rows > 0) this.#reading.request();
  }

  close() {
    this.#reading.close();
  }

  look(wide: boolean) {
    this.wide = wide;
    this.#draw();
  }

  /** Index of the point at a step, or of the last one. */
  at(step: number | null): number {
    if (!this.path) return -1;
    const { step: steps } = this.path;
    return step === null ? steps.length - 1 : nearest(steps, step);
  }

  async #read() {
    // Fewer rows than there were: it goes on from a checkpoint.
    const known =
      this.path && this.path.step.length <= this.#rows ? this.path : null;
    if (known?.step.length === this.#rows) {
      if (this.#diverged) this.#draw();
      return;
    }
    await this.task.run(async () => {
      const { step, loss, theta1, theta2 } = await this.#lab.runs.readTable({
        runId: this.#id,
        table: "steps",
        columns: ["loss", "theta1", "theta2"],
        ...(known && { from: known.step[known.step.length - 1] + 1 }),
      });
      const more: Path = { step, loss, x: theta1, y: theta2 };
      this.path = known ? joined(known, more) : more;
      if (!this.#fits()) this.#draw();
    }, "after");
  }

  /** The map is made anew only when the path leaves it: a live one grows ten times a second. */
  #fits(): boolean {
    if (!this.path || !this.terrain) return false;
    const { x, y } = windowOf(this.path, tight, this.#diverged);
    const { window } = this.terrain;
    return isWithin(x, window.x) && isWithin(y, window.y);
  }

  #draw() {
    if (!this.path || this.path.step.length === 0) return;
    this.terrain = terrainOf(
      this.#objective,
      windowOf(this.path, this.wide ? wider : 1, this.#diverged),
      this.#threshold,
    );
  }
}

function isWithin(a: Window["x"], b: Window["x"]): boolean {
  return a.min >= b.min && a.max <= b.max;
}

function joined(a: Path, b: Path): Path {
  const both = (key: keyof Path) => {
    const all = new Float64Array(a[key].length + b[key].length);
    all.set(a[key]);
    all.set(b[key], a[key].length);
    return all;
  };
  return { step: both("step"), x: both("x"), y: both("y"), loss: both("loss") };
}
