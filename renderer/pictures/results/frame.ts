/** What pictures of results have in common: room beside the plot, ticks and names of the axes. */
import type { Brush, Size } from "../../plot/brush";
import { letter, widthOf } from "../../plot/lettering";
import type { Palette } from "../../plot/palette";
import { tenth } from "../../plot/plane";
import { line } from "../../plot/strokes";
import type { Scale, Tick } from "./scale";

export interface Room {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export function plotWithin(whole: Size, room: Room): Size {
  return {
    width: Math.max(80, whole.width - room.left - room.right),
    height: Math.max(40, whole.height - room.top - room.bottom),
  };
}

/** Labels below the plot, as many as have room side by side, and the name of the axis at its end. */
export function drawBelow(
  brush: Brush,
  scale: Scale,
  name: string,
  { width, height }: Size,
  palette: Palette,
) {
  const y = height + 14;
  for (const { share, label } of apart(brush, scale.ticks, width)) {
    const x = share * width;
    line(brush, `M${tenth(x)} ${height}v4`, palette.line, 1);
    letter(brush, label, { x, y, align: "center", colour: palette.muted });
  }
  letter(brush, name, {
    x: width,
    y: y + 16,
    align: "right",
    colour: palette.muted,
  });
}

/** Ticks whose labels do not touch: the first, and each that is clear of the last one drawn. */
function apart(brush: Brush, ticks: Tick[], width: number): Tick[] {
  let free = -Infinity;
  return ticks.filter(({ share, label }) => {
    const half = widthOf(brush, label) / 2;
    const x = share * width;
    if (x - half < free) return false;
    free = x + half + 8;
    return true;
  });
}

/** A faint line across at each tick, with its label at the left. */
export function drawBeside(
  brush: Brush,
  scale: Scale,
  { width, height }: Size,
  palette: Palette,
) {
  for (const { share, label } of scale.ticks) {
    if (share < -0.001 || share > 1.001) continue;
    const y = tenth((1 - share) * height);
    line(brush, `M0 ${y}H${width}`, palette.line, 1);
    letter(brush, label, { x: -8, y, align: "right", colour: palette.muted });
  }
}

/** An upright cross for a run that diverged. */
export function crossPath(x: number, y: number, size: number): string {
  const [l, r, t, b] = [x - size, x + size, y - size, y + size].map(tenth);
  return `M${l} ${t}L${r} ${b}M${l} ${b}L${r} ${t}`;
}

/** The beginning of a label that has so much room. */
export function shortened(brush: Brush, label: string, width: number): string {
  if (widthOf(brush, label) <= width) return label;
  let text = label;
  while (text.length > 1 && widthOf(brush, `${text}…`) > width)
    text = text.slice(0, -1);
  return `${text.trimEnd()}…`;
}
