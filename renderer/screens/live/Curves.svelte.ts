import type { SeriesWindow } from "../../../core/contract/api";
import {
  perTable,
  tableNames,
  type TableName,
} from "../../../core/series/columns";
import type { Lab } from "../../lib/api";
import { Refresher } from "../../lib/refresher";
import { Task } from "../../lib/task.svelte";
import { firstAtOrAfter } from "../../plot/columns";
import type { Axis } from "../../plot/model";

export type TableColumns = Partial<Record<TableName, string[]>>;
type Series = Record<TableName, SeriesWindow>;

export interface CurvesWanted {
  /** Columns by table. */
  columns: TableColumns;
  /** Steps that are zoomed to; null for all. */
  window: Axis | null;
  /** Width of the charts in device pixels. */
  pixels: number;
}

/** A request for a series may not be for more. */
export const mostPixels = 10_000;

const nothing: Series = perTable(() => ({}));

/**
 * The curves of one run at the width that is drawn: all of the run and, besides, the window that is
 * zoomed to. Never more than one reading of each is in flight, and the last one counts.
 */
export class Curves {
  /** The whole run, thinned out to the width. */
  whole = $state.raw(nothing);
  /** Keeps what is on screen up to date. */
  readonly task = new Task();
  readonly #lab: Lab;
  readonly #id: number;
  readonly #wanted: () => CurvesWanted | null;
  readonly #onread: () => void;
  #zoomed = $state.raw<{ window: Axis; series: Series } | null>(null);
  readonly #all = new Refresher(() => this.#readAll());
  /** Waits a little: a window that is dragged is read only now and then. */
  readonly #window = new Refresher(() => this.#readWindow(), 160);
  #closed = false;
  /** What is drawn: the best that is known of the window, with a row on either side of it. */
  readonly drawn: Series = $derived.by(() => {
    const window = this.#wanted()?.window;
    if (!window) return this.whole;
    const zoomed = this.#zoomed;
    const isCovered =
      zoomed !== null &&
      zoomed.window.min <= window.min &&
      zoomed.window.max >= window.max;
    return cropped(isCovered ? zoomed.series : this.whole, window);
  });

  /**
   * @param wanted what is to be read; null as long as nothing can be
   * @param onread called after each reading
   */
  constructor(
    lab: Lab,
    id: number,
    wanted: () => CurvesWanted | null,
    onread: () => void,
  ) {
    this.#lab = lab;
    this.#id = id;
    this.#wanted = wanted;
    this.#onread = onread;
  }

  /** The run has grown, or other columns are wanted. */
  request() {
    this.#all.request();
  }

  /** The window has moved. */
  requestWindow() {
    this.#window.request();
  }

  close() {
    this.#closed = true;
    this.#all.close();
    this.#window.close();
  }

  async #readAll() {
    const wanted = this.#wanted();
    if (!wanted) return;
    await this.task.run(async () => {
      const whole = await this.#read(wanted, () => ({}));
      if (this.#closed) return;
      this.whole = whole;
      if (wanted.window) this.requestWindow();
      this.#onread();
    }, "after");
  }

  async #readWindow() {
    const wanted = this.#wanted();
    const window = wanted?.window;
    if (!window) {
      this.#zoomed = null;
      return;
    }
    // Half as much again on either side, for the next gesture.
    const room = (window.max - window.min) / 2;
    const wider = { min: window.min - room, max: window.max + room };
    await this.task.run(async () => {
      const series = await this.#read(
        { ...wanted, pixels: Math.min(mostPixels, 2 * wanted.pixels) },
        (table) => around(this.whole[table], wider),
      );
      if (this.#closed) return;
      this.#zoomed = { window: wider, series };
      this.#onread();
    }, "after");
  }

  async #read(
    { columns, pixels }: CurvesWanted,
    range: (table: TableName) => { from?: number; to?: number },
  ): Promise<Series> {
    const read = tableNames.map(async (table) => {
      const names = columns[table] ?? [];
      const series: SeriesWindow =
        names.length === 0
          ? {}
          : await this.#lab.runs.readSeries({
              runId: this.#id,
              table,
              columns: names,
              ...range(table),
              pixels,
            });
      return [table, series] as const;
    });
    return Object.fromEntries(await Promise.all(read)) as Series;
  }
}

/** The steps of a window with the nearest known row on either side, to which its lines go on. */
function around(series: SeriesWindow, { min, max }: Axis) {
  let [from, to] = [Math.floor(min), Math.ceil(max)];
  for (const { x } of Object.values(series)) {
    from = Math.min(from, x[Math.max(0, firstAtOrAfter(x, min) - 1)] ?? from);
    to = Math.max(to, x[firstAtOrAfter(x, max)] ?? to);
  }
  return { from, to };
}

function cropped(series: Series, { min, max }: Axis): Series {
  return Object.fromEntries(
    tableNames.map((table) => [
      table,
      Object.fromEntries(
        Object.entries(series[table]).map(([name, { x, y }]) => {
          const start = Math.max(0, firstAtOrAfter(x, min) - 1);
          const end = firstAtOrAfter(x, max) + 1;
          return [
            name,
            { x: x.subarray(start, end), y: y.subarray(start, end) },
          ];
        }),
      ),
    ]),
  ) as Series;
}
