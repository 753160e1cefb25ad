import type { Pin } from "../../../core/run/organise";
import type { ChartModel } from "../../plot/model";
import { Task } from "../../lib/task.svelte";
import type { LiveController } from "./Controller.svelte";

export type PinChart = Pin["chart"];

/** Notes pinned to points of the charts of one run: numbered in the order of their steps. */
export class Pins {
  /** The one just removed. */
  removed = $state.raw<Pin | null>(null);
  /** The last change. */
  readonly task = new Task();
  readonly #live: LiveController;

  constructor(live: LiveController) {
    this.#live = live;
  }

  /** The one being written, or written anew. */
  get draft(): Pin | null {
    return this.#live.look.draft;
  }

  get all(): Pin[] {
    const pins = this.#live.run?.pins ?? [];
    return pins.toSorted((a, b) => a.step - b.step || a.value - b.value);
  }

  /** The draft, when it is of a note that there is already. */
  get editing(): Pin | null {
    return this.all.find(({ id }) => id === this.draft?.id) ?? null;
  }

  /** The markers of one chart. */
  of(chart: PinChart): NonNullable<ChartModel["pins"]> {
    return this.all.flatMap((pin, i) =>
      pin.chart === chart
        ? [{ x: pin.step, y: pin.value, label: String(i + 1) }]
        : [],
    );
  }

  /** Opens the editor for a new note at the point being read, in the chart last looked at. */
  begin(chart = this.#live.lookedAt) {
    const point = this.#point(chart);
    this.task.failure = null;
    if (!point) return;
    const id = crypto.randomUUID();
    this.#live.look.draft = { id, chart, ...point, text: "" };
    // Where it is written.
    this.#live.look.page.change({ tab: "notes" });
    this.#live.hold(point.step);
  }

  edit(pin: Pin) {
    this.task.failure = null;
    this.#live.look.draft = { ...pin };
  }

  cancel() {
    this.#live.look.draft = null;
  }

  async save() {
    if (!this.draft) return;
    const pin = { ...this.draft, text: this.draft.text.trim() };
    const others = this.all.filter(({ id }) => id !== pin.id);
    if (await this.#keep([...others, pin])) this.cancel();
  }

  async remove(pin: Pin) {
    const others = this.all.filter(({ id }) => id !== pin.id);
    if (await this.#keep(others)) this.removed = pin;
  }

  async undo() {
    const pin = this.removed;
    if (pin && (await this.#keep([...this.all, pin]))) this.removed = null;
  }

  #point(chart: PinChart): { step: number; value: number } | null {
    const live = this.#live;
    const reading =
      chart === "sharpness"
        ? live.measurement("valued")
        : live.stepReading(chart === "loss" ? "loss" : "directional", "valued");
    if (!reading) return null;
    const value = "values" in reading ? reading.values.lambda1 : reading.value;
    // A value that is no finite number has no place in a chart.
    return value !== undefined && Number.isFinite(value)
      ? { step: reading.step, value }
      : null;
  }

  /** Answers whether the archive took them. */
  #keep(pins: Pin[]): Promise<boolean> {
    this.removed = null;
    return this.task.run(() => this.#live.pin(pins));
  }
}
