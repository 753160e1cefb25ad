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
    const disc = ([x, y]: [number, number], radius: number) => {
      if (!Number.isFinite(x + y)) return;
      brush.beginPath();
      brush.arc(x, y, radius, 0, 2 * Math.PI);
      brush.fill();
      brush.stroke();
    };
    brush.translate(room.left, room.top);
    brush.lineJoin = "round";
    brush.clipTo(0, 0, size.width, size.height);
    brush.fillStyle = palette.loss;
    brush.strokeStyle = palette.loss;
    brush.lineWidth = 1;
    for (const { rings } of levels) {
      const d = ringPath(rings, size);
      brush.globalAlpha = 0.03;
      brush.fillPath(d);
      brush.globalAlpha = 0.35;
      brush.strokePath(d);
    }
    brush.globalAlpha = 1;
    brush.strokeStyle = palette.threshold;
    brush.lineWidth = 1.75;
    brush.setLineDash([7, 4]);
    brush.strokePath(ringPath(threshold, size));
    brush.setLineDash([]);
    brush.strokeStyle = palette.ink;
    brush.lineWidth = 1.25;
    brush.globalAlpha = 0.25;
    brush.strokePath(segmentPath(segments, size));
    brush.globalAlpha = 1;
    brush.lineWidth = 1.5;
    const done = segments.filter(({ step }) => step <= path.step[at]);
    brush.strokePath(segmentPath(done, size));
    brush.fillStyle = palette.paper;
    disc(place(0), 4);
    brush.fillStyle = palette.ink;
    brush.strokeStyle = palette.paper;
    brush.lineWidth = 2;
    disc(place(at), 5);
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
