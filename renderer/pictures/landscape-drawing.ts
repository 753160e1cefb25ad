/** How the map of a landscape is drawn, on screen and in figures. */
import type { Drawing } from "../plot/brush";
import {
  ringPath,
  segmentPath,
  type Path,
  type Segment,
  type Terrain,
} from "./landscape-map";
import { letter } from "../plot/lettering";
import { labelsAtEdge, thresholdLabel } from "./map-labels";
import { drawAxes, plotIn, room, shareOf } from "../plot/plane";
import { dot, line } from "../plot/strokes";

export interface LandscapeScene {
  terrain: Terrain;
  path: Path;
  segments: Segment[];
  /** Index of the point shown as the present one. */
  at: number;
  /** Names of the two parameters. */
  variables: string[];
  /** "S = 2/η" */
  thresholdName: string;
}

export function landscapeDrawing(scene: LandscapeScene): Drawing {
  const { terrain, path, segments, at, variables, thresholdName } = scene;
  const { window, levels, threshold } = terrain;
  return (brush, whole, palette, names) => {
    const size = plotIn(whole);
    const place = (i: number): [number, number] => {
      const [x, y] = shareOf({ x: path.x[i], y: path.y[i] }, window);
      return [x * size.width, y * size.height];
    };
    const disc = (
      i: number,
      radius: number,
      fill: string,
      edge: string,
      width: number,
    ) => {
      const [x, y] = place(i);
      if (Number.isFinite(x + y)) dot(brush, x, y, fill, edge, width, radius);
    };
    brush.translate(room.left, room.top);
    brush.lineJoin = "round";
    brush.clipTo(0, 0, size.width, size.height);
    brush.fillStyle = palette.loss;
    for (const { rings } of levels) {
      const d = ringPath(rings, size);
      brush.globalAlpha = 0.03;
      brush.fillPath(d);
      line(brush, d, palette.loss, 1, { alpha: 0.35 });
    }
    const border = ringPath(threshold, size);
    line(brush, border, palette.threshold, 1.75, { dash: [7, 4] });
    const { ink, paper } = palette;
    line(brush, segmentPath(segments, size), ink, 1.25, { alpha: 0.25 });
    const done = segments.filter(({ step }) => step <= path.step[at]);
    line(brush, segmentPath(done, size), ink, 1.5);
    disc(0, 4, paper, ink, 1.5);
    disc(at, 5, ink, paper, 2);
    brush.unclip();

    const axes = names ? [names.x, names.y] : variables;
    drawAxes(brush, window, axes, size, palette);
    const named = thresholdLabel(threshold, size, place(at));
    if (named)
      letter(brush, thresholdName, {
        x: named.x,
        y: named.y - 4,
        align: named.end ? "right" : "left",
        colour: palette.threshold,
        halo: palette.paper,
      });
    for (const { y, text } of labelsAtEdge(levels, size))
      letter(brush, text, {
        x: size.width + 8,
        y,
        align: "left",
        colour: palette.muted,
      });
  };
}
