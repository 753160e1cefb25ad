import type { RunRow } from "../../../core/contract/api";
import type { DataPreview, Estimate } from "../../../core/contract/engine";
import {
  toLabError,
  type FieldError,
  type LabError,
} from "../../../core/errors";
import type { DataShape } from "../../../core/data/dataset";
import { sourceOf, type DataSpec } from "../../../core/data/spec";
import type { Role, TableSurvey } from "../../../core/data/survey";
import type { ExperimentSpec } from "../../../core/experiment/spec";
import { differences } from "../../../core/experiment/diff";
import {
  forecastSeconds,
  measurementsOf,
  type Span,
} from "../../../core/experiment/forecast";
import { presets, type Preset } from "../../../core/experiment/presets";
import { validateExperiment } from "../../../core/experiment/validate";
import { innerLayers } from "../../../core/layers/network";
import { stabilityThreshold } from "../../../core/optimizers/spec";
import { peakOf } from "../../../core/optimizers/step-size";
import { parts } from "../../../core/experiment/words";
import { forecastAsked } from "../../../core/theory/duration";
import type { Lab } from "../../lib/api";
import { firstData, fitted, withFields } from "./change";
import { shapeOf } from "./facts";
import { DryRun } from "./DryRun.svelte";
import { read, write, type Kind } from "./entry";
import { requireFiles } from "./file-check";
import { History } from "./History.svelte";
import { labelOf } from "./labels";
import { Task } from "../../lib/task.svelte";
import { Look } from "./Look.svelte";
import { mend } from "./mend";
import { isWithin, valueAt, withValue } from "../../../core/experiment/path";
import { Prediction } from "./Prediction.svelte";
import { Sheet } from "./Sheet.svelte";
import { sectionOf, type SectionName } from "./sections";
import { SweepPlan } from "./SweepPlan.svelte";

/** How long a person may be in the middle of typing a number before it is called wrong. */
const patience = 500;

/** What an experiment began as: a preset, or a run that is changed. */
export type Origin = Pick<Preset, "id" | "title" | "spec">;

interface Draft {
  preset: Origin;
  /** As it stands: its types are right, its values need not be. */
  spec: ExperimentSpec;
  /** What was typed, by the path it was typed for: "1e" is kept while it is no number. */
  texts: Readonly<Record<string, string>>;
}

export interface FieldProblem {
  message: string;
  /** A way out that one press takes. */
  fix?: { label: string; take: () => void };
}

/** The experiment being designed, with its past. */
export class DesignController {
  starting = $state(false);
  /** What main said against the last start. */
  refusal = $state.raw<LabError | null>(null);
  /** What is odd about the data of the last start, which waits for the person to know it. */
  cautions = $state.raw<string[]>([]);
  /** The last file that was chosen or saved. */
  readonly #file = new Task();
  /** Parts of the experiment that are open to be changed. */
  open = $state.raw<SectionName[]>([]);
  /** Why the columns of a table are used as they are, as long as nobody has changed that. */
  #guess = $state.raw<{ about: string; reasons: string[] } | null>(null);
  /** Files were chosen since the columns were last looked at. */
  #isChosen = false;
  /** The layer whose settings are shown. */
  layer = $state(0);
  /** Of the layers inside it the one whose settings are shown; null for the layer itself. */
  inner = $state<number | null>(null);
  #refused = $state.raw<FieldError[]>([]);
  /** The field in the middle of being typed, which is not called wrong yet. */
  #typing = $state<string | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The experiment as the text of its file. */
  readonly sheet = new Sheet(
    () => this.spec,
    (spec) => this.load(spec),
  );
  readonly prediction = new Prediction();
  readonly dryRun: DryRun;
  readonly look: Look;
  readonly sweep: SweepPlan;
  readonly #history: History<Draft>;
  readonly #check = $derived.by(() => validateExperiment(this.spec));
  readonly #lab: Lab;
  readonly #onstart: (rows: RunRow[]) => void;

