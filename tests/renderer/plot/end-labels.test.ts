import { describe, expect, it } from "vitest";
import { curveOf } from "../../../renderer/plot/curve";
import { drawnChart } from "./drawn-chart";

/** Names at the ends of curves with the middle of their letters, in a chart whose y goes from 0 to 20. */
function named(curves: Record<string, [x: number, y: number][]>) {
  const svg = drawnChart({
    x: { min: 0, max: 100 },
    y: { min: 0, max: 20, log: false },
    threshold: null,
    crossing: null,
    curves: Object.entries(curves).map(([name, points]) => {
      const [x, y] = [0, 1].map((i) =>
        Float64Array.from(points, (one) => one[i]),
      );
      return curveOf(name, name, "sharpness", { x, y });
    }),
  });
  // Each twice: its halo first.
  const names = new Map(
    [...svg.matchAll(/<text x="([^"]*)" y="([^"]*)"[^>]*>(Run [^<]*)</g)].map(
      ([, x, y, name]) => [name, { name, x: Number(x), y: Number(y) }],
    ),
  );
  return [...names.values()].sort((a, b) => a.name.localeCompare(b.name));
}

const flat = (end: number, y: number): [number, number][] => [
  [0, y],
  [end, y],
];

describe("the name at the end of a curve", () => {
  it("is beside it, inside the plot as well", () => {
    const [a, b] = named({ "Run a": flat(50, 15), "Run b": flat(100, 5) });
    expect(a.x).toBe(52 + 250 + 6);
    expect(b.x).toBe(52 + 500 + 6);
  });

  it("is not on another curve that goes on there", () => {
    const [a, b] = named({ "Run a": flat(50, 15), "Run b": flat(100, 15.2) });
    expect(a.y - b.y).toBeGreaterThanOrEqual(5);
  });

  it("is left out where curves cover everything around it", () => {
    const wild = Array.from({ length: 101 }, (_, x): [number, number] => [
      x,
      x % 2 ? 20 : 0,
    ]);
    const names = named({ "Run a": flat(50, 15), "Run b": wild });
    expect(names.map(({ name }) => name)).toEqual(["Run b"]);
  });
});
