import type { RunRow } from "../../../core/contract/api";
import { readLayout, type GridLayout } from "../../grid/columns";
import { GridController } from "../../grid/GridController.svelte";
import { columns, usualColumns } from "./columns";
import type { ArchiveController } from "./Controller.svelte";
import {
  facetNames,
  find,
  noFilters,
  valuesOf,
  type FacetName,
  type Filters,
} from "./search";

const everyRunHasOne: FacetName[] = ["status", "data", "optimizer"];

/** The table of all runs: its search, filters, order and selection. */
export class TableController {
  query = $state("");
  filters = $state.raw<Filters>(noFilters);
  readonly grid: GridController<RunRow>;
  readonly #archive: ArchiveController;

  /** @param onlayout called when the person changes the columns or the order */
  constructor(
    archive: ArchiveController,
    onlayout?: (layout: GridLayout) => void,
  ) {
    this.#archive = archive;
    this.grid = new GridController<RunRow>({
      columns: () => columns,
      rows: () => this.#found,
      layout: {
        shown: usualColumns,
        widths: {},
        sort: [{ key: "created", descending: true }],
      },
      ...(onlayout && { onlayout }),
    });
  }

  /** Restores the columns and the order of the last session, as far as they can be read. */
  restore(stored: Record<string, unknown>) {
    this.grid.restore(readLayout(stored));
  }

  readonly #found = $derived.by(() =>
    find(this.#archive.rows, this.query, this.filters),
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
  get rows(): readonly RunRow[] {
    return this.grid.rows;
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
}
