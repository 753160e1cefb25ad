/* eslint-disable svelte/prefer-svelte-reactivity --
   Maps and sets are replaced whole here; what is changed in place is not drawn. */
import { untrack } from "svelte";
import type { RunRow } from "../../../core/contract/api";
import type { LabError } from "../../../core/errors";
import type { Axis, ChartModel } from "../../plot/model";
import type { Lab } from "../../lib/api";
import { hasCourse } from "../../lib/threshold";
import type { Drawn } from "../../../core/series/curves";
import { readChoices, type Choices } from "./choices";
import { CompareCursor } from "./Cursor.svelte";
import { CurveReader, type Wanted } from "./CurveReader.svelte";
import { groupsOf, membersOf, runsIn, type Group } from "./members";
import { columnOf, measures, thresholdsOf, type MeasureName } from "./measures";
import { comparePicture, extentOf, trackOf, type Track } from "./pictures";
import { RunsTable } from "./RunsTable.svelte";
import { settingsOf, type Setting } from "./settings";
import { colourSettingOf, xChoiceOf } from "./what";

/** A chart with the lines that are in it. */
export interface Chart {
  name: MeasureName;
  tracks: Track[];
  model: ChartModel;
}

/** Points across a figure, in pixels: four for each dot of the screen that it is laid out for. */
const printed = 2600;

/** The compared runs, their curves and how they are shown. */
export class CompareController {
  choices = $state.raw<Choices>(readChoices({}));
  ids = $state.raw<number[]>([]);
  /** Runs that are pointed at, in a chart, in the legend or in the table. */
  pointed = $state.raw<readonly number[]>([]);
  /** Whether runs to add are being chosen. */
  picking = $state(false);
  readonly curves: CurveReader;
  readonly table: RunsTable;
  readonly cursor: CompareCursor;
  readonly #onchoices: ((choices: Choices) => void) | undefined;
  #rows = $state.raw<readonly RunRow[]>([]);
  #pixels = $state(1000);
  /** Whether it is on screen: what grows meanwhile is read when it comes back. */
  #open = false;

