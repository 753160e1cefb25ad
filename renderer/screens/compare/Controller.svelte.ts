/* eslint-disable svelte/prefer-svelte-reactivity --
   Maps and sets are replaced whole here; what is changed in place is not drawn. */
import type { RunRow } from "../../../core/contract/api";
import type { LabError } from "../../../core/errors";
import type { Alignment } from "../../../core/series/align";
import type { Axis, ChartModel } from "../../plot/model";
import type { Lab } from "../../lib/api";
import { Refresher } from "../../lib/refresher";
import { CurveReader } from "./CurveReader.svelte";
import { groupsOf, membersOf, seedGroups, type Member } from "./members";
import { columnOf, measureNames, measures, type MeasureName } from "./measures";
import { comparePicture, extentOf, trackOf, type Track } from "./pictures";
import { firstChoice, type ResultsChoice } from "./sweep/choice";
import { valueWithin } from "./table";

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

/** The compared runs, their columns and how they are shown. */
export class CompareController {
  choices = $state.raw<Choices>(beginning);
  /** What the pictures of results below the charts show. */
  results = $state.raw<ResultsChoice>(firstChoice);
  rows = $state.raw<RunRow[]>([]);
  ids = $state.raw<number[]>([]);
  readonly curves: CurveReader;
  #cursor = $state<number | null>(null);
  #pixels = $state(1000);
  /** Values at an x between rows that are drawn, by chart and curve. */
  #exact = $state.raw<{ x: number; values: Record<string, number> } | null>(
    null,
  );
  readonly #exactly = new Refresher(() => this.#readExact(), 60);
  /** Whether it is on screen: what grows meanwhile is read when it comes back. */
  #open = false;

  // One derived value each, so that a new window recomputes only what depends on it.
  readonly #hidden = $derived(this.choices.hidden);
  readonly members = $derived(
    membersOf(this.rows, this.ids, new Set(this.#hidden)),
  );
  readonly visible = $derived(this.members.filter(({ visible }) => visible));
  readonly hasSeeds = $derived(seedGroups(this.members).length > 0);
  readonly #ratio = $derived(this.choices.ratio);
  readonly #banded = $derived(this.choices.banded);
  readonly #shown = $derived(this.choices.shown);
  readonly #groups = $derived(groupsOf(this.visible, this.#banded));
  /** By measure. */
  readonly tracks = $derived(
    new Map(
      this.#shown.map((name) => [
        name,
        this.#groups.flatMap((members) => {
          const curve = this.curves.best(idsOf(members), this.#columnOf(name));
          return curve ? (trackOf(members, curve) ?? []) : [];
        }),
      ]),
    ),
  );
  readonly #xLog = $derived(this.choices.xLog);
  readonly extent = $derived(
    extentOf([...this.tracks.values()].flat(), this.#xLog),
  );

  constructor(lab: Lab) {
    this.curves = new CurveReader(lab);
    lab.on("seriesGrew", ({ runId }) => {
      this.curves.grew(runId);
      if (this.ids.includes(runId)) this.reload();
    });
  }

  get cursor(): number | null {
    return this.#cursor;
  }

  set cursor(x: number | null) {
    this.#cursor = x;
    if (x !== null) this.#exactly.request();
  }

  /** Width of the charts in device pixels. */
  get pixels(): number {
    return this.#pixels;
  }

  set pixels(pixels: number) {
    this.#pixels = Math.min(10_000, Math.max(50, Math.round(pixels)));
    this.reload();
  }

  /** The runs of the archive, and which of them are compared. */
  show(rows: RunRow[], ids: number[]) {
    this.rows = rows;
    this.ids = ids;
    this.reload();
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
    // Another axis makes another window.
    const window =
      changes.alignment !== undefined || changes.xLog !== undefined
        ? { window: null }
        : {};
    this.choices = { ...this.choices, ...window, ...changes };
    this.reload();
  }

  /** Reads what the choices need and is not here yet. */
  reload() {
    if (!this.#open) return;
    const { alignment, xLog, window } = this.choices;
    this.curves.want({
      groups: this.#groups.map(idsOf),
      columns: this.#shown.map((name) => this.#columnOf(name)),
      x: alignment,
      band: "range",
      baseline: null,
      log: xLog,
      window,
      pixels: this.#pixels,
    });
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

  /** Why curves could not be read: all of them, or those of some runs. */
  get failure(): LabError | null {
    return (
      this.curves.task.failure ?? this.curves.failures.at(0)?.error ?? null
    );
  }

  /** Whether the curves of all the compared runs are here. */
  get loaded(): boolean {
    return this.curves.isComplete;
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

  /** All rows of a chart within its window, for its table. */
  async rowsOf(
    name: MeasureName,
    window: Axis,
    only?: Member,
  ): Promise<Track[]> {
    const tracks = this.tracksOf(name, only);
    const groups = tracks.map(({ members }) => idsOf(members));
    const read = await this.curves.rows(groups, [this.#columnOf(name)], window);
    return tracks.map((track, i) => ({ ...track, curve: read[i] }));
  }

  /** The value of a curve at an x; undefined while it is being read. */
  valueAt(name: MeasureName, { key, curve }: Track, x: number) {
    if (!curve.isThinned || curve.x.includes(x)) return valueWithin(curve, x);
    return this.#exact?.x === x
      ? this.#exact.values[`${name} ${key}`]
      : undefined;
  }

  #columnOf(name: MeasureName) {
    return columnOf(name, this.#ratio);
  }

  /** Reads what is between the rows that are drawn where the cursor is. */
  async #readExact() {
    const x = this.#cursor;
    if (x === null) return;
    const values: Record<string, number> = {};
    for (const name of this.#shown) {
      const tracks = this.tracksOf(name).filter(({ curve }) => curve.isThinned);
      if (tracks.length === 0) continue;
      const read = await this.curves
        .rows(
          tracks.map(({ members }) => idsOf(members)),
          [this.#columnOf(name)],
          { min: x, max: x },
        )
        // The read-out has no value then; what failed is said of the curves.
        .catch(() => []);
      read.forEach(
        (curve, i) =>
          (values[`${name} ${tracks[i].key}`] = valueWithin(curve, x)),
      );
    }
    this.#exact = { x, values };
  }
}

function idsOf(members: Member[]): number[] {
  return members.map(({ row }) => row.id);
}
