import { describe, expect, it } from "vitest";
import { presetOf } from "../../../core/experiment/presets";
import { ArchiveController } from "../../../renderer/screens/archive/Controller.svelte";
import { TableController } from "../../../renderer/screens/archive/TableController.svelte";
import { fakeLab, rowOf, run } from "../fake-lab";

const [digits, chebyshev] = ["mnist-5k-tanh", "chebyshev"].map(
  (id) => presetOf(id).spec,
);

const row = (id: number, changes: Parameters<typeof run>[0] = {}) =>
  rowOf(
    run({
      id,
      name: `run ${id}`,
      status: "finished",
      createdAt: id,
      ...changes,
    }),
  );

async function tableOf(...rows: ReturnType<typeof row>[]) {
  const fake = fakeLab();
  fake.answer("runs.list", () => rows);
  const archive = new ArchiveController(fake.lab);
  await archive.load();
  return { table: new TableController(archive), archive };
}

const ids = (table: TableController) => table.rows.map(({ id }) => id);
const selected = (table: TableController) => table.selected.map(({ id }) => id);

describe("TableController", () => {
  it("sorts by a column both ways, the unknown last", async () => {
    const { table } = await tableOf(
      row(1, { summary: { finalLoss: 0.5 } }),
      row(2, { summary: { finalLoss: null } }),
      row(3, { summary: { finalLoss: 2 } }),
    );
    expect(ids(table)).toEqual([3, 2, 1]);
    table.grid.sortBy("finalLoss");
    expect(ids(table)).toEqual([3, 1, 2]);
    table.grid.sortBy("finalLoss");
    expect(ids(table)).toEqual([1, 3, 2]);
    table.grid.sortBy("name");
    expect(ids(table)).toEqual([1, 2, 3]);
  });

  it("finds every word of the query, in names and in the words of the experiment", async () => {
    const { table } = await tableOf(
      row(1, { spec: chebyshev }),
      row(2, { spec: digits }),
    );
    table.query = "mnist TANH";
    expect(ids(table)).toEqual([2]);
    table.query = "mnist relu";
    expect(ids(table)).toEqual([]);
    table.everything();
    expect(ids(table)).toEqual([2, 1]);
  });

  it("finds notes, tags and projects, and filters by them", async () => {
    const { table } = await tableOf(
      row(1, { notes: "Overshoots twice", tags: ["thesis", "seed 2"] }),
      row(2, { project: "Momentum", tags: ["thesis"] }),
      row(3, { groupId: 4, groupName: "Sizes" }),
    );
    for (const [query, found] of [
      ["sizes", [3]],
      ["overshoots", [1]],
      ["momentum", [2]],
      ["thesis", [2, 1]],
    ] as const) {
      table.query = query;
      expect(ids(table)).toEqual(found);
    }
    table.everything();
    expect(table.facets).toEqual([
      { name: "group", values: [{ value: "#4 Sizes", runs: 1 }] },
      { name: "project", values: [{ value: "Momentum", runs: 1 }] },
      {
        name: "tag",
        values: [
          { value: "thesis", runs: 2 },
          { value: "seed 2", runs: 1 },
        ],
      },
    ]);
    table.toggleFilter("tag", "seed 2");
    expect(ids(table)).toEqual([1]);
  });

  it("filters by values of a facet: any of one facet, all of several", async () => {
    const { table } = await tableOf(
      row(1, { spec: chebyshev }),
      row(2, { spec: digits }),
      row(3, { spec: digits, status: "diverged" }),
    );
    const counts = (name: string) =>
      table.facets
        .find((facet) => facet.name === name)
        ?.values.map(({ value, runs }) => `${value} ${runs}`);
    expect(table.facets.map(({ name }) => name)).toEqual(["status", "data"]);
    expect(counts("status")).toEqual(["Finished 2", "Diverged 1"]);
    expect(counts("data")).toEqual(["MNIST 2", "Chebyshev 1"]);
    table.toggleFilter("data", "MNIST");
    expect(ids(table)).toEqual([3, 2]);
    // A facet counts what its own choice would find, not what it leaves.
    expect(counts("status")).toEqual(["Diverged 1", "Finished 1"]);
    expect(counts("data")).toEqual(["MNIST 2", "Chebyshev 1"]);
    table.toggleFilter("status", "Finished");
    expect(ids(table)).toEqual([2]);
    table.toggleFilter("data", "Chebyshev");
    expect(ids(table)).toEqual([2, 1]);
  });

  it("selects one by one and in ranges, and stays on its run when the order changes", async () => {
    const { table, archive } = await tableOf(row(1), row(2), row(3), row(4));
    table.grid.selection.moveTo(1);
    table.grid.selection.moveTo(2, true);
    expect(selected(table)).toEqual([3, 2]);
    table.grid.selection.moveTo(0, true);
    expect(selected(table)).toEqual([4, 3]);
    table.grid.selection.toggle(3);
    expect(selected(table)).toEqual([4]);
    archive.put(row(5));
    expect(table.current?.id).toBe(3);
    expect(table.grid.selection.at).toBe(2);
    table.grid.selection.selectNone();
    expect(table.chosen.map(({ id }) => id)).toEqual([3]);
  });

  it("stays at its place when its run is deleted", async () => {
    const { table, archive } = await tableOf(row(1), row(2), row(3), row(4));
    table.grid.selection.moveTo(1);
    archive.remove([3]);
    expect(table.current?.id).toBe(2);
    table.grid.selection.moveTo(9);
    archive.remove([1]);
    expect(table.current?.id).toBe(2);
  });

  it("compares and deletes only what is in sight", async () => {
    const { table } = await tableOf(row(1), row(2, { name: "wide" }));
    table.grid.selection.selectAll();
    table.query = "wide";
    expect(selected(table)).toEqual([2]);
  });

  it("keeps the name among its columns", async () => {
    const { table } = await tableOf(row(1));
    table.grid.toggleColumn("name");
    table.grid.toggleColumn("hover");
    const keys = table.grid.columns.map(({ column }) => column.key);
    expect(keys).toContain("name");
    expect(keys).not.toContain("hover");
  });
});
