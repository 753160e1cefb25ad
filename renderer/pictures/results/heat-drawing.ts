/** How results against two settings are drawn, on screen and in figures. */
import { quantity } from "../../lib/format";
import type { Brush, Drawing, Size } from "../../plot/brush";
import { letter, widthOf } from "../../plot/lettering";
import type { Palette } from "../../plot/palette";
import { tenth } from "../../plot/plane";
import { rampInk } from "../../plot/styles";
import {
  crossPath,
  drawBelow,
  plotWithin,
  shortened,
  type Room,
} from "./frame";
import type { Cell, HeatMap } from "./heat-map";
import type { Arrow, ResultPicture } from "./outcome";

/** Room at the left for the longest name, about as wide as its letters. */
function roomOf({ y }: HeatMap): Room {
  const longest = Math.max(...y.ticks.map(({ label }) => label.length));
  const left = Math.min(148, Math.max(62, 7 * longest + 16));
  return { left, right: 84, top: 24, bottom: 42 };
}

/** Height of the whole picture for a width. */
export function heatTallness(map: HeatMap): number {
  const { top, bottom } = roomOf(map);
  return Math.min(480, Math.max(180, 34 * map.rows + top + bottom));
}

export function heatPicture(map: HeatMap): ResultPicture {
  const { cells, columns, rows } = map;
  const room = roomOf(map);
  return {
    count: cells.length,
    axes: { x: map.names[0], y: map.names[1] },
    draw: (at) => heatDrawing(map, at),
    near: ({ x, y }, whole) => {
      const { width, height } = plotWithin(whole, room);
      const column = Math.floor(((x - room.left) / width) * columns);
      const row = Math.floor((1 - (y - room.top) / height) * rows);
      const isInside =
        column >= 0 && column < columns && row >= 0 && row < rows;
      return isInside ? row * columns + column : null;
    },
    move: (at, key) => moved(map, at, key),
    runs: (at) => cells[at].spots.map(({ id }) => id),
  };
}

function moved({ columns, rows }: HeatMap, at: number, key: Arrow): number {
  const [column, row] = [at % columns, Math.floor(at / columns)];
  const [right, up] = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowDown: [0, -1],
    ArrowUp: [0, 1],
  }[key];
  const inside = (value: number, length: number) =>
    Math.min(length - 1, Math.max(0, value));
  return inside(row + up, rows) * columns + inside(column + right, columns);
}

function heatDrawing(map: HeatMap, at: number | null): Drawing {
  const room = roomOf(map);
  return (brush, whole, palette, names) => {
    const axes = names ?? { x: map.names[0], y: map.names[1] };
    const size = plotWithin(whole, room);
    const [width, height] = [size.width / map.columns, size.height / map.rows];
    brush.translate(room.left, room.top);
    drawBelow(brush, map.x, axes.x, size, palette);
    let free = Infinity;
    for (const { share, label } of map.y.ticks) {
      const y = (1 - share) * size.height;
      if (y > free) continue;
      free = y - 14;
      letter(brush, shortened(brush, label, room.left - 10), {
        x: -8,
        y,
        align: "right",
        colour: palette.muted,
      });
    }
    letter(brush, axes.y, {
      x: -room.left + 4,
      y: -14,
      align: "left",
      colour: palette.muted,
    });
    for (const cell of map.cells)
      drawCell(
        brush,
        map,
        cell,
        {
          left: cell.column * width,
          top: size.height - (cell.row + 1) * height,
          width,
          height,
        },
        palette,
      );
    if (at !== null) {
      const { column, row } = map.cells[at];
      brush.strokeStyle = palette.ink;
      brush.lineWidth = 2.5;
      brush.strokePath(
        boxPath(
          column * width,
          size.height - (row + 1) * height,
          width,
          height,
          0,
        ),
      );
    }
    drawKey(brush, map, size, palette);
  };
}

interface Box extends Size {
  left: number;
  top: number;
}

function drawCell(
  brush: Brush,
  map: HeatMap,
  { spots, mean }: Cell,
  { left, top, width, height }: Box,
  palette: Palette,
) {
  const [x, y] = [left + width / 2, top + height / 2];
  const path = boxPath(left, top, width, height, 1);
  if (!mean) {
    // Nothing was run here, or nothing came of it.
    brush.strokeStyle = palette.line;
    brush.lineWidth = 1;
    brush.strokePath(path);
  } else {
    brush.fillStyle = palette[rampInk(map.tone(mean.mean))];
    brush.fillPath(path);
  }
  // The whole ramp is dark on light paper, and light on dark.
  const colour = mean ? palette.paper : palette.muted;
  const diverged = spots.some((spot) => spot.diverged && spot.value === null);
  const small = Math.min(5, width / 4, height / 4);
  if (diverged) {
    brush.strokeStyle = mean ? colour : palette.threshold;
    brush.lineWidth = 1.5;
    brush.strokePath(
      mean
        ? crossPath(left + width - 9, top + 9, Math.min(3.5, small))
        : crossPath(x, y, small),
    );
  }
  const label = mean
    ? map.text(mean.mean)
    : spots.length === 0
      ? "–"
      : diverged
        ? ""
        : "none";
  if (height < 14 || widthOf(brush, label) > width - 6) return;
  letter(brush, label, { x, y, align: "center", colour });
}

/** The scale of colours at the right, with its ends. */
function drawKey(
  brush: Brush,
  map: HeatMap,
  { width, height }: Size,
  palette: Palette,
) {
  if (!Number.isFinite(map.least)) return;
  const left = width + 14;
  const steps = 24;
  for (let i = 0; i < steps; i++) {
    brush.fillStyle = palette[rampInk((i + 0.5) / steps)];
    brush.fillPath(
      boxPath(
        left,
        height - ((i + 1) * height) / steps,
        10,
        height / steps,
        -0.2,
      ),
    );
  }
  const ends = map.most > map.least ? [map.least, map.most] : [map.least];
  ends.forEach((value, i) =>
    letter(brush, quantity(value, 3), {
      x: left + 14,
      y: i === 0 ? height - 6 : 6,
      align: "left",
      colour: palette.muted,
    }),
  );
}

/** A rectangle, smaller by `gap` on each side. */
function boxPath(
  left: number,
  top: number,
  width: number,
  height: number,
  gap: number,
) {
  const [l, t] = [left + gap, top + gap].map(tenth);
  const [r, b] = [left + width - gap, top + height - gap].map(tenth);
  return `M${l} ${t}H${r}V${b}H${l}Z`;
}
