import { describe, expect, it } from "vitest";
import { curveDrawing } from "../../../../renderer/pictures/network/curve-drawing";
import { mapDrawing } from "../../../../renderer/pictures/network/map-drawing";
import { scatterDrawing } from "../../../../renderer/pictures/network/scatter-drawing";
import { drawn } from "../../figures/drawn";
import { curve, map, scatter } from "./pictures";

describe("the drawing", () => {
  it("of a curve goes through its outputs, broken where one is no number", () => {
    const pathsOf = (svg: string) =>
      [...svg.matchAll(/ d="(M0 [^"]*)"/g)].map(([, d]) => d.split("L").length);
    expect(pathsOf(drawn(curveDrawing(curve)))).toContain(3);
    const broken = { ...curve, outputs: [Float64Array.of(0, NaN, 0)] };
    const svg = drawn(curveDrawing(broken));
    expect(svg).not.toMatch(/NaN/);
    expect(pathsOf(svg)).not.toContain(3);
  });

  it("of a map colours each class's half: y points upwards", () => {
    const svg = drawn(mapDrawing(map));
    const areas = [...svg.matchAll(/<path[^>]*d="(M0 [^"]*H[^"]*)"[^>]*>/g)];
    const lower = areas.find(([tag]) => tag.includes("series-0"));
    const upper = areas.find(([tag]) => tag.includes("series-1"));
    const top = (found: RegExpMatchArray | undefined) =>
      Number(/^M0 ([\d.]+)/.exec(found?.[1] ?? "")?.[1]);
    expect(top(upper)).toBe(0);
    expect(top(lower)).toBeGreaterThan(100);
  });

  it("of predictions leaves out those that are no numbers", () => {
    expect(drawn(scatterDrawing(scatter))).not.toMatch(/NaN/);
  });
});
