import { SvelteSet } from "svelte/reactivity";
import type { RunRow } from "../../../core/contract/api";
import { columns, sorted, usualColumns } from "./columns";
import type { ArchiveController } from "./Controller.svelte";
import {
  facetNames,
  find,
  noFilters,
  valuesOf,
  type FacetName,
  type Filters,
} from "./search";

/** What is remembered from one start to the next. */
export interface Choices {
  shown: string[];
  sort: { key: string; descending: boolean };
}

const everyRunHasOne: FacetName[] = ["status", "data", "optimizer"];

/** The table of all runs: its search, filters, order and selection. */
export class TableController {
  query = $state("");
  filters = $state.raw<Filters>(noFilters);
  sort = $state.raw({ key: "created", descending: true });
  shown = $state.raw<string[]>(usualColumns);
  /** How far the table is scrolled, in pixels. */
  scrollTop = 0;
  /** The run the keyboard is on. */
  currentId = $state<number | null>(null);
  readonly #archive: ArchiveController;
  readonly #onchoice: ((choices: Choices) => void) | undefined;
  readonly #selected = new SvelteSet<number>();
  #lastPlace = 0;
  /** Where a range begins. */
  #anchorId: number | null = null;

  /** @param onchoice called when the person changes the columns or the order */
  constructor(
    archive: ArchiveController,
    onchoice?: (choices: Choices) => void,
  ) {
    this.#archive = archive;
    this.#onchoice = onchoice;
  }

  /** Restores the columns and the order of the last session, as far as those columns exist. */
  restore({ shown, sort }: Partial<Record<keyof Choices, unknown>>) {
    const known = (key: unknown) =>
      columns.some((column) => column.key === key);
    if (Array.isArray(shown) && shown.includes(columns[0].key))
      this.shown = (shown as unknown[]).filter(known) as string[];
    const { key, descending } = (sort ?? {}) as Partial<Choices["sort"]>;
    if (key !== undefined && known(key) && typeof descending === "boolean")
      this.sort = { key, descending };
  }

  readonly #found = $derived.by(() => {
    const column = columns.find(({ key }) => key === this.sort.key);
    const found = find(this.#archive.rows, this.query, this.filters);
    return sorted(found, column ?? columns[0], this.sort.descending);
  });

  readonly #at = $derived.by(() => {
    const place = this.#found.findIndex(({ id }) => id === this.currentId);
    if (place >= 0) return place;
    return Math.max(0, Math.min(this.#lastPlace, this.#found.length - 1));
  });

  readonly #selectedRows = $derived.by(() =>
    this.#selected.size === 0
      ? []
      : this.#found.filter(({ id }) => this.#selected.has(id)),
  );

  readonly #facets = $derived.by(() =>
    facetNames
      .map((name) => ({ name, values: valuesOf(this.#archive.rows, name) }))
      .filter(
        ({ name, values }) =>
          values.length > 1 ||
          (values.length === 1 && !everyRunHasOne.includes(name)) ||
          this.filters[name].length > 0,
      ),
  );

  /** The runs that match, in order. */
  get rows(): RunRow[] {
    return this.#found;
  }

  get columns() {
    return columns.filter(({ key }) => this.shown.includes(key));
  }

  /** The facets worth a filter: those by which the runs differ, or that are in use. */
  get facets(): { name: FacetName; values: string[] }[] {
    return this.#facets;
  }

  get narrowed(): boolean {
    return (
      this.query.trim() !== "" ||
      facetNames.some((name) => this.filters[name].length > 0)
    );
  }

  /** The place of the current run among the rows; where it was, when it is not among them. */
  get at(): number {
    return this.#at;
  }

  get current(): RunRow | undefined {
    return this.rows[this.at];
  }

  /** The selected runs as they stand in the table. */
  get selected(): RunRow[] {
    return this.#selectedRows;
  }

  /** The selected runs, or the current one when none is. */
  get chosen(): RunRow[] {
    const { selected, current } = this;
    return selected.length === 0 && current ? [current] : selected;
  }

  isSelected(id: number): boolean {
    return this.#selected.has(id);
  }

  everything() {
    this.query = "";
    this.filters = noFilters;
  }

  toggleFilter(facet: FacetName, value: string) {
    const values = this.filters[facet];
    this.filters = {
      ...this.filters,
      [facet]: values.includes(value)
        ? values.filter((other) => other !== value)
        : [...values, value],
    };
  }

  /** Sorts by a column, or the other way round when it already does. Numbers begin at the top. */
  sortBy(key: string) {
    const descending =
      this.sort.key === key
        ? !this.sort.descending
        : (columns.find((column) => column.key === key)?.numeric ?? false);
    this.sort = { key, descending };
    this.#onchoice?.({ shown: this.shown, sort: this.sort });
  }

  toggleColumn(key: string) {
    if (key === columns[0].key) return;
    this.shown = this.shown.includes(key)
      ? this.shown.filter((other) => other !== key)
      : [...this.shown, key];
    this.#onchoice?.({ shown: this.shown, sort: this.sort });
  }

  /** @param extend selects all from where the selection began */
  moveTo(index: number, extend = false) {
    const row = this.rows[Math.min(Math.max(0, index), this.rows.length - 1)];
    if (!row) return;
    this.#anchorId = extend
      ? (this.#anchorId ?? this.current?.id ?? row.id)
      : null;
    this.#stand(row.id);
    if (extend) this.#selectRange();
  }

  toggle(id: number) {
    this.#stand(id);
    this.#anchorId = id;
    if (!this.#selected.delete(id)) this.#selected.add(id);
  }

  selectAll() {
    for (const { id } of this.rows) this.#selected.add(id);
  }

  /** Selects exactly these runs and clears search and filters. */
  select(ids: number[]) {
    this.everything();
    this.selectNone();
    for (const id of ids) this.#selected.add(id);
    if (ids.length > 0) this.#stand(ids[0]);
  }

  selectNone() {
    this.#selected.clear();
    this.#anchorId = null;
  }

  #stand(id: number) {
    this.currentId = id;
    this.#lastPlace = this.at;
  }

  #selectRange() {
    const from = this.rows.findIndex(({ id }) => id === this.#anchorId);
    const [first, last] = [from, this.at].sort((a, b) => a - b);
    this.#selected.clear();
    for (const { id } of this.rows.slice(first, last + 1))
      this.#selected.add(id);
  }
}
