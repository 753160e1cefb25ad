import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { TablePager } from "../../../renderer/pictures/TablePager.svelte";
import { fakeLab, run, series } from "../fake-lab";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("TablePager", () => {
  it("asks for the steps of one page and more pixels than rows", async () => {
    const fake = fakeLab();
    fake.answer("runs.readSeries", () =>
      series([1000, 1010], { lambda1: [40, 41] }),
    );
    const pager = new TablePager(fake.lab, run(), "spectrum");
    pager.turn(1);
    await vi.advanceTimersByTimeAsync(0);
    // Every 10 steps, 100 rows a page: the second page has steps 1000 to 1999.
    expect(fake.asked[0].args[0]).toMatchObject({
      table: "spectrum",
      from: 1000,
      to: 1999,
      pixels: 10_000,
    });
    expect(pager.rows.map((row) => row.slice(0, 2))).toEqual([
      [1000, 40],
      [1010, 41],
    ]);
  });

  it("counts the pages of each table", () => {
    const { lab } = fakeLab();
    const { spec: usual } = run();
    // The test split is looked at more often than sharpness is measured.
    const measure = { ...usual.measure, test: { every: 5 } };
    const spec = { ...usual, measure };
    const pages = (table: "steps" | "spectrum" | "test", last: number) =>
      new TablePager(lab, run({ spec }), table).pages(last);
    expect(pages("steps", 0)).toBe(1);
    expect(pages("steps", 99)).toBe(1);
    expect(pages("steps", 100)).toBe(2);
    expect(pages("spectrum", 500)).toBe(1);
    expect(pages("spectrum", 1000)).toBe(2);
    expect(pages("test", 1000)).toBe(3);
  });

  it("takes the columns of a run that had no rows at first", async () => {
    const fake = fakeLab();
    fake.answer("runs.readSeries", () => series([0], { loss: [1] }));
    const columns = {
      steps: [],
      spectrum: [],
      test: [],
      batch: [],
      batchSteps: [],
    };
    const pager = new TablePager(fake.lab, run({ columns }), "steps");
    expect(pager.columns).toEqual([]);
    pager.refresh(["step", "loss"]);
    await vi.advanceTimersByTimeAsync(0);
    expect(pager.columns).toEqual(["step", "loss"]);
    expect(pager.rows).toEqual([[0, 1]]);
  });

  it("says why a page cannot be read", async () => {
    const fake = fakeLab();
    fake.refuse("runs.readSeries", {
      code: "archive",
      message: "The disk is gone.",
    });
    const pager = new TablePager(fake.lab, run(), "steps");
    pager.refresh(["step", "loss"]);
    await vi.advanceTimersByTimeAsync(0);
    expect(pager.task.failure?.message).toBe("The disk is gone.");
  });
});
