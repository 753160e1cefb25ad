import { expect, it } from "vitest";
import { mergedFlags, type Flag } from "../../../renderer/plot/flags";

const flag = (x: number, label: string): Flag => ({
  x,
  label,
  ink: `series-${x % 8}`,
});
const merged = (flags: Flag[]) =>
  mergedFlags(
    flags,
    (x) => x,
    { left: 50, right: 650 },
    (text) => 6 * text.length,
    String,
  ).map(({ text, at, ink }) => [text, at, ink]);

it("flags apart from each other have their own words", () => {
  expect(merged([flag(300, "B"), flag(100, "A")])).toEqual([
    ["A", 100, "series-4"],
    ["B", 300, "series-4"],
  ]);
});

it("a few that touch are named together, many are counted", () => {
  expect(merged([flag(100, "A"), flag(104, "B")])).toEqual([
    ["A, B", 102, null],
  ]);
  const seeds = [0, 1, 2, 3].map((seed) => flag(100, `0.3 · ${seed}`));
  expect(merged(seeds)).toEqual([["0.3 (4)", 100, null]]);
  const many = Array.from({ length: 12 }, (_, i) => flag(200 + 5 * i, `R${i}`));
  expect(merged([...many, flag(600, "last")])).toEqual([
    ["12 crossings, 200–255", 227.5, null],
    ["last", 600, "series-0"],
  ]);
  expect(merged(many.map((one) => ({ ...one, x: 200 })))).toEqual([
    ["12 crossings, at 200", 200, null],
  ]);
});

it("words stay within the chart, and never touch each other", () => {
  const flags = Array.from({ length: 60 }, (_, i) =>
    flag(50 + i ** 2 / 6, "R"),
  );
  const placed = merged(flags) as [string, number, unknown][];
  for (const [i, [text, at]] of placed.entries()) {
    const half = 3 * text.length;
    expect(at - half).toBeGreaterThanOrEqual(50);
    if (i === 0) continue;
    const [before, where] = placed[i - 1];
    expect(at - half).toBeGreaterThanOrEqual(where + 3 * before.length + 8);
  }
});
