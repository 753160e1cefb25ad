import type { RunRow } from "../../../core/contract/api";
import { readLayout } from "../../grid/columns";
import { GridController } from "../../grid/GridController.svelte";
import type { CompareController } from "./Controller.svelte";
import { columnsOf } from "./run-columns";

/** The table of the compared runs: order, selection, and a search that selects. */
export class RunsTable {
  readonly grid: GridController<RunRow>;
  #query = $state("");
  readonly #compare: CompareController;

  readonly #columns = $derived.by(() => {
    const { members, settings, baseline, choices } = this.#compare;
    return columnsOf(members, settings, baseline, choices.relation);
  });

  constructor(compare: CompareController) {
    this.#compare = compare;
    this.grid = new GridController<RunRow>({
      columns: () => this.#columns,
      rows: () => compare.rows,
      layout: { shown: [], widths: {}, sort: [] },
      onlayout: (layout) => compare.change({ table: { ...layout } }),
    });
  }

  restore(stored: Record<string, unknown>) {
    this.grid.restore(readLayout(stored));
  }

  /** Shows every column there is: those in an order that the person chose first. */
  arrange() {
    const { shown } = this.grid.layout;
    const all = this.#columns.map(({ key }) => key);
    const fresh = all.filter((key) => !shown.includes(key));
    // A setting that is new stands before the results.
    const settings = fresh.filter((key) => key.startsWith("setting "));
    const others = fresh.filter((key) => !key.startsWith("setting "));
    if (fresh.length > 0)
      this.grid.restore({ shown: [...settings, ...shown, ...others] });
  }

  get query(): string {
    return this.#query;
  }

  /** Selects the runs whose label or name has every word; none for an empty search. */
  set query(query: string) {
    this.#query = query;
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    const found = this.#compare.members.filter(({ row, label }) => {
      const text = `${label} ${row.name}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    this.grid.selection.select(
      words.length === 0 ? [] : found.map(({ row }) => row.id),
    );
  }
}
