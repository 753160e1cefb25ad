/* eslint-disable svelte/prefer-svelte-reactivity -- Maps are replaced whole here, or looked up once. */
import type { RunRow } from "../../../core/contract/api";
import { toLabError } from "../../../core/errors";
import type { ExperimentSpec } from "../../../core/experiment/spec";
import { expandSweep, sweepName } from "../../../core/experiment/sweep/expand";
import type { Setting } from "../../../core/experiment/sweep/setting";
import { settingsOf } from "../../../core/experiment/sweep/settings";
import type { Sweep } from "../../../core/experiment/sweep/spec";
import type { Study } from "../../../core/experiment/sweep/study";
import type { Lab } from "../../lib/api";
import { parseNumber } from "./entry";
import { requireFiles } from "./file-check";
import { SweepFactor } from "./SweepFactor.svelte";
import { SweepForecast } from "./SweepForecast.svelte";

interface Plan {
  sweep: Sweep | null;
  /** Its experiments; none while something is missing or refused. */
  specs: ExperimentSpec[];
  /** Why there are none, where a value is wrong. */
  refusal: string | null;
}

const nothing: Plan = { sweep: null, specs: [], refusal: null };

/** The same experiment with several values of its settings, as a group of runs that wait their turn. */
export class SweepPlan {
  factors = $state.raw<SweepFactor[]>([]);
  combine = $state<"grid" | "zip" | "random">("grid");
  /** How many random runs, and the seed of their draws, as typed. */
  draws = $state("20");
  drawSeed = $state("0");
  /** What the group of runs is called; empty for a name made of what varies. */
  name = $state("");
  starting = $state(false);
  /** Why the runs were not started. */
  problem = $state<string | null>(null);
  readonly forecast: SweepForecast;
  readonly #lab: Lab;
  readonly #spec: () => ExperimentSpec | null;
  readonly #onstart: (rows: RunRow[]) => void;

  constructor(
    lab: Lab,
    spec: () => ExperimentSpec | null,
    onstart: (rows: RunRow[]) => void,
  ) {
    this.#lab = lab;
    this.#spec = spec;
    this.#onstart = onstart;
    this.forecast = new SweepForecast(lab);
    // What most sweeps vary.
    this.add("optimizer.stepSize");
  }

  /** What can be varied and is not yet. */
  readonly others: Setting[] = $derived.by(() => {
    const spec = this.#spec();
    const varied = this.factors.map(({ path }) => path);
    return spec
      ? settingsOf(spec).filter(({ path }) => !varied.includes(path))
      : [];
  });

  readonly plan: Plan = $derived.by(() => {
    const spec = this.#spec();
    if (!spec || this.missing !== null) return nothing;
    const refusal = this.#unreadable();
    if (refusal !== null) return { ...nothing, refusal };
    const sweep = this.#sweep();
    try {
      return { sweep, specs: expandSweep(spec, sweep), refusal: null };
    } catch (thrown) {
      return { ...nothing, refusal: toLabError(thrown).message };
    }
  });

  /** What has to be filled in before there are runs, in a sentence; null when nothing has. */
  get missing(): string | null {
    if (this.factors.length === 0) return "Add a setting to vary.";
    const empty = this.factors.find(({ isEmpty }) => isEmpty);
    return empty
      ? `Enter values of ${empty.setting?.name ?? empty.path}.`
      : null;
  }

  /** What is typed where a number belongs, in a sentence that names the field; null when all can be read. */
  #unreadable(): string | null {
    const fields = [
      ...this.factors.map(({ setting, path, oddWord }) => ({
        name: `Values of ${setting?.name ?? path}`,
        odd: oddWord,
      })),
      ...(this.combine === "random"
        ? [
            { name: "Runs", odd: oddOf(this.draws) },
            { name: "Seed of the draws", odd: oddOf(this.drawSeed) },
          ]
        : []),
    ];
    const wrong = fields.find(({ odd }) => odd !== undefined);
    return wrong ? `${wrong.name}: “${wrong.odd}” is not a number.` : null;
  }

  add(path: string) {
    this.factors = [...this.factors, new SweepFactor(path, this.#spec)];
  }

  remove(factor: SweepFactor) {
    this.factors = this.factors.filter((other) => other !== factor);
    if (this.factors.length < 2) this.combine = "grid";
  }

  /** The name that the group of runs has while none is written; empty while there are no runs. */
  get usualName(): string {
    const { sweep } = this.plan;
    const base = this.#spec();
    return sweep && base ? sweepName(base, sweep) : "";
  }

  /** As a study; null while there are no runs. */
  get study(): Study | null {
    const { sweep, specs } = this.plan;
    const base = this.#spec();
    if (!sweep || specs.length === 0 || !base) return null;
    return { study: this.name.trim() || this.usualName, base, sweep };
  }

  /** Fills in what a study varies. */
  take({ study, sweep: { vary, combine = "grid" } }: Omit<Study, "base">) {
    this.name = study;
    this.factors = Object.entries(vary).map(([path, values]) => {
      const factor = new SweepFactor(path, this.#spec);
      factor.take(values);
      return factor;
    });
    this.combine = typeof combine === "object" ? "random" : combine;
    if (typeof combine !== "object") return;
    this.draws = String(combine.random);
    this.drawSeed = String(combine.seed ?? 0);
  }

  async start() {
    const { specs } = this.plan;
    const { study } = this;
    if (!study || this.starting) return;
    this.starting = true;
    this.problem = null;
    try {
      const data = new Map(specs.map((s) => [JSON.stringify(s.data), s.data]));
      for (const each of data.values()) await requireFiles(this.#lab, each);
      const rows = await this.#lab.queue.enqueue(specs, study.study);
      this.#onstart(rows);
    } catch (thrown) {
      this.problem = toLabError(thrown).message;
    } finally {
      this.starting = false;
    }
  }

  #sweep(): Sweep {
    const random = this.combine === "random";
    const vary = this.factors.map(
      (factor) => [factor.path, factor.values(random)] as const,
    );
    return {
      vary: Object.fromEntries(vary),
      combine:
        this.combine === "random"
          ? {
              random: parseNumber(this.draws),
              seed: parseNumber(this.drawSeed),
            }
          : this.combine,
    };
  }
}

/** The text, if it is no number. */
function oddOf(text: string): string | undefined {
  return Number.isNaN(parseNumber(text)) ? text : undefined;
}
