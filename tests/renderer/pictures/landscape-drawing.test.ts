import { expect, it } from "vitest";
import { buildLandscape } from "../../../core/landscapes/spec";
import { landscapeDrawing } from "../../../renderer/pictures/landscape-drawing";
import {
  segmentsOf,
  terrainOf,
  windowOf,
} from "../../../renderer/pictures/landscape-map";
import { drawn } from "../figures/drawn";

const { objective } = buildLandscape({
  kind: "landscape",
  name: "product",
  start: [1.7, 0.3],
});
const path = {
  step: Float64Array.of(0, 1, 2),
  x: Float64Array.of(1.7, 1, 0.9),
  y: Float64Array.of(0.3, 0.8, 1.2),
  loss: Float64Array.of(0.12, 0.02, 0.01),
};
const terrain = terrainOf(objective, windowOf(path, 1, false), 3);
const svgAt = (at: number) =>
  drawn(
    landscapeDrawing({
      terrain,
      path,
      segments: segmentsOf(path, terrain.window).segments,
      at,
      variables: ["x", "y"],
      thresholdName: "S = 2/η",
    }),
  );

it("the map has its level lines, its threshold and the names of both", () => {
  const svg = svgAt(2);
  expect(svg.match(/stroke="loss"/g)).toHaveLength(terrain.levels.length);
  expect(svg.match(/stroke="threshold"[^>]*stroke-dasharray/g)).toHaveLength(1);
  for (const name of ["S = 2/η", "x", "y", "0.05"])
    expect(svg).toContain(`>${name}</text>`);
});

it("the path is faint after the point being read", () => {
  const pieces = (at: number) =>
    [...svgAt(at).matchAll(/ d="([^"]*)" fill="none" stroke="ink"/g)].map(
      ([, d]) => d.split("L").length - 1,
    );
  // All of it faintly, what is done of it, and the ring at the start.
  expect(pieces(1)).toEqual([2, 1, 0]);
  expect(pieces(2)).toEqual([2, 2, 0]);
});
