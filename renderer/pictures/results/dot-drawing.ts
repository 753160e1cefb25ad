/** How results against a setting are drawn, on screen and in figures. */
import type { Brush, Drawing, Size } from "../../plot/brush";
import { letter, widthOf } from "../../plot/lettering";
import { dashes, type Palette } from "../../plot/palette";
import { tenth } from "../../plot/plane";
import { hues, rampInk } from "../../plot/styles";
import type { DotPlot, Threshold, Tone } from "./dot-plot";
import {
  crossPath,
  disc,
  drawBelow,
  drawBeside,
  plotWithin,
  shortened,
} from "./frame";
import { absence, type Arrow, type ResultPicture, type Spot } from "./outcome";

const laneHeight = 18;
const labelHeight = 14;

const roomOf = ({ lanes, lines }: DotPlot) => ({
  left: 62,
  right: lines.some(({ label }) => label) ? 84 : 40,
  top: 14 + lanes.length * laneHeight,
  bottom: 42,
});

export function dotPicture(plot: DotPlot): ResultPicture {
  const { spots } = plot;
  return {
    count: spots.length,
    draw: (at) => dotDrawing(plot, at),
    near: (point, whole) => {
      const size = plotWithin(whole, roomOf(plot));
      const { left, top } = roomOf(plot);
      let [nearest, least] = [-1, 24];
      spots.forEach((spot, i) => {
        const [x, y] = placeOf(plot, spot, size);
        const distance = Math.hypot(left + x - point.x, top + y - point.y);
        if (distance < least) [nearest, least] = [i, distance];
      });
      return nearest < 0 ? null : nearest;
    },
    move: (at, key) => neighbour(plot, at, key),
    runs: (at) => [spots[at].id],
  };
}

/** Left and right along the setting, up and down among the runs with the same value. */
function neighbour({ spots, x }: DotPlot, at: number, key: Arrow): number {
  const rank = (spot: Spot) => spot.value ?? Infinity;
  const order = spots.map((_, i) => i);
  const upright = key === "ArrowUp" || key === "ArrowDown";
  const sideways = (i: number) => x.share(spots[i].x);
  const inOrder = upright
    ? order
        .filter((i) => spots[i].x === spots[at].x)
        .sort((a, b) => rank(spots[a]) - rank(spots[b]))
    : order.sort((a, b) => sideways(a) - sideways(b) || a - b);
  const by = key === "ArrowLeft" || key === "ArrowDown" ? -1 : 1;
  const place = inOrder.indexOf(at) + by;
  return inOrder[Math.min(inOrder.length - 1, Math.max(0, place))];
}

function placeOf(
  { x, y, lanes }: DotPlot,
  spot: Spot,
  { width, height }: Size,
): [number, number] {
  const across = x.share(spot.x) * width;
  if (spot.value !== null) return [across, (1 - y.share(spot.value)) * height];
  const lane = lanes.indexOf(absence(spot));
  return [across, laneAt(lane)];
}

/** The middle of a lane above the plot. */
function laneAt(lane: number): number {
  return -16 - lane * laneHeight;
}

function dotDrawing(plot: DotPlot, at: number | null): Drawing {
  return (brush, whole, palette) => {
    const room = roomOf(plot);
    const size = plotWithin(whole, room);
    brush.translate(room.left, room.top);
    drawBeside(brush, plot.y, size, palette);
    drawBelow(brush, plot.x, plot.xName, size, palette);
    plot.lanes.forEach((lane, i) => {
      const y = laneAt(i);
      brush.strokeStyle = palette.line;
      brush.setLineDash([2, 3]);
      brush.strokePath(`M0 ${y}H${size.width}`);
      brush.setLineDash([]);
      letter(brush, lane, { x: -8, y, align: "right", colour: palette.muted });
    });
    drawOthers(brush, plot, size, palette);
    for (const threshold of plot.thresholds)
      drawThreshold(brush, plot, threshold, size, palette);
    for (const [i, line] of plot.lines.entries())
      drawLine(brush, plot, line, i, size, palette);
    plot.spots.forEach((spot, i) =>
      drawSpot(brush, plot, spot, size, palette, i === at),
    );
    drawLabels(brush, plot, size, palette);
    // On top of all the others.
    if (at !== null) drawSpot(brush, plot, plot.spots[at], size, palette, true);
  };
}

export function toneColour(tone: Tone, palette: Palette): string {
  return "share" in tone
    ? palette[rampInk(tone.share)]
    : palette[`series-${tone.place % hues}`];
}

function drawOthers(brush: Brush, plot: DotPlot, size: Size, palette: Palette) {
  brush.fillStyle = palette.muted;
  brush.globalAlpha = 0.4;
  for (const { x, y } of plot.others) {
    disc(
      brush,
      plot.x.share(x) * size.width,
      (1 - plot.y.share(y)) * size.height,
      3,
    );
    brush.fill();
  }
  brush.globalAlpha = 1;
}

