import { canvasBrush } from "../plot/brush";
import { coloursOf } from "./colours";
import { drawSheet } from "./draw";
import type { Figure } from "./figure";
import { scaleOf, type Format } from "./format";
import { layOut, type Texts } from "./layout";
import { SvgBrush, type Outline } from "./svg-brush";

export interface DrawnFigure {
  svg: string;
  /** In the units of the figure. */
  width: number;
  height: number;
  /** What there was no room for, in sentences. */
  leftOut: string[];
}

/**
 * A figure as SVG of its size.
 * @param outline where letters are to be drawn as shapes, which need no typeface
 * @param name begins the identifiers in it, so that several figures may stand on one page
 * @throws NoRoom
 */
export function figureSvg(
  figure: Figure,
  texts: Texts,
  format: Format,
  { outline, name = "plot" }: { outline?: Outline; name?: string } = {},
): DrawnFigure {
  const context = contextOf(document.createElement("canvas"));
  const sheet = layOut(canvasBrush(context), figure, texts, format);
  const brush = new SvgBrush(
    name,
    (text, font) => {
      context.font = font;
      return context.measureText(text).width;
    },
    outline,
  );
  drawSheet(brush, sheet, coloursOf(format), format.isTransparent);
  const scale = scaleOf(format);
  const width = rounded(sheet.width / scale);
  const height = rounded(sheet.height / scale);
  const svg = brush.document(sheet, {
    width: `${width}${format.unit}`,
    height: `${height}${format.unit}`,
    title: texts.title || figure.title,
    description: [figure.caption, ...figure.stamp].join("\n"),
  });
  return { svg, width, height, leftOut: sheet.leftOut };
}

export function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("There is not enough memory for the picture.");
  return context;
}

function rounded(length: number): number {
  return Math.round(length * 1000) / 1000;
}