  constructor(lab: Lab, onstart: (rows: RunRow[]) => void) {
    this.#lab = lab;
    this.dryRun = new DryRun(lab);
    this.look = new Look(lab, {
      surveyed: (data, survey) => this.#surveyed(data, survey),
    });
    this.sweep = new SweepPlan(lab, () => this.valid, onstart);
    this.#onstart = onstart;
    this.#history = new History(fresh(presets[0]));
  }

  /** The experiment as it stands; its values may be refused. */
  get spec(): ExperimentSpec {
    return this.#history.now.spec;
  }

  /** The experiment with its defaults, or null while something in it is refused. */
  get valid(): ExperimentSpec | null {
    return this.#check.ok ? this.#check.spec : null;
  }

  get preset(): Origin {
    return this.#history.now.preset;
  }

  /** Whether it differs from the preset it began with. */
  get changed(): boolean {
    return JSON.stringify(this.spec) !== JSON.stringify(this.preset.spec);
  }

  /** What was changed of it, setting by setting. */
  get changes(): { label: string; from: string; to: string }[] {
    if (!this.valid) return [];
    return differences([this.preset.spec, this.valid]).map(
      ({ label, values: [from, to] }) => ({ label, from, to }),
    );
  }

  get canUndo(): boolean {
    return this.#history.canUndo;
  }

  get canRedo(): boolean {
    return this.#history.canRedo;
  }

  /** Everything that is refused, shown or not. */
  get errors(): FieldError[] {
    return this.#check.ok ? this.#refused : this.#check.fields;
  }

