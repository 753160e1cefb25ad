/** The strokes that marks are made of. */
import type { Brush } from "./brush";

export function dot(
  ctx: Brush,
  x: number,
  y: number,
  fill: string,
  edge: string,
  edgeWidth = 2,
  radius = 4,
) {
  circle(ctx, x, y, radius);
  ctx.fillStyle = fill;
  ctx.fill();
  if (edgeWidth === 0) return;
  ctx.lineWidth = edgeWidth;
  ctx.strokeStyle = edge;
  ctx.stroke();
}

export function circle(ctx: Brush, x: number, y: number, radius: number) {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
}

export function rule(
  ctx: Brush,
  colour: string,
  width: number,
  dash: number[],
  from: [number, number],
  to: [number, number],
) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.setLineDash(dash);
  ctx.beginPath();
  ctx.moveTo(...from);
  ctx.lineTo(...to);
  ctx.stroke();
  ctx.setLineDash([]);
}

/** Strokes the `d` of an SVG path. The brush keeps colour and width. */
export function line(
  ctx: Brush,
  d: string,
  colour: string,
  width: number,
  { dash = [], alpha = 1 }: { dash?: readonly number[]; alpha?: number } = {},
) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.globalAlpha = alpha;
  ctx.setLineDash([...dash]);
  ctx.strokePath(d);
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
}
