/* eslint-disable svelte/prefer-svelte-reactivity --
   Maps and sets are replaced whole here; what is changed in place is not drawn. */
import type { CurvesReply } from "../../../core/contract/api";
import type {
  CurvesWanted,
  Drawn,
  DrawnCurve,
} from "../../../core/series/curves";
import { unpackCurves } from "../../../core/series/packed";
import type { Axis } from "../../plot/model";
import type { Lab } from "../../lib/api";
import { Refresher } from "../../lib/refresher";
import { Task } from "../../lib/task.svelte";

/** What curves have in common, whatever their window. */
type Basis = Pick<CurvesWanted, "x" | "band" | "baseline" | "relation" | "log">;

export type Wanted = Basis &
  Pick<CurvesWanted, "groups" | "columns" | "pixels"> & {
    /** Window along x; null for everything. */
    window: Axis | null;
  };

/** Curves by group and column, all of one basis, one window and one width. */
interface Reading {
  basis: string;
  window: Axis | null;
  pixels: number;
  curves: ReadonlyMap<string, DrawnCurve>;
}

/** Milliseconds for which a window has to stay as it is before it is read. */
const rest = 160;

const nothing: Reading = {
  basis: "",
  window: null,
  pixels: 0,
  curves: new Map(),
};

/**
 * The curves of a comparison at the width that is drawn: everything along x, and besides it the window
 * that is zoomed to. Only what is missing or has grown is read.
 */
export class CurveReader {
  /** Why the last reading failed as a whole. */
  readonly task = new Task();
  /** Runs that could not be read. */
  failures = $state.raw<CurvesReply["failures"]>([]);
  #wanted = $state.raw<Wanted | null>(null);
  #whole = $state.raw(nothing);
  #window = $state.raw(nothing);
  /** Runs whose curves are out of date, by reading. */
  readonly #stale = { whole: new Set<number>(), window: new Set<number>() };
  #rest: ReturnType<typeof setTimeout> | undefined;
  readonly #refresher = new Refresher(() => this.#load(), 250);

  constructor(private readonly lab: Lab) {}

