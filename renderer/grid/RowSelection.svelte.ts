import type { GridRow } from "./columns";
import { setOf, toggled, type Ids } from "./id-set";

const none = setOf([]);

/** The rows that are selected, and the one that the keyboard is on. */
export class RowSelection<Row extends GridRow> {
  /** The row the keyboard is on. */
  currentId = $state<number | null>(null);
  #ids = $state.raw<Ids>(none);
  /** Where the current row was, for when it is not among the rows any more. */
  #lastPlace = 0;
  /** Where a range begins. */
  #anchorId: number | null = null;

  /** @param rows the rows on screen, in their order */
  constructor(private readonly rows: () => readonly Row[]) {}

  /** The place of the current row; where it was, when it is not among the rows. */
  readonly at: number = $derived.by(() => {
    const rows = this.rows();
    const place = rows.findIndex(({ id }) => id === this.currentId);
    if (place >= 0) return place;
    return Math.max(0, Math.min(this.#lastPlace, rows.length - 1));
  });

  /** The selected rows among those on screen, in their order. */
  readonly selected: Row[] = $derived.by(() =>
    this.#ids.size === 0
      ? []
      : this.rows().filter(({ id }) => this.#ids.has(id)),
  );

  get current(): Row | undefined {
    return this.rows()[this.at];
  }

  /** The selected rows, or the current one when none is. */
  get chosen(): Row[] {
    const { selected, current } = this;
    return selected.length === 0 && current ? [current] : selected;
  }

  /** All that is selected, also what is not on screen. */
  get ids(): Ids {
    return this.#ids;
  }

  has(id: number): boolean {
    return this.#ids.has(id);
  }

  /** @param extend selects all from where the selection began */
  moveTo(index: number, extend = false) {
    const rows = this.rows();
    const row = rows[Math.min(Math.max(0, index), rows.length - 1)];
    if (!row) return;
    const anchor = this.#anchorId ?? this.current?.id ?? row.id;
    this.#anchorId = extend ? anchor : null;
    this.stand(row.id);
    if (extend) this.#selectRange(anchor);
  }

  toggle(id: number) {
    this.stand(id);
    this.#anchorId = id;
    this.#ids = toggled(this.#ids, id);
  }

  /** All rows on screen; none when they all are already. */
  toggleAll() {
    const rows = this.rows();
    if (rows.every(({ id }) => this.#ids.has(id))) this.selectNone();
    else this.selectAll();
  }

  selectAll() {
    this.#ids = setOf([...this.#ids, ...this.rows().map(({ id }) => id)]);
  }

  /** Selects exactly these rows; the keyboard goes to the first of them. */
  select(ids: Iterable<number>) {
    const wanted = [...ids];
    this.#anchorId = null;
    this.#ids = setOf(wanted);
    if (wanted.length > 0) this.stand(wanted[0]);
  }

  selectNone() {
    this.#ids = none;
    this.#anchorId = null;
  }

  /** The keyboard goes to a row; the selection stays. */
  stand(id: number) {
    this.currentId = id;
    this.#lastPlace = this.at;
  }

  #selectRange(anchor: number) {
    const rows = this.rows();
    const from = rows.findIndex(({ id }) => id === anchor);
    const [first, last] = [from < 0 ? this.at : from, this.at].sort(
      (a, b) => a - b,
    );
    this.#ids = setOf(rows.slice(first, last + 1).map(({ id }) => id));
  }
}
