import { describe, expect, it } from "vitest";
import { ArchiveController } from "../../../renderer/screens/archive/Controller.svelte";
import {
  scrollToShow,
  visibleRows,
} from "../../../renderer/screens/archive/window";
import { deferred, fakeLab, rowOf, run } from "../fake-lab";

const row = (id: number, changes: Parameters<typeof run>[0] = {}) =>
  rowOf(run({ id, status: "finished", ...changes }));

async function loaded(...rows: ReturnType<typeof row>[]) {
  const fake = fakeLab();
  fake.answer("runs.list", () => rows);
  const archive = new ArchiveController(fake.lab);
  await archive.load();
  return archive;
}

describe("ArchiveController", () => {
  it("puts a new run first and a changed one in its place", async () => {
    const archive = await loaded(row(2), row(1));
    expect(archive.put(row(3))).toBeUndefined();
    expect(archive.put(row(1, { name: "new name" }))?.name).toBe(
      "MNIST-5k tanh",
    );
    expect(archive.rows.map(({ id }) => id)).toEqual([3, 2, 1]);
    expect(archive.find(1)?.name).toBe("new name");
  });

  it("does not let an old list undo what it heard meanwhile", async () => {
    const fake = fakeLab();
    const slow = deferred<ReturnType<typeof row>[]>();
    fake.answer("runs.list", () => slow.promise);
    const archive = new ArchiveController(fake.lab);
    const loading = archive.load();
    archive.put(row(1, { status: "finished" }));
    slow.resolve([row(1, { status: "running" })]);
    await loading;
    expect(archive.rows.map(({ status }) => status)).toEqual(["finished"]);
  });

  it("knows the run that can still go on", async () => {
    expect((await loaded(row(1))).active).toBeUndefined();
    const archive = await loaded(row(2), row(1, { status: "paused" }));
    expect(archive.active?.id).toBe(1);
  });

  it("takes deleted runs out and puts one that comes back in its place", async () => {
    const archive = await loaded(row(4), row(3), row(2), row(1));
    archive.moveTo(2);
    archive.remove([3, 4]);
    expect(archive.rows.map(({ id }) => id)).toEqual([2, 1]);
    expect(archive.rows[archive.at].id).toBe(2);
    archive.put(row(3));
    expect(archive.rows.map(({ id }) => id)).toEqual([3, 2, 1]);
    expect(archive.rows[archive.at].id).toBe(2);
    archive.remove([1, 2]);
    expect(archive.rows[archive.at].id).toBe(3);
  });

  it("moves within the list and stays on its run when one is added", async () => {
    const archive = await loaded(row(3), row(2), row(1));
    archive.move(-1);
    expect(archive.at).toBe(0);
    archive.move(1);
    archive.put(row(4));
    expect(archive.rows[archive.at].id).toBe(2);
    archive.move(99);
    expect(archive.rows[archive.at].id).toBe(1);
  });
});

describe("the window of a long list", () => {
  it("has the rows in view and a few more, whatever the length", () => {
    expect(visibleRows(0, 600, 76, 3000)).toEqual({ from: 0, to: 12 });
    const middle = visibleRows(76 * 1000, 600, 76, 3000);
    expect(middle).toEqual({ from: 996, to: 1012 });
    expect(visibleRows(76 * 2995, 600, 76, 3000).to).toBe(3000);
    expect(visibleRows(0, 600, 76, 0)).toEqual({ from: 0, to: 0 });
    // The list became shorter than where it was scrolled to.
    expect(visibleRows(76 * 100, 600, 76, 5)).toEqual({ from: 5, to: 5 });
  });

  it("scrolls only when a row is not wholly in view", () => {
    expect(scrollToShow(3, 0, 600, 76)).toBe(0);
    expect(scrollToShow(8, 0, 600, 76)).toBe(9 * 76 - 600);
    expect(scrollToShow(2, 300, 600, 76)).toBe(152);
  });
});