  /** Asks for curves; what was read before stays until they come. */
  want(wanted: Wanted) {
    this.#wanted = wanted;
    clearTimeout(this.#rest);
    if (this.#missing("whole").length > 0) this.#refresher.request();
    else if (this.#missing("window").length > 0)
      this.#rest = setTimeout(() => this.#refresher.request(), rest);
  }

  /** A run has new rows. */
  grew(run: number) {
    this.#stale.whole.add(run);
    this.#stale.window.add(run);
  }

  /** Whether every curve that is wanted was read. */
  get isComplete(): boolean {
    const { basis, curves } = this.#whole;
    const wanted = this.#wanted;
    return (
      wanted !== null &&
      basis === basisOf(wanted) &&
      keysOf(wanted.groups, wanted.columns).every((key) => curves.has(key))
    );
  }

  /** The whole curve of a group, thinned out to the width; undefined until it was read. */
  whole(group: number[], column: Drawn): DrawnCurve | undefined {
    return this.#of(this.#whole, group, column);
  }

  /** The curve at the resolution of the window where that was read, else the whole one. */
  best(group: number[], column: Drawn): DrawnCurve | undefined {
    const window = this.#wanted?.window;
    const read = this.#window.window;
    const covers =
      window && read && read.min <= window.min && read.max >= window.max;
    return (
      (covers ? this.#of(this.#window, group, column) : undefined) ??
      this.whole(group, column)
    );
  }

  /** All rows of curves within a window: for a table, or the value at one x. */
  async rows(
    groups: number[][],
    columns: Drawn[],
    window: Axis,
  ): Promise<DrawnCurve[]> {
    if (!this.#wanted) return [];
    const request = requestOf(this.#wanted, groups, columns, window);
    const reply = await this.lab.runs.readCurves({
      ...request,
      pixels: 1_000_000,
    });
    return unpackCurves(reply);
  }

  /** Curves in the order of their groups, each with all its columns; nothing of it is kept. */
  async read(wanted: Wanted): Promise<DrawnCurve[]> {
    const { groups, columns, window, pixels } = wanted;
    const request = requestOf(wanted, groups, columns, window);
    return unpackCurves(await this.lab.runs.readCurves({ ...request, pixels }));
  }

  #of({ basis, curves }: Reading, group: number[], column: Drawn) {
    if (!this.#wanted || basis !== basisOf(this.#wanted)) return undefined;
    return curves.get(keyOf(group, column));
  }

  /** The groups of which something has to be read. */
  #missing(which: "whole" | "window"): number[][] {
    const wanted = this.#wanted;
    if (!wanted) return [];
    const window = which === "whole" ? null : wanted.window;
    if (which === "window" && !window) return [];
    const read = which === "whole" ? this.#whole : this.#window;
    const stale = this.#stale[which];
    const isOther =
      !goesOn(read, wanted, window) ||
      (wanted.baseline !== null && stale.has(wanted.baseline));
    return wanted.groups.filter(
      (group) =>
        isOther ||
        group.some((run) => stale.has(run)) ||
        !keysOf([group], wanted.columns).every((key) => read.curves.has(key)),
    );
  }

  async #load() {
    await this.task.run(async () => {
      await this.#read("whole");
      await this.#read("window");
    }, "after");
  }

  async #read(which: "whole" | "window") {
    const wanted = this.#wanted;
    const groups = this.#missing(which);
    if (!wanted || groups.length === 0 || wanted.columns.length === 0) return;
    const window = which === "whole" ? null : wanted.window;
    const read = [
      ...groups.flat(),
      ...(wanted.baseline ? [wanted.baseline] : []),
    ];
    read.forEach((run) => this.#stale[which].delete(run));
    let reply: CurvesReply;
    try {
      reply = await this.lab.runs.readCurves({
        ...requestOf(wanted, groups, wanted.columns, window),
        pixels: wanted.pixels,
      });
    } catch (error) {
      read.forEach((run) => this.#stale[which].add(run));
      throw error;
    }
    const before = which === "whole" ? this.#whole : this.#window;
    const keys = keysOf(groups, wanted.columns);
    const curves = new Map(goesOn(before, wanted, window) ? before.curves : []);
    unpackCurves(reply).forEach((curve, i) => curves.set(keys[i], curve));
    const { pixels } = wanted;
    const after = { basis: basisOf(wanted), window, pixels, curves };
    if (which === "whole") this.#whole = after;
    else this.#window = after;
    const asked = new Set(read);
    this.failures = [
      ...this.failures.filter(({ run }) => !asked.has(run)),
      ...reply.failures,
    ];
  }
}

/** Whether a reading is of what is wanted in the window, as far as it goes. */
function goesOn(read: Reading, wanted: Wanted, window: Axis | null): boolean {
  return (
    read.basis === basisOf(wanted) &&
    read.pixels === wanted.pixels &&
    read.window?.min === window?.min &&
    read.window?.max === window?.max
  );
}

function requestOf(
  { x, band, baseline, relation, log }: Basis,
  groups: number[][],
  columns: Drawn[],
  window: Axis | null,
): Omit<CurvesWanted, "pixels"> {
  const part = window && { from: window.min, to: window.max };
  return { groups, columns, x, band, baseline, relation, log, ...part };
}

function basisOf({ x, band, baseline, relation, log }: Basis): string {
  return JSON.stringify([x, band, baseline, baseline && relation, log]);
}

function keyOf(group: number[], { table, column, perThreshold }: Drawn) {
  return `${group.join()} ${table} ${column} ${perThreshold}`;
}

/** In the order in which curves are answered. */
function keysOf(groups: number[][], columns: Drawn[]): string[] {
  return groups.flatMap((group) =>
    columns.map((column) => keyOf(group, column)),
  );
}
