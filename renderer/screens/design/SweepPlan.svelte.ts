import type { RunRow } from "../../../core/contract/api";
import { toLabError } from "../../../core/errors";
import type { ExperimentSpec } from "../../../core/experiment/spec";
import { expandSweep } from "../../../core/experiment/sweep/expand";
import type { Sweep } from "../../../core/experiment/sweep/spec";
import type { Lab } from "../../lib/api";
import { parseNumber } from "./entry";
import { requireFiles } from "./file-check";

/** The same experiment with several step sizes and seeds, as a group of runs that wait their turn. */
export class SweepPlan {
  /** Lists as typed. */
  stepSizes = $state("");
  seeds = $state("");
  /** A range to fill the list from. */
  from = $state("");
  to = $state("");
  count = $state("6");
  starting = $state(false);
  /** Why the runs were not started, or the list not filled. */
  problem = $state<string | null>(null);
  readonly #lab: Lab;
  readonly #spec: () => ExperimentSpec | null;
  readonly #onstart: (row: RunRow) => void;

  constructor(
    lab: Lab,
    spec: () => ExperimentSpec | null,
    onstart: (row: RunRow) => void,
  ) {
    this.#lab = lab;
    this.#spec = spec;
    this.#onstart = onstart;
  }

  readonly plan: { specs: ExperimentSpec[]; refusal: string | null } =
    $derived.by(() => {
      const spec = this.#spec();
      const odd = words(`${this.stepSizes} ${this.seeds}`).find((word) =>
        Number.isNaN(parseNumber(word)),
      );
      if (odd) return { specs: [], refusal: `“${odd}” is not a number.` };
      const vary: Sweep["vary"] = {
        ...listed("optimizer.stepSize", this.stepSizes),
        ...listed("model.init.seed", this.seeds),
      };
      const nothing = Object.keys(vary).length === 0;
      if (!spec || nothing) return { specs: [], refusal: null };
      try {
        return { specs: expandSweep(spec, { vary }), refusal: null };
      } catch (thrown) {
        return { specs: [], refusal: toLabError(thrown).message };
      }
    });

  /** Writes `count` step sizes, by equal factors, into the list. */
  fill() {
    const spec = this.#spec();
    if (!spec) return;
    this.problem = null;
    const [from, to, count] = [this.from, this.to, this.count].map(parseNumber);
    try {
      const specs = expandSweep(spec, {
        vary: { "optimizer.stepSize": { from, to, count, scale: "log" } },
      });
      this.stepSizes = specs
        .map(({ optimizer }) => optimizer.stepSize)
        .join(", ");
    } catch (thrown) {
      this.problem = toLabError(thrown).message;
    }
  }

  async start() {
    const { specs } = this.plan;
    const base = this.#spec();
    if (specs.length === 0 || !base || this.starting) return;
    this.starting = true;
    this.problem = null;
    try {
      await requireFiles(this.#lab, base.data);
      const rows = await this.#lab.queue.enqueue(specs, base.name);
      this.#onstart(rows[0]);
    } catch (thrown) {
      this.problem = toLabError(thrown).message;
    } finally {
      this.starting = false;
    }
  }
}

/** What stands between commas, semicolons or spaces. */
function words(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean);
}

/** The numbers of a list; nothing where nothing is written. */
function listed(path: string, text: string): Sweep["vary"] {
  const numbers = words(text).map(parseNumber);
  return numbers.length > 0 ? { [path]: numbers } : {};
}
