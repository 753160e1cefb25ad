import type { RunRow } from "../../../core/contract/api";
import { toLabError, type LabError } from "../../../core/contract/errors";
import type { ExperimentSpec } from "../../../core/experiment/spec";
import { presets, type Preset } from "../../../core/experiment/presets";
import { stabilityThreshold } from "../../../core/spectrum/thresholds";
import type { Lab } from "../../lib/api";
import {
  check,
  fields,
  fieldsOf,
  parseNumber,
  sortProblems,
  valuesOf,
  type FieldKey,
  type FieldProblem,
  type Values,
} from "./form";

/** How long a person may be in the middle of typing a number before it is called wrong. */
const patience = 500;

/** The start panel: a preset and what is changed in it. */
export class DesignController {
  preset = $state.raw<Preset>(presets[0]);
  values = $state.raw<Values>(valuesOf(presets[0].spec));
  starting = $state(false);
  /** What main said against the last start. */
  refusal = $state.raw<LabError | null>(null);
  #refused = $state.raw<Partial<Record<FieldKey, FieldProblem>>>({});
  /** Fields whose problem may be shown. */
  #shown = $state.raw<FieldKey[]>([]);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #check = $derived(check(this.preset.spec, this.values));
  readonly #lab: Lab;
  readonly #onstart: (row: RunRow) => void;

  constructor(lab: Lab, onstart: (row: RunRow) => void) {
    this.#lab = lab;
    this.#onstart = onstart;
  }

  /** The experiment as it stands, or the preset's while it is not a valid one. */
  get spec(): ExperimentSpec {
    return this.#check.ok ? this.#check.spec : this.preset.spec;
  }

  get fields(): FieldKey[] {
    return fieldsOf(this.preset.spec);
  }

  /** 2/η for the step size typed, or null while that is no step size. */
  get threshold(): number | null {
    if (this.#problems.stepSize) return null;
    return stabilityThreshold({
      ...this.preset.spec.optimizer,
      stepSize: parseNumber(this.values.stepSize),
    });
  }

  /** Times sharpness will be measured, the start included; null while that is unknown. */
  get measurements(): number | null {
    if (this.#problems.every || this.#problems.steps) return null;
    const every = parseNumber(this.values.every);
    return Math.floor(parseNumber(this.values.steps) / every) + 1;
  }

  /** What to show beside a field: main's refusal, or our own once the person has stopped typing. */
  problem(key: FieldKey): FieldProblem | undefined {
    if (this.#refused[key]) return this.#refused[key];
    return this.#shown.includes(key) ? this.#problems[key] : undefined;
  }

  /** Why the experiment cannot be started as it stands, in a sentence; null when it can. */
  get obstacle(): string | null {
    if (this.#check.ok) return null;
    const labels = this.fields
      .filter((key) => this.#problems[key])
      .map((key) => fields[key].label);
    if (labels.length === 0) return this.#check.others[0].message;
    return `${labels.length === 1 ? "One field needs" : "Some fields need"} another value: ${labels.join(", ")}.`;
  }

  choose(preset: Preset) {
    this.preset = preset;
    this.values = valuesOf(preset.spec);
    this.#shown = [];
    this.#forget();
  }

  edit(key: FieldKey, text: string) {
    const already = this.problem(key) !== undefined;
    this.values = { ...this.values, [key]: text };
    this.#forget();
    if (already) {
      this.reveal(key);
      return;
    }
    this.#shown = this.#shown.filter((other) => other !== key);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.reveal(key), patience);
  }

  /** The person has left the field, or stopped typing. */
  reveal(key: FieldKey) {
    this.#shown = [...this.#shown, key];
  }

  async start(): Promise<void> {
    const checked = this.#check;
    this.#shown = this.fields;
    if (!checked.ok || this.starting) return;
    this.starting = true;
    this.#forget();
    try {
      this.#onstart(await this.#lab.startRun(checked.spec));
    } catch (thrown) {
      const error = toLabError(thrown);
      const { problems, others } = sortProblems(error.fields ?? []);
      this.#refused = problems;
      // Said at the fields alone when every one of them is on screen.
      const placed = error.fields !== undefined && others.length === 0;
      this.refusal = placed ? null : error;
    } finally {
      this.starting = false;
    }
  }

  get #problems(): Partial<Record<FieldKey, FieldProblem>> {
    return this.#check.ok ? {} : this.#check.problems;
  }

  #forget() {
    this.refusal = null;
    this.#refused = {};
  }
}
