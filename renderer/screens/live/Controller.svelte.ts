import type {
  LabEvents,
  RunDetail,
  RunRow,
  SeriesWindow,
} from "../../../core/contract/api";
import { toLabError, type LabError } from "../../../core/errors";
import type { Pin } from "../../../core/run/organise";
import type { RunEvent } from "../../../core/run/status";
import type { TableName } from "../../../core/series/columns";
import type { Lab } from "../../lib/api";
import { Task } from "../../lib/task.svelte";
import { Toasts } from "../../lib/toasts.svelte";
import { Eta } from "../../lib/eta";
import { Refresher } from "../../lib/refresher";
import { isActive } from "../../lib/status";
import { hasCourse } from "../../lib/threshold";
import { rowStep, rowValues } from "../../plot/readout";
import { valueAt } from "../../plot/columns";
import { trackedEigenvalues } from "../../lib/spectrum";
import { Look, type Fold } from "./Look.svelte";
import { stepCharts } from "./pictures";
import { Pins, type PinChart } from "./Pins.svelte";
import { Story } from "./Story.svelte";

/** More curves than this cannot be told apart. */
const mostEigenvalues = 20;

/** One run on screen, live or long finished: its facts, the window of its curves, the reading. */
export class LiveController {
  readonly id: number;
  run = $state.raw<RunDetail | null>(null);
  /** Opens the run. */
  readonly opening = new Task();
  /** The last command to the run. */
  readonly command = new Task();
  /** Keeps what is on screen up to date. */
  readonly reading = new Task();
  steps = $state.raw<SeriesWindow>({});
  spectrum = $state.raw<SeriesWindow>({});
  /** Loss and accuracy on the test set. */
  test = $state.raw<SeriesWindow>({});
  /** The chart that was read last, of those that take notes. */
  lookedAt = $state<PinChart>("loss");
  readonly pins = new Pins(this);
  readonly story: Story;
  readonly look: Look;
  /** Seconds left at the present pace. */
  left = $state<number | null>(null);

  readonly #lab: Lab;
  readonly #toasts: Pick<Toasts, "saved">;
  readonly #eta = new Eta();
  readonly #curves = new Refresher(() => this.#readCurves());
  readonly #row = new Refresher(() => this.#readRow(), 50);
  /** The measurement being read, where the window is too thinned out to have all of it. */
  #exact = $state.raw<SeriesWindow>({});
  /** Step under the pointer or the keys in a chart, before the one held. */
  #hovered = $state<number | null>(null);
  #pixels = 0;
  #closed = false;
  /** Heard while the run was on its way. */
  #heardRow: RunRow | null = null;
  #heardEvents: RunEvent[] = [];

  /** @param toasts says where a file was saved */
  constructor(
    lab: Lab,
    id: number,
    look = new Look(),
    toasts: Pick<Toasts, "saved"> = new Toasts(lab),
  ) {
    this.#lab = lab;
    this.id = id;
    this.look = look;
    this.#toasts = toasts;
    this.story = new Story(lab);
  }

