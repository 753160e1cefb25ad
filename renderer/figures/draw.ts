/** Draws a figure, laid out, with the code that draws the charts on screen. */
import type { Brush, Size } from "../plot/brush";
import { letter } from "../plot/lettering";
import { drawChart } from "../plot/line-chart";
import type { Palette } from "../plot/palette";
import { markPath } from "../pictures/phase-plane";
import { keyWidth, legendLine, type PlacedEntry } from "./legend";
import type { PlacedPanel, Sheet, SheetText } from "./layout";

/** @param isTransparent without paper, which also leaves out what parts letters from curves */
export function drawSheet(
  brush: Brush,
  sheet: Sheet,
  palette: Palette,
  isTransparent: boolean,
) {
  // Whatever is behind it, letters in a halo of paper would be spots on it.
  if (isTransparent) brush.strokeText = () => undefined;
  else paper(brush, sheet, palette);
  for (const text of sheet.texts) write(brush, text, palette);
  for (const entry of sheet.entries) key(brush, entry, palette);
  for (const panel of sheet.panels) {
    brush.save();
    brush.translate(sheet.margin, panel.top);
    drawPanel(brush, panel, palette);
    brush.restore();
  }
}

function paper(brush: Brush, { width, height }: Size, palette: Palette) {
  brush.fillStyle = palette.paper;
  brush.fillPath(`M0 0H${width}V${height}H0Z`);
}

function write(
  brush: Brush,
  { text, font, x, y, align, isMuted }: SheetText,
  palette: Palette,
) {
  brush.font = font;
  brush.textAlign = align;
  brush.textBaseline = "middle";
  brush.fillStyle = isMuted ? palette.muted : palette.ink;
  brush.fillText(text, x, y);
}

/** A piece of the line, with a mark where it has marks, and its name. */
function key(
  brush: Brush,
  { entry: { ink, dash, stage }, lines, x, y }: PlacedEntry,
  palette: Palette,
) {
  brush.strokeStyle = palette[ink];
  brush.lineWidth = 2;
  brush.setLineDash(dash);
  brush.beginPath();
  brush.moveTo(x, y);
  brush.lineTo(x + keyWidth - 8, y);
  brush.stroke();
  brush.setLineDash([]);
  brush.fillStyle = palette[ink];
  if (stage) brush.fillPath(markPath(stage, x + keyWidth / 2 - 4, y, 4));
  lines.forEach((line, i) =>
    letter(brush, line, {
      x: x + keyWidth,
      y: y + i * legendLine,
      align: "left",
      colour: palette.ink,
    }),
  );
}

function drawPanel(
  brush: Brush,
  { panel: { plot }, x, size }: PlacedPanel,
  palette: Palette,
) {
  if (typeof plot === "function")
    return plot(brush, size, palette, { x, y: "" });
  const named = { ...plot, x: { ...plot.x, name: x } };
  drawChart(brush, named, size, palette, document.createElement("canvas"));
}
