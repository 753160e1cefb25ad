import { isRunnable } from "../../../core/experiment/spec";
import type {
  LabEvents,
  RunDetail,
  RunRow,
  SeriesWindow,
} from "../../../core/contract/api";
import { toLabError, type LabError } from "../../../core/errors";
import { firstStep } from "../../../core/run/fork";
import type { Pin } from "../../../core/run/organise";
import type { RunEvent } from "../../../core/run/status";
import { perTable, type TableName } from "../../../core/series/columns";
import type { Lab } from "../../lib/api";
import { Task } from "../../lib/task.svelte";
import { Toasts } from "../../lib/toasts.svelte";
import { Eta } from "../../lib/eta";
import { Refresher } from "../../lib/refresher";
import { isActive } from "../../lib/status";
import { hasCourse } from "../../lib/threshold";
import { isInside, type Axis } from "../../plot/model";
import { rowStep, rowValues } from "../../plot/readout";
import { valueAt } from "../../plot/columns";
import { trackedEigenvalues } from "../../lib/spectrum";
import { chartsOf, columnsOf, type RunChart, type RunSource } from "./charts";
import { parentColumns } from "./fork/parent";
import { Curves, mostPixels } from "./Curves.svelte";
import { Look } from "./Look.svelte";
import { Pins, type PinChart } from "./Pins.svelte";
import { Story } from "./Story.svelte";

/** More curves than this cannot be told apart. */
const mostEigenvalues = 20;

