import { count } from "../lib/format";
import { canvasBrush } from "../plot/brush";
import { coloursOf } from "./colours";
import { drawSheet } from "./draw";
import type { Figure } from "./figure";
import { dotsPerUnit, scaleOf, type Format } from "./format";
import { layOut, NoRoom, type Texts } from "./layout";
import { withDensity } from "./png-density";
import { contextOf } from "./svg";

/** What a canvas can be; beyond it Chromium draws nothing, and says nothing. */
const longestSide = 16_000;
const mostDots = 150_000_000;

/**
 * A figure as a PNG, with so many dots as its size and density say.
 * @throws NoRoom
 */
export async function figurePng(
  figure: Figure,
  texts: Texts,
  format: Format,
): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = document.createElement("canvas");
  const context = contextOf(canvas);
  const sheet = layOut(canvasBrush(context), figure, texts, format);
  const dots = dotsPerUnit(format) / scaleOf(format);
  const width = Math.round(sheet.width * dots);
  const height = Math.round(sheet.height * dots);
  if (Math.max(width, height) > longestSide || width * height > mostDots)
    throw new NoRoom(
      `As PNG it would have ${count(width)} × ${count(height)} dots, which is more than can be drawn. Choose fewer dots per inch or a smaller figure, or save it as SVG or PDF.`,
    );
  canvas.width = width;
  canvas.height = height;
  context.scale(dots, dots);
  drawSheet(
    canvasBrush(context),
    sheet,
    coloursOf(format),
    format.isTransparent,
  );
  const blob = await new Promise<Blob | null>((done) =>
    canvas.toBlob(done, "image/png"),
  );
  if (!blob) throw new Error("There is not enough memory for the picture.");
  const png = new Uint8Array(await blob.arrayBuffer());
  return format.unit === "mm" ? withDensity(png, format.dpi) : png;
}
