import {
  createTable,
  getCoreRowModel,
  type ColumnDef,
} from "@tanstack/table-core";
import {
  byKey,
  narrowest,
  widest,
  type GridColumn,
  type GridLayout,
  type GridRow,
} from "./columns";
import { RowSelection } from "./RowSelection.svelte";
import { sortRows } from "./sort";

interface Options<Row extends GridRow> {
  /** All columns there are; the first one always stays and comes first. */
  columns: () => readonly GridColumn<Row>[];
  rows: () => readonly Row[];
  layout: GridLayout;
  /** The person changed the columns or the order. */
  onlayout?: (layout: GridLayout) => void;
}

/** A column as it stands in the grid. */
export interface ShownColumn<Row extends GridRow> {
  column: GridColumn<Row>;
  width: number;
  /** The person chose its width. */
  isFixed: boolean;
  sort: { descending: boolean; place: number } | null;
}

/** Columns, order and selection of a grid; TanStack Table arranges the columns. */
export class GridController<Row extends GridRow> {
  layout: GridLayout = $state.raw({ shown: [], widths: {}, sort: [] });
  /** How far it is scrolled, in pixels. */
  scrollTop = 0;
  readonly selection: RowSelection<Row>;
  readonly #table = createTable<Row>({
    data: [],
    columns: [],
    state: {},
    onStateChange: () => undefined,
    renderFallbackValue: null,
    enableSortingRemoval: false,
    getCoreRowModel: getCoreRowModel(),
  });

  constructor(private readonly options: Options<Row>) {
    this.layout = options.layout;
    this.selection = new RowSelection(() => this.rows);
  }

  readonly #definitions = $derived.by(() =>
    this.options.columns().map((column): ColumnDef<Row> => ({
      id: column.key,
      accessorFn: (row) => column.value(row),
      sortDescFirst: column.numeric,
      size: column.width,
      minSize: narrowest,
      maxSize: widest,
    })),
  );

  /** The columns that exist, by their keys. */
  readonly #known = $derived.by(() => byKey(this.options.columns()));

  readonly #sort = $derived(this.layout.sort);
  readonly #sortColumns = $derived(
    this.#sort.flatMap(({ key, descending }) => {
      const column = this.#known.get(key);
      return column ? { column, descending } : [];
    }),
  );

  /** The rows in order. */
  readonly rows: readonly Row[] = $derived.by(() =>
    sortRows(this.options.rows(), this.#sortColumns),
  );

  /** The columns shown, in order. */
  readonly columns: ShownColumn<Row>[] = $derived.by(() => {
    this.#update();
    const { sort, widths } = this.layout;
    return this.#table.getVisibleLeafColumns().flatMap((shown) => {
      const column = this.#known.get(shown.id);
      const place = sort.findIndex(({ key }) => key === shown.id);
      return column
        ? {
            column,
            width: shown.getSize(),
            isFixed: shown.id in widths,
            sort: place < 0 ? null : { ...sort[place], place },
          }
        : [];
    });
  });

  /** All columns that may be shown. */
  get choices(): readonly GridColumn<Row>[] {
    return this.options.columns();
  }

  /** Puts what was remembered in the place of the usual layout. */
  restore(layout: Partial<GridLayout>) {
    this.layout = { ...this.layout, ...layout };
  }

  /** Sorts by a column, or the other way round. @param add keeps the columns that it is sorted by already */
  sortBy(key: string, add = false) {
    this.#update();
    this.#table.getColumn(key)?.toggleSorting(undefined, add);
  }

  toggleColumn(key: string) {
    if (key === this.choices[0].key) return;
    const { shown } = this.layout;
    this.#change({
      shown: shown.includes(key)
        ? shown.filter((other) => other !== key)
        : [...shown, key],
    });
  }

  /** Moves a column to the place of another one; the first column stays the first. */
  moveColumn(key: string, to: string) {
    const keys = this.columns.map(({ column }) => column.key);
    const [from, place] = [keys.indexOf(key), keys.indexOf(to)];
    if (from < 1 || place < 1 || from === place) return;
    const moved = keys.toSpliced(from, 1).toSpliced(place, 0, key);
    const unknown = this.layout.shown.filter((other) => !keys.includes(other));
    this.#change({ shown: [...moved, ...unknown] });
  }

  /** Moves a column by so many places. */
  shiftColumn(key: string, by: number) {
    const place = this.columns.findIndex(({ column }) => column.key === key);
    const to = this.columns[place + by] as ShownColumn<Row> | undefined;
    if (to) this.moveColumn(key, to.column.key);
  }

  /** Sets widths in pixels, by the keys of the columns. */
  resize(widths: Record<string, number>) {
    const within = Object.entries(widths).map(([key, width]) => [
      key,
      Math.round(Math.min(widest, Math.max(narrowest, width))),
    ]);
    this.#change({
      widths: { ...this.layout.widths, ...Object.fromEntries(within) },
    });
  }

  /** All columns as wide as they are without the person. */
  resetWidths() {
    this.#change({ widths: {} });
  }

  #change(changes: Partial<GridLayout>) {
    this.layout = { ...this.layout, ...changes };
    this.options.onlayout?.(this.layout);
  }

  /** Hands the table what it works on: it looks at nothing by itself. */
  #update() {
    const { shown, widths } = this.layout;
    const all = this.options.columns();
    const first = all[0]?.key;
    this.#table.setOptions((options) => ({
      ...options,
      columns: this.#definitions,
      state: {
        ...this.#table.initialState,
        sorting: this.#sortColumns.map(({ column, descending }) => ({
          id: column.key,
          desc: descending,
        })),
        columnOrder: [first, ...shown.filter((key) => key !== first)],
        columnVisibility: Object.fromEntries(
          all.map(({ key }) => [key, key === first || shown.includes(key)]),
        ),
        columnSizing: widths,
      },
      onSortingChange: (update) => {
        const sorting =
          typeof update === "function"
            ? update(this.#table.getState().sorting)
            : update;
        this.#change({
          sort: sorting.map(({ id, desc }) => ({ key: id, descending: desc })),
        });
      },
    }));
  }
}
