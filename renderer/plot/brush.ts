import type { Palette } from "./palette";

export interface Size {
  width: number;
  height: number;
}

/** Names that a person gave the axes of a picture. */
export interface AxisNames {
  x: string;
  y: string;
}

/**
 * A picture that fills a box whose upper left corner is at the origin of the brush.
 * @param names in the place of its own
 */
export type Drawing = (
  brush: Brush,
  size: Size,
  palette: Palette,
  names?: AxisNames,
) => void;

/** What the marks of a chart need of a canvas; the SVG of a figure is written through the same. */
export interface Brush {
  strokeStyle: string;
  fillStyle: string;
  globalAlpha: number;
  lineWidth: number;
  lineJoin: CanvasLineJoin;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
  translate(x: number, y: number): void;
  /** Keeps where the origin is, until `restore`. */
  save(): void;
  restore(): void;
  beginPath(): void;
  closePath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  arc(x: number, y: number, radius: number, from: number, to: number): void;
  fill(): void;
  stroke(): void;
  /** The same of the `d` of an SVG path. */
  fillPath(d: string): void;
  strokePath(d: string): void;
  setLineDash(lengths: number[]): void;
  fillText(text: string, x: number, y: number): void;
  strokeText(text: string, x: number, y: number): void;
  measureText(text: string): { width: number };
  /** Keeps what follows inside a rectangle, until `unclip`. */
  clipTo(left: number, top: number, width: number, height: number): void;
  unclip(): void;
}

/** The brush of a canvas is its context, which clips and takes paths in other words. */
export function canvasBrush(context: CanvasRenderingContext2D): Brush {
  return Object.assign(context, {
    clipTo(left: number, top: number, width: number, height: number) {
      context.save();
      context.beginPath();
      context.rect(left, top, width, height);
      context.clip();
    },
    unclip: () => context.restore(),
    fillPath: (d: string) => context.fill(new Path2D(d)),
    strokePath: (d: string) => context.stroke(new Path2D(d)),
  }) as unknown as Brush;
}