  async open() {
    await this.opening.run(async () => {
      const run = await this.#lab.runs.open(this.id);
      if (this.#closed) return;
      this.run = {
        ...run,
        ...this.#heardRow,
        events: withEvents(run.events, this.#heardEvents),
      };
      this.#pace(this.run);
      this.#curves.request();
      void this.story.tell(this.run);
    });
  }

  close() {
    this.#closed = true;
    this.#curves.close();
    this.#row.close();
  }

  /** Its status, name or summary changed. */
  async changed(row: RunRow) {
    if (!this.run) {
      this.#heardRow = row;
      return;
    }
    const ended = isActive(this.run) && !isActive(row);
    this.run = { ...this.run, ...row };
    this.#pace(row);
    // What only the whole run tells: why it failed, what computed it.
    if (ended || !this.run.engine) await this.#reread();
    if (!ended) return;
    this.#curves.request();
    void this.story.tell(this.run);
  }

  /** New rows of it are in the archive. */
  grew({ rows, events }: LabEvents["seriesGrew"]) {
    if (this.run)
      this.run = {
        ...this.run,
        rows,
        events: withEvents(this.run.events, events),
      };
    else this.#heardEvents.push(...events);
    if (this.run?.columns.steps.length === 0) void this.#reread();
    this.#curves.request();
  }

  /** The charts are this many device pixels wide. */
  setWidth(pixels: number) {
    const width = Math.min(10_000, Math.max(1, Math.round(pixels)));
    if (width === this.#pixels) return;
    this.#pixels = width;
    this.#curves.request();
  }

  get held(): number | null {
    return this.look.held;
  }

  /** The step being read in the charts, gauge and map; null for the latest. */
  get cursor(): number | null {
    return this.#hovered ?? this.held;
  }

  /** Reads a chart at a step, for as long as the pointer or the focus is there. */
  read(step: number | null, chart?: PinChart) {
    this.#hovered = step;
    if (chart && step !== null) this.lookedAt = chart;
    this.#row.request();
  }

  /** Goes to a step and stays there; null goes back to the latest. */
  hold(step: number | null) {
    this.#hovered = null;
    this.look.held = step;
    this.#row.request();
  }

  /** Replaces the notes pinned to the charts. */
  async pin(pins: Pin[]) {
    await this.#lab.runs.setPins(this.id, pins);
    if (this.run) this.run = { ...this.run, pins };
  }

  get k(): number {
    return this.run ? trackedEigenvalues(this.run) : 1;
  }

  fold(fold: Fold, open: boolean) {
    const { unfolded } = this.look;
    if (unfolded.includes(fold) === open) return;
    this.look.unfolded = open
      ? [...unfolded, fold]
      : unfolded.filter((other) => other !== fold);
    if (open) this.#curves.request();
  }

  /** Eigenvalues drawn in the chart of the spectrum. */
  get drawn(): number {
    return Math.min(this.k, mostEigenvalues);
  }

  /** Value of a column of the steps at the step being read, or its last one. */
  stepReading(column: string, rows: "all" | "valued" = "all") {
    return this.#reading(this.steps, column, rows);
  }

  /** The same on the test set. */
  testReading(column: "loss" | "accuracy") {
    return this.#reading(this.test, column);
  }

  #reading(
    window: SeriesWindow,
    column: string,
    rows: "all" | "valued" = "all",
  ) {
    const step = rowStep(window, column, this.cursor, rows);
    if (step === null) return null;
    return { step, value: valueAt(window[column], step) };
  }

  /** The measurement nearest to the step being read, or the last one. */
  measurement(rows: "all" | "valued" = "all") {
    const step = rowStep(this.spectrum, "lambda1", this.cursor, rows);
    if (step === null) return null;
    const columns = this.#columns("spectrum");
    return {
      step,
      values: rowValues(this.spectrum, this.#exact, columns, step),
    };
  }

  pause() {
    return this.command.run(() => this.#lab.runs.pause(this.id));
  }

  resume() {
    return this.command.run(() => this.#lab.runs.resume(this.id));
  }

  /** One step of a run that is paused. */
  step() {
    return this.command.run(() => this.#lab.runs.step(this.id));
  }

  /** Goes on from the last checkpoint of a run that ended early. */
  continue() {
    return this.command.run(async () => {
      await this.#lab.queue.continue(this.id);
      // Rows after the checkpoint are gone: what is on screen begins again.
      await this.open();
    });
  }

  stop() {
    return this.command.run(() => this.#lab.runs.stop(this.id));
  }

  /** Saves its printable report where the person wants it. */
  report() {
    return this.command.run(async () => {
      const path = await this.#lab.files.report(this.id);
      if (path !== null) this.#toasts.saved(path);
    });
  }

  /** Takes it out of the queue; it is gone then. */
  cancel() {
    return this.command.run(() => this.#lab.queue.cancel([this.id]));
  }

  /** Answers with what is wrong with the name, or null when it was taken. */
  async rename(name: string): Promise<LabError | null> {
    try {
      const row = await this.#lab.runs.change(this.id, { name: name });
      await this.changed(row);
      return null;
    } catch (thrown) {
      return toLabError(thrown);
    }
  }

  #pace({ summary, spec, status }: RunRow) {
    this.#eta.add(summary.step, summary.seconds);
    this.left = status === "running" ? this.#eta.left(spec.steps) : null;
  }

  async #reread() {
    await this.reading.run(async () => {
      const { engine, error, events, columns, checkpointStep } =
        await this.#lab.runs.open(this.id);
      if (this.run)
        this.run = {
          ...this.run,
          engine,
          error,
          columns,
          checkpointStep,
          events: withEvents(events, this.run.events),
        };
    }, "after");
  }

  get #hasCourse() {
    return this.run !== null && hasCourse(this.run);
  }

  /** Columns of a table for what is on screen; none where nothing of it is. */
  #columns(table: TableName): string[] {
    const stored = this.run?.columns[table] ?? [];
    const open = (fold: Fold) => this.look.unfolded.includes(fold);
    if (table === "test")
      return open("test") ? stored.filter((name) => name !== "step") : [];
    if (table === "steps")
      return [
        "loss",
        "directional",
        ...(this.#hasCourse && stored.includes("threshold")
          ? ["threshold"]
          : []),
        ...stepCharts
          .map(({ name }) => name)
          .filter((name) => open(`steps.${name}`) && stored.includes(name)),
        ...(open("test") && stored.includes("accuracy") ? ["accuracy"] : []),
      ];
    const count = open("spectrum") ? this.drawn : Math.min(this.k, 2);
    const shown = Array.from({ length: count }, (_, i) => i + 1);
    return [
      ...shown.map((i) => `lambda${i}`),
      ...shown.slice(0, 2).map((i) => `residual${i}`),
      "converged",
      ...stored.filter(
        (name) =>
          name === "certificate" || (name === "threshold" && this.#hasCourse),
      ),
    ];
  }

  /** All tables as one query: never more than one in flight, the last one counts. */
  async #readCurves() {
    if (!this.run || this.#pixels === 0) return;
    const ask = (table: TableName): SeriesWindow | Promise<SeriesWindow> => {
      const columns = this.#columns(table);
      if (columns.length === 0) return {};
      return this.#lab.runs.readSeries({
        runId: this.id,
        table,
        columns,
        pixels: this.#pixels,
      });
    };
    await this.reading.run(async () => {
      const [steps, spectrum, test] = await Promise.all([
        ask("steps"),
        ask("spectrum"),
        ask("test"),
      ]);
      if (this.#closed) return;
      this.steps = steps;
      this.spectrum = spectrum;
      this.test = test;
      this.#row.request();
    }, "after");
  }

  /** Fetches the values of the measurement being read that the thinned-out window lacks. */
  async #readRow() {
    const reading = this.measurement();
    const whole =
      !reading || Object.values(reading.values).every((v) => v !== undefined);
    if (whole) return;
    try {
      this.#exact = await this.#lab.runs.readSeries({
        runId: this.id,
        table: "spectrum",
        columns: this.#columns("spectrum"),
        from: reading.step,
        to: reading.step,
        pixels: 1,
      });
    } catch {
      // The read-out shows dashes; the failure is shown for the curves.
    }
  }
}

function withEvents(known: RunEvent[], more: RunEvent[]): RunEvent[] {
  const fresh = more.filter(
    (event) =>
      !known.some(
        ({ kind, step }) => kind === event.kind && step === event.step,
      ),
  );
  return fresh.length === 0
    ? known
    : [...known, ...fresh].sort((a, b) => a.step - b.step);
}