  // One derived value each, so that a new window recomputes only what depends on it.
  readonly #hidden = $derived(this.choices.hidden);
  readonly #group = $derived(this.choices.group);
  readonly #colour = $derived(this.choices.colour);
  readonly #ratio = $derived(this.choices.ratio);
  readonly #shown = $derived(this.choices.shown);
  readonly #xLog = $derived(this.choices.xLog);
  /** A running run changes many times a second, and its settings never. */
  readonly #specs = $derived(
    JSON.stringify(this.#rows.map(({ id, spec }) => [id, spec])),
  );
  readonly settings: Setting[] = $derived.by(() => {
    void this.#specs;
    return untrack(() => settingsOf(this.#rows));
  });
  readonly members = $derived(
    membersOf(this.#rows, this.settings, new Set(this.#hidden)),
  );
  /** What colours stand for; null where each line has its own. */
  readonly colourSetting = $derived(
    colourSettingOf(this.settings, this.#colour, this.#rows.length),
  );
  /** All lines there can be, also those that are hidden. */
  readonly groups = $derived(
    groupsOf(this.members, this.settings, this.#group, this.colourSetting),
  );
  readonly visible: Group[] = $derived(
    this.groups.flatMap((group) => {
      const members = group.members.filter(({ visible }) => visible);
      return members.length > 0 ? [{ ...group, members }] : [];
    }),
  );
  /** By measure. */
  readonly tracks = $derived(
    new Map(
      this.#shown.map((name) => [
        name,
        this.visible.flatMap((group) => {
          const column = columnOf(name, this.#ratio);
          const curve = this.curves.best(runsIn(group), column);
          const course = this.#drawsCourse(name, group)
            ? this.curves.best(runsIn(group), thresholdsOf(name))
            : undefined;
          return curve ? (trackOf(group, curve, course) ?? []) : [];
        }),
      ]),
    ),
  );
  readonly extent = $derived(
    extentOf([...this.tracks.values()].flat(), this.#xLog),
  );
  /** The runs that stand out: those pointed at, else those selected. */
  readonly lit: ReadonlySet<number> = $derived.by(() =>
    this.pointed.length > 0
      ? new Set(this.pointed)
      : this.table.grid.selection.ids,
  );
  readonly baseline = $derived(
    this.#rows.find(({ id }) => id === this.choices.baseline) ?? null,
  );

  /** @param onchoices called when the person changes how runs are shown */
  constructor(lab: Lab, onchoices?: (choices: Choices) => void) {
    this.#onchoices = onchoices;
    this.curves = new CurveReader(lab);
    this.table = new RunsTable(this);
    this.cursor = new CompareCursor(this);
    lab.on("seriesGrew", ({ runId }) => {
      this.curves.grew(runId);
      if (this.ids.includes(runId)) this.reload();
    });
  }

  /** The compared runs that the archive has, in their order. */
  get rows(): readonly RunRow[] {
    return this.#rows;
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
  show(rows: readonly RunRow[], ids: number[]) {
    const byId = new Map(rows.map((row) => [row.id, row]));
    this.#rows = ids.flatMap((id) => byId.get(id) ?? []);
    this.ids = ids;
    this.reload();
  }

  open() {
    this.#open = true;
    this.reload();
  }

  leave() {
    this.#open = false;
    this.cursor.x = null;
    this.pointed = [];
  }

  /** Puts stored choices in the place of those there are. */
  restore(stored: Record<string, unknown>) {
    this.choices = readChoices(stored);
    this.table.restore(this.choices.table);
    this.reload();
  }

  change(changes: Partial<Choices>) {
    // Another axis makes another window.
    const isOther = changes.x !== undefined || changes.xLog !== undefined;
    const window = isOther ? { window: null } : {};
    if (changes.x !== undefined) this.cursor.keep(null);
    this.choices = { ...this.choices, ...window, ...changes };
    this.#onchoices?.(this.choices);
    this.reload();
  }

  /** Reads what the choices need and is not here yet. */
  reload() {
    if (!this.#open) return;
    this.curves.want(this.#wanted(this.#columns(this.#shown), this.#pixels));
    this.cursor.reload();
  }

  #wanted(columns: Drawn[], pixels: number): Wanted {
    const { x, xLog, window, band, relation } = this.choices;
    return {
      groups: this.visible.map(runsIn),
      columns,
      x: xChoiceOf(x),
      band,
      baseline: this.baseline?.id ?? null,
      relation,
      log: xLog,
      window,
      pixels,
    };
  }

  /** Charts as they are on screen, or would be there, fine enough for print. */
  async charts(names: readonly MeasureName[]): Promise<Chart[]> {
    const groups = this.visible;
    const columns = this.#columns(names);
    const curves = await this.curves.read(this.#wanted(columns, printed));
    const curveOf = (g: number, wanted: Drawn) => {
      const text = JSON.stringify(wanted);
      const c = columns.findIndex((column) => JSON.stringify(column) === text);
      return curves[g * columns.length + c];
    };
    const tracks = names.map((name) =>
      groups.flatMap((group, g) => {
        const course = this.#drawsCourse(name, group)
          ? curveOf(g, thresholdsOf(name))
          : undefined;
        const curve = curveOf(g, columnOf(name, this.#ratio));
        return trackOf(group, curve, course) ?? [];
      }),
    );
    const extent = extentOf(tracks.flat(), this.choices.xLog);
    return names.map((name, i) => ({
      name,
      tracks: tracks[i],
      model: this.#picture(name, tracks[i], extent),
    }));
  }

  /** Of some measures, with the thresholds that vary. */
  #columns(names: readonly MeasureName[]): Drawn[] {
    const all = names.flatMap((name) => [
      columnOf(name, this.#ratio),
      ...(this.visible.some((group) => this.#drawsCourse(name, group))
        ? [thresholdsOf(name)]
        : []),
    ]);
    const texts = all.map((column) => JSON.stringify(column));
    return all.filter((_, i) => texts.indexOf(texts[i]) === i);
  }

  /** Whether a measure of a group is drawn with the curve of its threshold. */
  #drawsCourse(name: MeasureName, { members }: Group): boolean {
    return (
      measures[name].byThreshold &&
      !this.#ratio &&
      this.baseline === null &&
      members.every(({ row }) => hasCourse(row))
    );
  }

  /** Shows runs that are all hidden, else hides them. */
  toggle(ids: readonly number[]) {
    const hidden = new Set(this.choices.hidden);
    const isHidden = ids.every((id) => hidden.has(id));
    for (const id of ids)
      if (isHidden) hidden.delete(id);
      else hidden.add(id);
    this.change({ hidden: [...hidden] });
  }

  /** Hides all runs but these. */
  only(ids: readonly number[]) {
    const hidden = this.ids.filter((id) => !ids.includes(id));
    this.change({ hidden });
  }

  setLog(name: MeasureName, log: boolean) {
    const others = this.choices.yLog.filter((other) => other !== name);
    this.change({ yLog: log ? [...others, name] : others });
  }

  /** @param range of y; null for all values */
  setRange(name: MeasureName, range: Axis | null) {
    const others = Object.entries(this.choices.ranges).filter(
      ([other]) => other !== name,
    );
    const own = range ? [[name, range] as const] : [];
    this.change({ ranges: Object.fromEntries([...others, ...own]) });
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

  /** @param only the lines of one small picture; all of them in an overlay */
  picture(name: MeasureName, only?: readonly Group[]): ChartModel {
    const picture = this.#picture(name, this.tracksOf(name, only), this.extent);
    // Small pictures are compared as well: one y axis for all of them.
    return only ? { ...picture, y: this.picture(name).y } : picture;
  }

  #picture(name: MeasureName, tracks: Track[], extent: Axis): ChartModel {
    const { x, ratio, xLog, yLog, window, ranges, relation } = this.choices;
    return comparePicture(tracks, {
      name,
      x,
      ratio: ratio && measures[name].byThreshold,
      relation: this.baseline && relation,
      xLog,
      // Differences are negative as well.
      yLog:
        yLog.includes(name) && !(this.baseline && relation === "difference"),
      window,
      range: ranges[name] ?? null,
      extent,
    });
  }

  tracksOf(name: MeasureName, only?: readonly Group[]): Track[] {
    const all = this.tracks.get(name) ?? [];
    if (!only) return all;
    const keys = new Set(only.map(({ key }) => key));
    return all.filter(({ key }) => keys.has(key));
  }

  /** All rows of a chart within its window, for its table. */
  async rowsOf(
    name: MeasureName,
    window: Axis,
    only?: readonly Group[],
  ): Promise<Track[]> {
    const tracks = this.tracksOf(name, only);
    const column = columnOf(name, this.#ratio);
    const read = await this.curves.rows(tracks.map(runsIn), [column], window);
    return tracks.map((track, i) => ({ ...track, curve: read[i] }));
  }
}
