import { describe, expect, it } from "vitest";
import {
  findColumns,
  readLayout,
  type GridColumn,
  type GridLayout,
} from "../../../renderer/grid/columns";
import { GridController } from "../../../renderer/grid/GridController.svelte";

interface Fruit {
  id: number;
  name: string;
  weight: number | null;
  price: number;
}

const fruits: Fruit[] = [
  { id: 1, name: "pear", weight: 3, price: 2 },
  { id: 2, name: "apple", weight: null, price: 2 },
  { id: 3, name: "plum", weight: 1, price: 5 },
  { id: 4, name: "fig", weight: 3, price: 1 },
];

const column = (
  key: "name" | "weight" | "price",
  numeric = true,
): GridColumn<Fruit> => ({
  key,
  label: key,
  title: `The ${key}`,
  width: 100,
  numeric,
  family: numeric ? "Numbers" : "Words",
  value: (row) => row[key],
  text: (row) => String(row[key]),
});
const columns = [column("name", false), column("weight"), column("price")];

function gridOf(rows = fruits) {
  const saved: GridLayout[] = [];
  const grid = new GridController<Fruit>({
    columns: () => columns,
    rows: () => rows,
    layout: { shown: ["name", "weight", "price"], widths: {}, sort: [] },
    onlayout: (layout) => saved.push(layout),
  });
  return { grid, saved };
}
const ids = (rows: readonly { id: number }[]) => rows.map(({ id }) => id);
const keys = (grid: GridController<Fruit>) =>
  grid.columns.map(({ column }) => column.key);

describe("GridController", () => {
  it("sorts numbers from the largest, text from a, what is unknown last either way", () => {
    const { grid } = gridOf();
    expect(ids(grid.rows)).toEqual([1, 2, 3, 4]);
    grid.sortBy("weight");
    expect(ids(grid.rows)).toEqual([1, 4, 3, 2]);
    grid.sortBy("weight");
    expect(ids(grid.rows)).toEqual([3, 1, 4, 2]);
    grid.sortBy("name");
    expect(ids(grid.rows)).toEqual([2, 4, 1, 3]);
  });

  it("sorts by several columns, the first one counting most", () => {
    const { grid, saved } = gridOf();
    grid.sortBy("price");
    grid.sortBy("name", true);
    expect(ids(grid.rows)).toEqual([3, 2, 1, 4]);
    grid.sortBy("name", true);
    expect(ids(grid.rows)).toEqual([3, 1, 2, 4]);
    expect(grid.columns.map(({ sort }) => sort?.place ?? null)).toEqual([
      1,
      null,
      0,
    ]);
    expect(saved.at(-1)?.sort).toEqual([
      { key: "price", descending: true },
      { key: "name", descending: true },
    ]);
  });

  it("moves, hides and resizes columns; the first one stays where it is", () => {
    const { grid, saved } = gridOf();
    grid.moveColumn("price", "weight");
    expect(keys(grid)).toEqual(["name", "price", "weight"]);
    grid.moveColumn("price", "name");
    grid.moveColumn("name", "price");
    expect(keys(grid)).toEqual(["name", "price", "weight"]);
    grid.shiftColumn("price", 1);
    grid.shiftColumn("price", 1);
    expect(keys(grid)).toEqual(["name", "weight", "price"]);
    grid.toggleColumn("weight");
    grid.toggleColumn("name");
    expect(keys(grid)).toEqual(["name", "price"]);
    grid.resize({ price: 211.4, name: 3 });
    expect(grid.columns.map(({ width }) => width)).toEqual([48, 211]);
    expect(saved.at(-1)).toEqual({
      shown: ["name", "price"],
      widths: { price: 211, name: 48 },
      sort: [],
    });
    grid.resetWidths();
    expect(grid.columns.map(({ width }) => width)).toEqual([100, 100]);
  });

  it("keeps a column in the layout that no row has any more", () => {
    const { grid } = gridOf();
    grid.restore({ shown: ["name", "gone", "price"] });
    expect(keys(grid)).toEqual(["name", "price"]);
    grid.moveColumn("price", "name");
    grid.shiftColumn("price", -1);
    grid.toggleColumn("weight");
    expect(grid.layout.shown).toEqual(["name", "gone", "price", "weight"]);
  });
});

describe("RowSelection", () => {
  it("selects all, none, and from the anchor to the current row", () => {
    const { selection } = gridOf().grid;
    selection.toggleAll();
    expect(ids(selection.selected)).toEqual([1, 2, 3, 4]);
    selection.toggleAll();
    expect(selection.selected).toEqual([]);
    selection.toggle(2);
    selection.moveTo(3, true);
    expect(ids(selection.selected)).toEqual([2, 3, 4]);
    selection.moveTo(0, true);
    expect(ids(selection.selected)).toEqual([1, 2]);
    selection.select([4, 9]);
    expect(ids(selection.selected)).toEqual([4]);
    expect(selection.ids.size).toBe(2);
    expect(selection.current?.id).toBe(4);
  });

  it("has nothing to stand on in an empty grid", () => {
    const { selection } = gridOf([]).grid;
    selection.moveTo(1);
    selection.selectAll();
    expect(selection.at).toBe(0);
    expect(selection.current).toBeUndefined();
    expect(selection.chosen).toEqual([]);
  });
});

describe("readLayout", () => {
  it("reads what this version and earlier ones stored, and leaves out what it cannot read", () => {
    expect(
      readLayout({
        shown: ["name", "price", "name"],
        sort: { key: "price", descending: true },
      }),
    ).toEqual({
      shown: ["name", "price"],
      sort: [{ key: "price", descending: true }],
    });
    expect(
      readLayout({
        shown: [3],
        widths: { name: 90, price: -1, weight: "wide" },
        sort: [{ key: 3 }, { key: "name", descending: false, more: 1 }],
      }),
    ).toEqual({
      widths: { name: 90 },
      sort: [{ key: "name", descending: false }],
    });
    expect(readLayout({})).toEqual({});
    expect(readLayout({ widths: null, sort: null })).toEqual({});
  });
});

it("finds columns by words of their names, in their families", () => {
  expect(
    findColumns(columns, " the PRI").map(([family, found]) => [
      family,
      found.map(({ key }) => key),
    ]),
  ).toEqual([["Numbers", ["price"]]]);
  expect(findColumns(columns, "").length).toBe(2);
});