function drawThreshold(
  brush: Brush,
  plot: DotPlot,
  threshold: Threshold,
  size: Size,
  palette: Palette,
) {
  const { x, y } = plot;
  const points = threshold.points.map((point): [number, number] => [
    tenth(x.share(point.x) * size.width),
    tenth((1 - y.share(point.y)) * size.height),
  ]);
  brush.clipTo(0, 0, size.width, size.height);
  brush.strokeStyle = palette.threshold;
  brush.lineWidth = 1.5;
  brush.setLineDash([7, 4]);
  brush.strokePath(`M${points.map((point) => point.join(" ")).join("L")}`);
  brush.setLineDash([]);
  brush.unclip();
  const place = nameAt(brush, plot, threshold.label, points, size);
  if (!place) return;
  letter(brush, threshold.label, {
    ...place,
    align: "left",
    colour: palette.threshold,
    halo: palette.paper,
  });
}

/** Where the name of a threshold hides no dot: a third along it where that is free. */
function nameAt(
  brush: Brush,
  plot: DotPlot,
  name: string,
  points: [number, number][],
  size: Size,
) {
  const width = widthOf(brush, name);
  const spots = plot.spots.map((spot) => placeOf(plot, spot, size));
  const hides = (x: number, y: number) =>
    spots.some(
      ([left, top]) =>
        left > x - 8 && left < x + width + 8 && Math.abs(top - y) < 14,
    );
  const along = points.slice(1).flatMap(([x, y], i) => {
    const [fromX, fromY] = points[i];
    const parts = points.length > 8 ? 1 : 24;
    return Array.from({ length: parts }, (_, part) => [
      fromX + ((x - fromX) * part) / parts,
      fromY + ((y - fromY) * part) / parts,
    ]);
  });
  const third = Math.floor(along.length / 3);
  const places = [...along.slice(third), ...along.slice(0, third)]
    .map(([x, y]) => ({ x: Math.min(x + 6, size.width - width), y: y - 9 }))
    .filter(({ y }) => y >= 0 && y <= size.height - 9);
  return places.find(({ x, y }) => !hides(x, y)) ?? places.at(0);
}

function drawLine(
  brush: Brush,
  plot: DotPlot,
  { tone, points }: DotPlot["lines"][number],
  index: number,
  size: Size,
  palette: Palette,
) {
  const x = (value: DotPlot["spots"][number]["x"]) =>
    tenth(plot.x.share(value) * size.width);
  const y = (value: number) => tenth((1 - plot.y.share(value)) * size.height);
  brush.strokeStyle = toneColour(tone, palette);
  brush.lineWidth = 1.5;
  brush.lineJoin = "round";
  brush.setLineDash([...dashes[index % dashes.length]]);
  if (points.length > 1)
    brush.strokePath(
      `M${points.map((point) => `${x(point.x)} ${y(point.mean)}`).join("L")}`,
    );
  brush.setLineDash([]);
  for (const point of points.filter(({ count }) => count > 1)) {
    const [across, mean] = [x(point.x), y(point.mean)];
    brush.lineWidth = 1;
    brush.strokePath(`M${across} ${y(point.low)}V${y(point.high)}`);
    brush.lineWidth = 2;
    brush.strokePath(`M${across - 6} ${mean}h12`);
  }
}

function drawSpot(
  brush: Brush,
  plot: DotPlot,
  spot: Spot,
  size: Size,
  palette: Palette,
  isRead: boolean,
) {
  const [x, y] = placeOf(plot, spot, size);
  const colour = toneColour(plot.toneOf(spot), palette);
  brush.strokeStyle = colour;
  brush.lineWidth = 1.75;
  const radius = isRead ? 6 : plot.spots.length > 60 ? 3 : 4;
  if (spot.diverged) brush.strokePath(crossPath(x, y, radius));
  else {
    disc(brush, x, y, radius);
    brush.fillStyle = spot.value === null ? palette.paper : colour;
    brush.fill();
    if (spot.value === null) brush.stroke();
  }
  if (!isRead) return;
  brush.strokeStyle = palette.ink;
  brush.lineWidth = 1.5;
  disc(brush, x, y, 9);
  brush.stroke();
}

/** The value of the second setting at the end of each line, moved apart; those without room are left out. */
function drawLabels(brush: Brush, plot: DotPlot, size: Size, palette: Palette) {
  const ends = plot.lines.flatMap(({ label, tone, points }) => {
    const last = points.at(-1);
    if (!label || !last) return [];
    const x = plot.x.share(last.x) * size.width;
    return [{ label, tone, x, y: (1 - plot.y.share(last.mean)) * size.height }];
  });
  ends.sort((a, b) => a.y - b.y);
  const places = ends.map(({ y }) => y);
  places.forEach((y, i) => {
    if (i > 0) places[i] = Math.max(y, places[i - 1] + labelHeight);
  });
  // Those pushed below the plot go up again.
  for (let i = places.length - 1, limit = size.height; i >= 0; i--) {
    places[i] = Math.min(places[i], limit);
    limit = places[i] - labelHeight;
  }
  ends.forEach(({ label, tone, x, y }, i) => {
    const at = places[i];
    if (Math.abs(at - y) > 3 * labelHeight) return;
    const colour = toneColour(tone, palette);
    brush.strokeStyle = colour;
    brush.lineWidth = 0.75;
    brush.setLineDash([1, 4]);
    brush.strokePath(
      `M${tenth(x + 6)} ${tenth(y)}L${tenth(size.width + 6)} ${tenth(at)}`,
    );
    brush.setLineDash([]);
    letter(brush, shortened(brush, label, 72), {
      x: size.width + 9,
      y: at,
      align: "left",
      colour,
      halo: palette.paper,
    });
  });
}
