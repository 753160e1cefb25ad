/* eslint-disable svelte/prefer-svelte-reactivity --
   Maps and sets are replaced whole here; what is changed in place is not drawn. */
import type { RunRow } from "../../../core/contract/api";
import type { Alignment } from "../../../core/series/align";
import type { Axis, ChartModel } from "../../plot/model";
import type { Lab } from "../../lib/api";
import { Task } from "../../lib/task.svelte";
import { Refresher } from "../../lib/refresher";
import { membersOf, seedGroups, type Member } from "./members";
import { measureNames, measures, type MeasureName } from "./measures";
import { comparePicture, extentOf, tracksOf, type Track } from "./pictures";
import { alignedCurve, loadSeries, type RunSeries } from "./series";

/** What a person has chosen to look at; a saved view is this and the runs. */
export interface Choices {
  alignment: Alignment;
  xLog: boolean;
  /** Charts whose y axis is logarithmic. */
  yLog: MeasureName[];
  ratio: boolean;
  layout: "overlay" | "grid";
  shown: MeasureName[];
  banded: boolean;
  window: Axis | null;
  hidden: number[];
}

const beginning: Choices = {
  alignment: "step",
  xLog: false,
  yLog: measureNames.filter((name) => measures[name].log),
  ratio: false,
  layout: "overlay",
  shown: ["loss", "sharpness"],
  banded: false,
  window: null,
  hidden: [],
};

/** What the scatter plot below the charts shows. */
export interface ScatterChoice {
  /** Path of the setting on the x axis; null for the first in which the runs differ. */
  path: string | null;
  /** Key of the result on the y axis. */
  result: string;
  /** All runs of the archive, or only those compared. */
  whole: boolean;
}

/** The compared runs, their columns and how they are shown. */
export class CompareController {
  choices = $state.raw<Choices>(beginning);
  scatter = $state<ScatterChoice>({
    path: null,
    result: "finalSharpness",
    whole: false,
  });
  rows = $state.raw<RunRow[]>([]);
  ids = $state.raw<number[]>([]);
  cursor = $state<number | null>(null);
  pixels = $state(1000);
  /** Reads the columns. */
  readonly reading = new Task();
  #series = $state.raw<ReadonlyMap<number, RunSeries>>(new Map());
  readonly #lab: Lab;
  readonly #grown = new Set<number>();
  readonly #loadedWith = new Map<number, string>();
  readonly #refresher = new Refresher(() => this.#load(), 250);
  /** Whether it is on screen: what grows meanwhile is read when it comes back. */
  #open = false;

  // One derived value each, so that a new window recomputes only what depends on it.
  readonly #hidden = $derived(this.choices.hidden);
  readonly members = $derived(
    membersOf(this.rows, this.ids, new Set(this.#hidden)),
  );
  readonly visible = $derived(this.members.filter(({ visible }) => visible));
  readonly hasSeeds = $derived(seedGroups(this.members).length > 0);
  /** By measure, for the axis chosen; made anew only when the data or the choice of axis change. */
  readonly #alignment = $derived(this.choices.alignment);
  readonly #ratio = $derived(this.choices.ratio);
  readonly #banded = $derived(this.choices.banded);
  readonly #shown = $derived(this.choices.shown);
  readonly tracks = $derived.by(() => {
    const aligned = { alignment: this.#alignment, ratio: this.#ratio };
    return new Map(
      this.#shown.map((name) => [
        name,
        tracksOf(
          this.visible,
          ({ row }) =>
            alignedCurve(row, this.#series.get(row.id), name, aligned),
          this.#banded,
        ),
      ]),
    );
  });
  readonly #xLog = $derived(this.choices.xLog);
  readonly extent = $derived(
    extentOf([...this.tracks.values()].flat(), this.#xLog),
  );

  constructor(lab: Lab) {
    this.#lab = lab;
    lab.on("seriesGrew", ({ runId }) => {
      if (!this.ids.includes(runId)) return;
      this.#grown.add(runId);
      this.reload();
    });
  }

  /** The runs of the archive, and which of them are compared. */
  show(rows: RunRow[], ids: number[]) {
    this.rows = rows;
    const changed = ids.join() !== this.ids.join();
    this.ids = ids;
    if (changed) this.reload();
  }

  open() {
    this.#open = true;
    this.reload();
  }

  leave() {
    this.#open = false;
    this.cursor = null;
  }

  change(changes: Partial<Choices>) {
    const shown = changes.shown;
    // Another axis makes another window.
    const window =
      changes.alignment !== undefined || changes.xLog !== undefined
        ? { window: null }
        : {};
    this.choices = { ...this.choices, ...window, ...changes };
    if (shown) this.reload();
  }

  /** Reads what the choices need and is not here yet. */
  reload() {
    if (this.#open) this.#refresher.request();
  }

  toggle(id: number) {
    const { hidden } = this.choices;
    this.change({
      hidden: hidden.includes(id)
        ? hidden.filter((other) => other !== id)
        : [...hidden, id],
    });
  }

  setLog(name: MeasureName, log: boolean) {
    const others = this.choices.yLog.filter((other) => other !== name);
    this.change({ yLog: log ? [...others, name] : others });
  }

  /** Whether the columns of all the compared runs are here. */
  get loaded(): boolean {
    return this.ids.every((id) => this.#series.has(id));
  }

  /** @param only the member of one small picture; all of them in an overlay */
  picture(name: MeasureName, only?: Member): ChartModel {
    const { alignment, ratio, xLog, yLog, window } = this.choices;
    const picture = comparePicture(this.tracksOf(name, only), {
      name,
      alignment,
      ratio: ratio && measures[name].byThreshold,
      xLog,
      yLog: yLog.includes(name),
      window,
      extent: this.extent,
      pixels: this.pixels,
    });
    // Small pictures are compared as well: one y axis for all of them.
    return only ? { ...picture, y: this.picture(name).y } : picture;
  }

  tracksOf(name: MeasureName, only?: Member): Track[] {
    const all = this.tracks.get(name) ?? [];
    return only
      ? all.filter(({ members }) =>
          members.some(({ row }) => row.id === only.row.id),
        )
      : all;
  }

  async #load() {
    const wanted = this.choices.shown;
    const next = new Map(
      [...this.#series].filter(([id]) => this.ids.includes(id)),
    );
    const grown = new Set(this.#grown);
    this.#grown.clear();
    const read = async (id: number) => {
      const known = next.get(id);
      const complete = known && this.#loadedWith.get(id) === wanted.join();
      if (complete && !grown.has(id)) return;
      next.set(id, await loadSeries(this.#lab, id, wanted, known));
      this.#loadedWith.set(id, wanted.join());
    };
    await this.reading.run(() => Promise.all(this.ids.map(read)), "after");
    this.#series = next;
  }
}