  /**
   * The curvature above which the method is unstable, the least one where the step size varies; null while its
   * numbers are refused, where there is none, and where it depends on more than the step size.
   */
  get threshold(): number | null {
    const { optimizer } = this.spec;
    if (this.#isRefused("optimizer")) return null;
    return stabilityThreshold({
      ...optimizer,
      stepSize: peakOf(optimizer.stepSize),
    });
  }

  /** The shape of a sample, by the settings or by the files that were read; null while it is unknown. */
  get shape(): DataShape | null {
    const { data } = this.spec;
    return shapeOf(this.spec) ?? (data ? this.look.at(data) : null);
  }

  /** Why the columns of the table are used as they are; none where a person chose. */
  get reasons(): readonly string[] {
    const { data } = this.spec;
    const isAsGuessed = data && this.#guess?.about === chosenIn(data);
    return isAsGuessed ? (this.#guess?.reasons ?? []) : [];
  }

  /** Fields of files that nobody has filled yet: they are asked for, not refused. */
  get #blank(): string[] {
    const { data } = this.spec;
    if (!data) return [];
    return Object.keys(sourceOf(data).files ?? {})
      .map((field) => `data.${field}`)
      .filter((path) => valueAt(this.spec, path) === "")
      .filter((path) => this.#history.now.texts[path] === undefined);
  }

  /** Lets the person choose the one file that is missing; null where none is, or several are. */
  get chooseMissing(): (() => void) | null {
    const [path, ...others] = this.#blank;
    const { data } = this.spec;
    if (path === undefined || others.length > 0 || !data) return null;
    const field = path.slice("data.".length);
    const isList = sourceOf(data).files?.[field]?.isList === true;
    return () => void this.chooseFile(path, isList);
  }

  /** What a dry run said of the experiment as it stands. */
  get estimate(): Estimate | null {
    return this.valid && this.dryRun.of(this.valid);
  }

  /** The step size whose threshold is the sharpness at the start; null while that is unknown. */
  get edge(): number | null {
    const sharpness = this.estimate?.sharpness ?? 0;
    if (this.threshold === null || sharpness <= 0) return null;
    // Every threshold is some number over the step size.
    return (peakOf(this.spec.optimizer.stepSize) * this.threshold) / sharpness;
  }

  /** Seconds that the run will take by the dry run; null while that is unknown. */
  get seconds(): Span | null {
    const costs = this.valid && this.dryRun.costsOf(this.valid);
    return costs && forecastSeconds(this.spec, costs);
  }

  /** Seconds of the analysis it asks for; null where it asks for none, and while that is unknown. */
  get analysisSeconds(): Span | null {
    const { valid, estimate } = this;
    const costs = valid && this.dryRun.costsOf(valid);
    return costs && estimate
      ? forecastAsked(valid, costs, estimate.parameters)
      : null;
  }

  /** Times sharpness will be measured, the start included; null while that is unknown. */
  get measurements(): number | null {
    if (this.#isRefused("measure.sharpness.every") || this.#isRefused("steps"))
      return null;
    return measurementsOf(this.spec);
  }

  /** Why a file could not be chosen or saved. */
  get trouble(): LabError | null {
    return this.#file.failure;
  }

  /** What stands in the box of a field. */
  text(path: string, kind: Kind): string {
    return (
      this.#history.now.texts[path] ?? write(kind, valueAt(this.spec, path))
    );
  }

  /** What to show at a field: nothing while it is being typed. */
  problem(path: string, inside = false): FieldProblem | undefined {
    const error = this.errors.find((candidate) =>
      inside ? isWithin(candidate.path, path) : candidate.path === path,
    );
    if (!error || this.#typing === path) return undefined;
    if (this.#blank.includes(error.path)) return undefined;
    const way = mend(
      this.spec,
      error,
      this.#history.now.texts[error.path],
      this.preset.spec,
    );
    // A suggestion that no button takes is said.
    if (!way)
      return {
        message: [error.message, error.suggestion].filter(Boolean).join(" "),
      };
    return {
      message: error.message,
      fix: { label: way.label, take: () => this.change(() => way.spec) },
    };
  }

  /** Refused fields of a part, for its heading. */
  refusedIn(section: SectionName): number {
    return this.errors.filter(
      ({ path }) => sectionOf(path) === section && !this.#blank.includes(path),
    ).length;
  }

  /** Why the experiment cannot be started as it stands, in a sentence; null when it can. */
  get obstacle(): string | null {
    if (this.#check.ok) return null;
    const blank = this.#blank;
    if (this.errors.every(({ path }) => blank.includes(path)))
      return blank.length === 1
        ? "Choose a data file first."
        : `Choose the data files first: ${blank.map((path) => labelOf(path, this.spec)).join(", ")}.`;
    const names = this.errors
      .map(({ path }) => labelOf(path, this.spec))
      .filter((name, i, all) => all.indexOf(name) === i);
    const all = names.slice(0, 4).join(", ");
    return `${names.length === 1 ? "One field needs" : "Some fields need"} another value: ${all}${names.length > 4 ? " and more" : ""}.`;
  }

  choose(preset: Origin) {
    this.#put(fresh(preset));
    this.layer = 0;
    this.inner = null;
    if (this.#blank.length > 0) this.reveal("data");
  }

  /** Takes another experiment whole. */
  load(spec: ExperimentSpec) {
    this.#put({ preset: this.preset, spec, texts: {} });
  }

  /** A field was typed into. */
  edit(path: string, text: string, kind: Kind) {
    const already = this.problem(path, true) !== undefined;
    this.#isChosen ||= this.#isFile(path);
    const { spec, texts, preset } = this.#history.now;
    this.#put(
      {
        preset,
        spec: withValue(spec, path, read(kind, text)),
        texts: { ...texts, [path]: text },
      },
      path,
    );
    if (already) return;
    this.#typing = path;
    this.#timer = setTimeout(() => (this.#typing = null), patience);
  }

  /** A choice was made, or a slider moved. @param group slides undone as one step */
  set(path: string, value: unknown, group: string | null = null) {
    this.change((spec) => withValue(spec, path, value), group);
  }

  /** Replaces the experiment; texts that no longer say what stands there are dropped. */
  change(
    how: (spec: ExperimentSpec) => ExperimentSpec,
    group: string | null = null,
  ) {
    const { spec: before, texts, preset } = this.#history.now;
    const spec = how(before);
    const kept = Object.entries(texts).filter(([path]) =>
      Object.is(valueAt(spec, path), valueAt(before, path)),
    );
    this.#put({ preset, spec, texts: Object.fromEntries(kept) }, group);
  }

  /** Lets the person choose the file of a field, or the files where it takes a list. */
  async chooseFile(path: string, several: boolean): Promise<void> {
    await this.#file.run(async () => {
      const files = await this.#lab.files.open("data");
      if (files.length === 0) return;
      const value = several && files.length > 1 ? files : files[0];
      this.change((spec) => withFile(spec, path, value));
      this.filesChosen();
    });
  }

  /** Lets the person choose the file of the starting weights. */
  async chooseWeights(path: string): Promise<void> {
    await this.#file.run(async () => {
      const [file] = await this.#lab.files.open("weights");
      if (file !== undefined) this.set(path, file);
    });
  }

  /** Files of the data were chosen: they are read at once, where the person sees it. */
  filesChosen() {
    this.#isChosen = true;
    this.reveal("data");
    const { data } = this.spec;
    if (data && !this.#isRefused("data")) this.look.follow(data);
  }

  /**
   * Uses columns of the table for something else, and fits the network to it.
   * @returns whether that is possible: a target and an input must be left
   */
  setRole(columns: number[], role: Role): boolean {
    const { data } = this.spec;
    const survey = data && this.look.surveyOf(data);
    const changes =
      survey && sourceOf(data).table?.withRole(data, survey, columns, role);
    if (changes) this.#withColumns(withFields(data, changes), survey);
    return Boolean(changes);
  }

  /** Brings loss and last layer to what the data ask for. */
  fit() {
    const { shape } = this;
    if (shape) this.change((spec) => fitted(spec, shape));
  }

  /** Saves the experiment as it stands where the person wants it. */
  async save(): Promise<void> {
    const { spec } = this;
    await this.#file.run(async () => {
      const data = `${JSON.stringify(spec, null, 2)}\n`;
      await this.#lab.files.save({
        name: spec.name,
        kind: "edgelab.json",
        data,
      });
    });
  }

  /** The person has left a field. */
  leave() {
    this.#typing = null;
    this.#history.part();
  }

  undo() {
    this.#forget();
    this.#history.undo();
    this.#keepLayer();
  }

  redo() {
    this.#forget();
    this.#history.redo();
    this.#keepLayer();
  }

  toggle(section: SectionName) {
    this.open = this.open.includes(section)
      ? this.open.filter((other) => other !== section)
      : [...this.open, section];
  }

  reveal(section: SectionName) {
    if (!this.open.includes(section)) this.toggle(section);
  }

  async start(): Promise<void> {
    const checked = this.#check;
    this.leave();
    if (this.starting || this.prediction.problem) return;
    if (!checked.ok) {
      this.#show(checked.fields);
      return;
    }
    this.starting = true;
    this.#forget();
    try {
      const { data } = checked.spec;
      this.look.hold();
      const isRead =
        data && this.look.at(data) && (await this.look.check(data));
      const preview = isRead ? null : await requireFiles(this.#lab, data);
      if (preview && this.#holds(preview)) return;
      const expected = this.prediction.value;
      const row = await this.#lab.queue.start(
        checked.spec,
        ...(expected ? [expected] : []),
      );
      this.prediction.forget();
      this.#onstart([row]);
    } catch (thrown) {
      const error = toLabError(thrown);
      this.#refused = error.fields ?? [];
      this.#show(this.#refused);
      // Said at the fields alone when every one of them is on screen.
      const placed = this.#refused.every(({ path }) => sectionOf(path));
      this.refusal = error.fields && placed ? null : error;
    } finally {
      this.starting = false;
      const { data } = this.spec;
      if (data && sourceOf(data).files) this.look.follow(data);
    }
  }

  /** Shows what is odd about data before the first run of them. */
  #holds(preview: DataPreview): boolean {
    const { data } = this.spec;
    if (!data || preview.cautions.length === 0) return false;
    if (this.look.at(data) || this.estimate) return false;
    this.look.keep(data, preview);
    this.cautions = preview.cautions;
    this.reveal("data");
    return true;
  }

  /** Guesses what the columns of a file are for that was just chosen, unless they are named already. */
  #surveyed(data: DataSpec, survey: TableSurvey): boolean {
    const { table } = sourceOf(data);
    if (!table || !this.#isChosen) return false;
    this.#isChosen = false;
    const isNamed = chosenIn(data) !== chosenIn(firstData(data.source));
    if (isNamed && table.fits(data, survey)) return false;
    const { changes, reasons } = table.guess(data, survey);
    const next = withFields(data, changes);
    this.#withColumns(next, survey);
    this.#guess = { about: chosenIn(next), reasons };
    return JSON.stringify(next) !== JSON.stringify(data);
  }

  #withColumns(data: DataSpec, survey: TableSurvey) {
    const targets = sourceOf(data).table?.targets(data, survey);
    const shape = targets ? { inputShape: [], ...targets } : null;
    this.change((spec) => fitted({ ...spec, data }, shape));
  }

  #isFile(path: string): boolean {
    const { data } = this.spec;
    const files = (data && sourceOf(data).files) ?? {};
    return Object.keys(files).some((field) => `data.${field}` === path);
  }

  /** Opens what is closed over refused fields. */
  #show(errors: FieldError[]) {
    for (const { path } of errors) {
      const section = sectionOf(path);
      if (section) this.reveal(section);
    }
    const [, , layer, , inner] =
      errors
        .map(({ path }) => parts(path))
        .find(([, list, index]) => list === "layers" && index !== undefined) ??
      [];
    if (typeof layer !== "number") return;
    this.layer = layer;
    this.inner = typeof inner === "number" ? inner : null;
  }

  #put(draft: Draft, group: string | null = null) {
    this.#forget();
    this.#history.put(draft, group);
    this.#keepLayer();
  }

  #keepLayer() {
    const { model } = this.spec;
    const last = model.kind === "network" ? model.layers.length - 1 : 0;
    this.layer = Math.max(0, Math.min(this.layer, last));
    const chosen = model.kind === "network" && model.layers.at(this.layer);
    const inside = chosen ? innerLayers(chosen).length : 0;
    if (this.inner !== null)
      this.inner = inside > 0 ? Math.min(this.inner, inside - 1) : null;
  }

  #isRefused(path: string): boolean {
    return this.errors.some((error) => isWithin(error.path, path));
  }

  #forget() {
    clearTimeout(this.#timer);
    this.#typing = null;
    this.refusal = null;
    this.cautions = [];
    this.#refused = [];
  }
}

/** What was said of how the last file is written does not hold of another one. */
function withFile(
  spec: ExperimentSpec,
  path: string,
  value: string | string[],
): ExperimentSpec {
  const next = withValue(spec, path, value);
  const { data } = next;
  const table = data && sourceOf(data).table;
  if (!table || valueAt(spec, path) === value) return next;
  const others = table.judgedBy.filter((field) => `data.${field}` !== path);
  const changes = Object.fromEntries(others.map((key) => [key, undefined]));
  return { ...next, data: withFields(data, changes) };
}

/** What a choice of columns sets, as text. */
function chosenIn(data: DataSpec): string {
  const fields = sourceOf(data).table?.chosenBy ?? [];
  return JSON.stringify(fields.map((key) => data[key as keyof DataSpec]));
}

function fresh(preset: Origin): Draft {
  return { preset, spec: preset.spec, texts: {} };
}
