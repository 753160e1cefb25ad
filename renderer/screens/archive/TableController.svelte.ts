import type { RunRow } from "../../../core/contract/api";
import { readLayout, type GridLayout } from "../../grid/columns";
import { GridController } from "../../grid/GridController.svelte";
import { shortNames } from "../../lib/short-names";
import { columns, presentKey, usualColumns, type RunColumn } from "./columns";
import type { ArchiveController } from "./Controller.svelte";
import { fieldsOf, matcherOf } from "./matcher";
import {
  facetNames,
  find,
  noFilters,
  type FacetCount,
  type FacetName,
  type Filters,
} from "./search";
import { SettingColumns } from "./setting-columns";
import type { ArchiveView } from "./views";

const everyRunHasOne: FacetName[] = ["status", "data", "optimizer"];

/** The table of all runs: its search and filters, over a grid with its order and selection. */
export class TableController {
  query = $state("");
  filters = $state.raw<Filters>(noFilters);
  readonly grid: GridController<RunRow>;
  readonly #settings = new SettingColumns();

  /** @param onlayout called when the person changes the columns or the order */
  constructor(
    private readonly archive: ArchiveController,
    onlayout?: (layout: GridLayout) => void,
  ) {
    this.grid = new GridController<RunRow>({
      columns: () => this.columns,
      rows: () => this.#found.rows,
      layout: {
        shown: usualColumns,
        widths: {},
        sort: [{ key: "created", descending: true }],
      },
      ...(onlayout && { onlayout }),
    });
  }

  readonly #settingColumns = $derived.by(() =>
    this.#settings.of(this.archive.rows),
  );
  readonly #names = $derived.by(() =>
    shortNames(this.archive.rows.map(({ name }) => name)),
  );
  /** All columns there are, and the names that filters have for them. */
  readonly columns: readonly RunColumn[] = $derived.by(() => {
    const [name, ...others] = columns;
    const short = ({ name }: RunRow) =>
      this.#names.get(name) ?? { head: name, tail: "" };
    return [{ ...name, short }, ...others, ...this.#settingColumns];
  });
  readonly #fields = $derived.by(() => fieldsOf(this.columns));
  readonly #matcher = $derived.by(() => matcherOf(this.query, this.#fields));
  readonly #found = $derived.by(() =>
    find(this.archive.rows, this.#matcher.matches, this.filters),
  );

  readonly #facets = $derived.by(() =>
    facetNames
      .map((name) => ({ name, values: this.#found.counts[name] }))
      .filter(
        ({ name, values }) =>
          values.length > 1 ||
          (values.length === 1 && !everyRunHasOne.includes(name)) ||
          this.filters[name].length > 0,
      ),
  );

  /** Looks at the settings of runs that will be in the table, so that it need not look at all at once. */
  prepare(rows: readonly RunRow[]) {
    this.#settings.of(rows);
  }

  /** Restores the columns and the order of the last session, as far as they can be read. */
  restore(stored: Record<string, unknown>) {
    const { shown, widths, sort } = readLayout(stored);
    this.grid.restore({
      ...(shown && { shown: shown.map(presentKey) }),
      ...(widths && { widths }),
      ...(sort && {
        sort: sort.map((one) => ({ ...one, key: presentKey(one.key) })),
      }),
    });
  }

  /** The runs that match, in order. */
  get rows(): readonly RunRow[] {
    return this.grid.rows;
  }

  /** The columns on screen, in their order. */
  get shownColumns(): RunColumn[] {
    return this.grid.columns.map(({ column }) => column as RunColumn);
  }

  /** All runs, whatever is looked for. */
  get all(): readonly RunRow[] {
    return this.archive.rows;
  }

  /** A sentence for each part of the query that cannot be read. */
  get problems(): string[] {
    return this.#matcher.problems;
  }

  /** The facets worth a filter: those by which the runs differ, or that are in use. */
  get facets(): { name: FacetName; values: FacetCount[] }[] {
    return this.#facets;
  }

  get narrowed(): boolean {
    return (
      this.query.trim() !== "" ||
      facetNames.some((name) => this.filters[name].length > 0)
    );
  }

  get current(): RunRow | undefined {
    return this.grid.selection.current;
  }

  /** The selected runs as they stand in the table. */
  get selected(): RunRow[] {
    return this.grid.selection.selected;
  }

  /** The selected runs, or the current one when none is. */
  get chosen(): RunRow[] {
    return this.grid.selection.chosen;
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

  /** Selects exactly these runs and clears search and filters. */
  select(ids: number[]) {
    this.everything();
    this.grid.selection.select(ids);
  }

  /** Selects all runs that were started together with this one. */
  selectGroup({ groupId }: RunRow) {
    const rows = this.all.filter((row) => row.groupId === groupId);
    this.select(rows.map(({ id }) => id));
  }

  /** The table as it stands, for a view. */
  get view(): ArchiveView {
    const { query, filters } = this;
    return { query, filters, layout: this.grid.layout };
  }

  show({ query, filters, layout }: ArchiveView) {
    this.query = query;
    this.filters = filters;
    this.grid.restore(layout);
  }
}
