/** Several settings and results side by side: an axis each, and a line for each run. */
import type { VariedValue } from "../../../core/experiment/varied";
import type { Brush, Drawing, Size } from "../../plot/brush";
import { letter } from "../../plot/lettering";
import type { Palette } from "../../plot/palette";
import { tenth } from "../../plot/plane";
import { rampInk } from "../../plot/styles";
import { plotWithin, shortened } from "./frame";
import type { Arrow, ResultPicture } from "./outcome";
import { distinct, nameScale, numberScale, type Scale } from "./scale";

export interface Axis {
  name: string;
  scale: Scale;
  /** Of each run, in their order; null where it has none. */
  values: (VariedValue | null)[];
}

export interface Parallel {
  axes: Axis[];
  /** Numbers of the runs. */
  ids: number[];
  /** Of each run by the last axis, from 0 to 1; null where it has no value there. */
  tones: (number | null)[];
}

export interface AxisInput {
  name: string;
  values: (VariedValue | null)[];
  text: (value: VariedValue) => string;
}

export function parallel(ids: number[], inputs: AxisInput[]): Parallel {
  const axes = inputs.map(({ name, values, text }): Axis => {
    const known = values.filter((value) => value !== null);
    const isNumber = known.every((value) => typeof value === "number");
    const scale = isNumber
      ? numberScale(known, "values")
      : nameScale(distinct(known), text);
    return { name, scale, values };
  });
  const last = axes[axes.length - 1];
  const shares = last.values.map((value) =>
    value === null ? null : last.scale.share(value),
  );
  const known = shares.filter((share) => share !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return {
    axes,
    ids,
    tones: shares.map((share) =>
      share === null ? null : high > low ? (share - low) / (high - low) : 0.5,
    ),
  };
}

const room = { left: 68, right: 76, top: 44, bottom: 14 };
/** Above the axes, for what a run does not have. */
const laneAt = -10;

export function parallelPicture(model: Parallel): ResultPicture {
  const { ids, axes } = model;
  return {
    count: ids.length,
    axes: { x: "", y: "" },
    draw: (at) => parallelDrawing(model, at),
    near: (point, whole) => {
      const size = plotWithin(whole, room);
      const x = ((point.x - room.left) / size.width) * (axes.length - 1);
      const axis = Math.min(axes.length - 2, Math.max(0, Math.floor(x)));
      const part = Math.min(1, Math.max(0, x - axis));
      let [nearest, least] = [-1, 16];
      ids.forEach((_, i) => {
        const from = heightOf(axes[axis], i, size);
        const to = heightOf(axes[axis + 1], i, size);
        const y = room.top + from + (to - from) * part;
        if (Math.abs(y - point.y) < least)
          [nearest, least] = [i, Math.abs(y - point.y)];
      });
      return nearest < 0 ? null : nearest;
    },
    move: (at, key: Arrow) => {
      const by = key === "ArrowLeft" || key === "ArrowUp" ? -1 : 1;
      return Math.min(ids.length - 1, Math.max(0, at + by));
    },
    runs: (at) => [ids[at]],
  };
}

function heightOf({ scale, values }: Axis, run: number, size: Size): number {
  const value = values[run];
  return value === null ? laneAt : (1 - scale.share(value)) * size.height;
}

function parallelDrawing(model: Parallel, at: number | null): Drawing {
  return (brush, whole, palette) => {
    const size = plotWithin(whole, room);
    const { axes, ids, tones } = model;
    const gap = size.width / Math.max(1, axes.length - 1);
    brush.translate(room.left, room.top);
    const pathOf = (run: number) =>
      `M${axes.map((axis, i) => `${tenth(i * gap)} ${tenth(heightOf(axis, run, size))}`).join("L")}`;
    const colourOf = (run: number) => {
      const tone = tones[run];
      return palette[tone === null ? "muted" : rampInk(tone)];
    };
    brush.lineJoin = "round";
    brush.lineWidth = ids.length > 60 ? 1 : 1.5;
    brush.globalAlpha = at === null ? (ids.length > 60 ? 0.6 : 0.9) : 0.25;
    ids.forEach((_, run) => {
      brush.strokeStyle = colourOf(run);
      brush.strokePath(pathOf(run));
    });
    brush.globalAlpha = 1;
    axes.forEach((axis, i) =>
      drawAxis(brush, axis, i * gap, gap, size, palette),
    );
    if (at === null) return;
    brush.strokeStyle = palette.paper;
    brush.lineWidth = 6;
    brush.strokePath(pathOf(at));
    brush.strokeStyle = colourOf(at);
    brush.lineWidth = 3;
    brush.strokePath(pathOf(at));
  };
}

function drawAxis(
  brush: Brush,
  { name, scale, values }: Axis,
  x: number,
  gap: number,
  { height }: Size,
  palette: Palette,
) {
  brush.strokeStyle = palette.muted;
  brush.lineWidth = 1;
  brush.strokePath(`M${tenth(x)} 0V${height}`);
  letter(brush, shortened(brush, name, Math.max(60, Math.min(gap, 144) - 8)), {
    x,
    y: -32,
    align: "center",
    colour: palette.ink,
    halo: palette.paper,
  });
  if (values.includes(null))
    letter(brush, "none", {
      x: x + 5,
      y: laneAt - 4,
      align: "left",
      colour: palette.muted,
      halo: palette.paper,
    });
  let free = Infinity;
  for (const { share, label } of scale.ticks) {
    const y = (1 - share) * height;
    if (y > free) continue;
    free = y - 15;
    brush.strokePath(`M${tenth(x - 3)} ${tenth(y)}h6`);
    letter(brush, shortened(brush, label, Math.max(40, gap - 12)), {
      x: x + 6,
      y,
      align: "left",
      colour: palette.muted,
      halo: palette.paper,
    });
  }
}
