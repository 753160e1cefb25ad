import { Refresher } from "../../lib/refresher";
import type { CompareController } from "./Controller.svelte";
import { columnOf, type MeasureName } from "./measures";
import { runsIn } from "./members";
import type { Track } from "./pictures";
import { valueWithin } from "./table";

/** Where the charts are read: under the pointer, else where the person keeps the cursor, else at the end. */
export class CompareCursor {
  readonly #compare: CompareController;
  #pointed = $state<number | null>(null);
  #kept = $state<number | null>(null);
  /** Values at an x between rows that are drawn, by chart and curve. */
  #exact = $state.raw<{ x: number; values: Record<string, number> } | null>(
    null,
  );
  readonly #exactly = new Refresher(() => this.#readExact(), 60);

  constructor(compare: CompareController) {
    this.#compare = compare;
  }

  get x(): number | null {
    return this.#pointed ?? this.#kept;
  }

  /** null when the pointer leaves the charts. */
  set x(x: number | null) {
    this.#pointed = x;
    this.reload();
  }

  get isKept(): boolean {
    return this.#kept !== null;
  }

  /** Leaves the cursor at an x when the pointer goes; a second time, or null, lets it go. */
  keep(x: number | null) {
    this.#kept = x === this.#kept ? null : x;
    this.reload();
  }

  /** The x whose values are read; null where each line is read at its own end. */
  get at(): number | null {
    const { window } = this.#compare.choices;
    return this.x ?? window?.max ?? null;
  }

  /** Reads the values at the cursor where they are not among the drawn ones. */
  reload() {
    if (this.at !== null) this.#exactly.request();
  }

  /** The value of a curve at an x; undefined while it is being read. */
  valueAt(name: MeasureName, { key, curve }: Track, x: number) {
    if (!curve.isThinned || curve.x.includes(x)) return valueWithin(curve, x);
    return this.#exact?.x === x
      ? this.#exact.values[`${name} ${key}`]
      : undefined;
  }

  /** Reads what is between the rows that are drawn. */
  async #readExact() {
    const compare = this.#compare;
    const x = this.at;
    if (x === null) return;
    const values: Record<string, number> = {};
    for (const name of compare.choices.shown) {
      const tracks = compare
        .tracksOf(name)
        .filter(({ curve }) => curve.isThinned);
      if (tracks.length === 0) continue;
      const column = columnOf(name, compare.choices.ratio);
      const read = await compare.curves
        .rows(tracks.map(runsIn), [column], { min: x, max: x })
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