/** One run on screen, live or long finished: its facts, its curves, the reading. */
export class LiveController implements RunSource {
  readonly id: number;
  run = $state.raw<RunDetail | null>(null);
  /** Opens the run. */
  readonly opening = new Task();
  /** The last command to the run. */
  readonly command = new Task();
  readonly curves: Curves;
  /** Those of the run that it goes on from; null where it is no fork, or that run is not in the archive. */
  parent = $state.raw<Curves | null>(null);
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
  readonly #row = new Refresher(() => this.#readRow(), 50);
  /** The measurement being read, where the window is too thinned out to have all of it. */
  #exact = $state.raw<SeriesWindow>({});
  /** Step under the pointer or the keys in a chart, before the one held. */
  #hovered = $state<number | null>(null);
  #pixels = $state(0);
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
    this.curves = new Curves(
      lab,
      id,
      () => this.#wanted(),
      () => this.#row.request(),
    );
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
      this.#readParent(run);
      this.#request();
      void this.story.tell(this.run);
    });
  }

  close() {
    this.#closed = true;
    this.curves.close();
    this.parent?.close();
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
    this.curves.request();
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
    this.curves.request();
  }

  /** The charts are this many device pixels wide. */
  setWidth(pixels: number) {
    const width = Math.min(mostPixels, Math.max(1, Math.round(pixels)));
    if (width === this.#pixels) return;
    this.#pixels = width;
    this.#request();
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
    const { window } = this.look;
    if (window && step !== null && !isInside(window, step))
      this.zoom(around(step, window, this.run?.summary.step ?? step));
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

  /** The charts that the run has, and of them those that are shown. */
  get charts(): RunChart[] {
    return this.run ? chartsOf(this.run, this) : [];
  }

  get shown(): RunChart[] {
    const { charts } = this.look.page.now;
    const shown = this.charts.filter(({ key }) => charts.includes(key));
    // What was chosen for other runs may leave nothing of this one.
    return shown.length > 0 ? shown : this.charts.slice(0, 1);
  }

  /** Shows or hides a chart, on the pages of all runs; one stays. */
  showChart(key: string, wanted: boolean) {
    const others = this.look.page.now.charts.filter((other) => other !== key);
    if (!wanted && this.shown.every((chart) => chart.key === key)) return;
    this.look.page.change({ charts: wanted ? [...others, key] : others });
    if (wanted) this.#request();
  }

  /** Shows these steps in all charts; null for all of them. */
  zoom(window: Axis | null) {
    this.look.window = window;
    this.curves.requestWindow();
    this.parent?.requestWindow();
  }

  /** Sets the range of y of a chart; null for one that fits. */
  setRange(key: string, range: Axis | null) {
    const others = Object.entries(this.look.ranges).filter(
      ([other]) => other !== key,
    );
    const own = range ? [[key, range] as const] : [];
    this.look.ranges = Object.fromEntries([...others, ...own]);
  }

  /** Eigenvalues drawn in the chart of the spectrum. */
  get drawn(): number {
    return Math.min(this.k, mostEigenvalues);
  }

  /** The curves as they are drawn. */
  get steps(): SeriesWindow {
    return this.curves.drawn.steps;
  }

  get spectrum(): SeriesWindow {
    return this.curves.drawn.spectrum;
  }

  /** Loss and accuracy on the test set. */
  get test(): SeriesWindow {
    return this.curves.drawn.test;
  }

  get batch(): SeriesWindow {
    return this.curves.drawn.batch;
  }

  get batchSteps(): SeriesWindow {
    return this.curves.drawn.batchSteps;
  }

  /** The curves that values are read from: a step outside the window is read from the whole run. */
  get #readable() {
    const { window } = this.look;
    const isDrawn =
      window === null ||
      (this.cursor !== null && isInside(window, this.cursor));
    return isDrawn ? this.curves.drawn : this.curves.whole;
  }

  /** Value of a column of the steps at the step being read, or its last one. */
  stepReading(column: string, rows: "all" | "valued" = "all") {
    return this.#reading(this.#readable.steps, column, rows);
  }

  /** The same on the test set. */
  testReading(column: "loss" | "accuracy") {
    return this.#reading(this.#readable.test, column);
  }

  /** The same of the batches of the steps, or of what is measured of batches. */
  batchReading(table: "batch" | "batchSteps", column: string) {
    return this.#reading(this.#readable[table], column);
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
    const { spectrum } = this.#readable;
    const step = rowStep(spectrum, "lambda1", this.cursor, rows);
    if (step === null) return null;
    const columns = this.#columns("spectrum");
    return { step, values: rowValues(spectrum, this.#exact, columns, step) };
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
      const path = await this.#lab.files.report({ run: this.id });
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

  #pace(row: RunRow) {
    const { summary, spec, status } = row;
    const first = firstStep(row);
    this.#eta.add(Math.max(0, summary.step - first), summary.seconds);
    this.left =
      status === "running" ? this.#eta.left(spec.steps - first) : null;
  }

  async #reread() {
    await this.curves.task.run(async () => {
      const { engine, error, events, columns, checkpointStep, kept } =
        await this.#lab.runs.open(this.id);
      if (this.run)
        this.run = {
          ...this.run,
          engine,
          error,
          columns,
          checkpointStep,
          kept,
          events: withEvents(events, this.run.events),
        };
      this.curves.request();
    }, "after");
  }

  /** Columns of a table for what is on screen, those of the gauge and the notes in any case. */
  #columns(table: TableName): string[] {
    if (!this.run) return [];
    const shown = columnsOf(this.shown, this.run, this, table);
    const always = this.#always[table].filter((name) => !shown.includes(name));
    const all = [...always, ...shown];
    // Imported curves have no residuals, and perhaps no loss; other runs that have rows have all of these.
    return isRunnable(this.run.spec)
      ? all
      : all.filter((name) => this.run?.columns[table].includes(name));
  }

  /** Columns of the gauge, of the notes and of what casts doubt on a measurement. */
  get #always(): Record<TableName, string[]> {
    const first = Array.from({ length: Math.min(this.k, 2) }, (_, i) => i + 1);
    const stored = this.run?.columns.spectrum ?? [];
    return {
      steps: ["loss"],
      spectrum: [
        ...first.map((i) => `lambda${i}`),
        ...first.map((i) => `residual${i}`),
        "converged",
        ...stored.filter(
          (name) =>
            name === "certificate" ||
            (name === "threshold" && this.run && hasCourse(this.run)),
        ),
      ],
      test: [],
      batch: [],
      batchSteps: [],
    };
  }

  #wanted() {
    if (!this.run || this.#pixels === 0) return null;
    return {
      columns: perTable((table) => this.#columns(table)),
      window: this.look.window,
      pixels: this.#pixels,
    };
  }

  /** Reads all curves that are drawn again. */
  #request() {
    this.curves.request();
    this.parent?.request();
  }

  #readParent({ fork, parent }: RunDetail) {
    this.parent?.close();
    this.parent =
      fork && parent !== null
        ? new Curves(
            this.#lab,
            parent,
            () => this.#wantedOfParent(),
            () => undefined,
          )
        : null;
  }

  #wantedOfParent() {
    if (this.#pixels === 0) return null;
    const columns: Partial<Record<TableName, string[]>> = {};
    for (const [key, { table, column }] of Object.entries(parentColumns))
      if (this.shown.some((chart) => chart.key === key))
        columns[table] = [column];
    return { columns, window: this.look.window, pixels: this.#pixels };
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

/** A window of the same width about a step, within the run. */
function around(step: number, { min, max }: Axis, last: number): Axis {
  const width = max - min;
  const from = Math.max(0, Math.min(step - width / 2, last - width));
  return { min: from, max: from + width };
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
