/** A chart as a figure for a paper: light, with title, legend, caption and where it comes from. */
import type { RunRow } from "../../core/contract/api";
import { describeData } from "../../core/experiment/describe";
import type { Stage } from "../../core/theory/stages";
import { noThreshold, stepSizeCourse, thresholdText } from "../lib/threshold";
import {
  canvasBrush,
  type Brush,
  type Drawing,
  type Size,
} from "../plot/brush";
import { lanesSentence } from "../plot/lanes";
import { family, letter, widthOf } from "../plot/lettering";
import { drawChart } from "../plot/line-chart";
import type { ChartModel } from "../plot/model";
import { readPalette, type Ink, type Palette } from "../plot/palette";
import { markPath } from "../pictures/phase-plane";
import { SvgBrush } from "./svg-brush";

export interface Figure {
  title: string;
  plot: ChartModel | Drawing;
  legend: Entry[];
  caption: string;
  /** Settings and version, small print: a line each. */
  stamp: string[];
  /** Height of its plot in CSS pixels, where it is not the usual one. */
  plotHeight?: number;
}

interface Entry {
  label: string;
  ink: Ink;
  dash: number[];
  /** Whose mark the points of the line have. */
  stage?: Stage;
}

/** Width of a figure and usual height of its plot, in CSS pixels. */
const width = 720;
const usualHeight = 320;
const margin = 16;
const lineHeight = 18;
/** The piece of line before an entry of the legend, and the space after it. */
const keyWidth = 36;
/** Longest line of prose. An SVG may be shown in wider letters than ours. */
const measure = 600;
/** Dots of a PNG to a pixel. */
const density = 2;

interface Sheet {
  figure: Figure;
  captionLines: string[];
  stampLines: string[];
  /** Of the legend. */
  columns: number;
  plot: Size;
  height: number;
}

/** What a run was, in a line of small print. */
export function stampOf(row: RunRow): string {
  const { data, model, optimizer } = row.spec;
  const seed =
    model.kind === "network" && "seed" in model.init
      ? `, seed ${model.init.seed}`
      : "";
  const what = data ? describeData(data) : "landscape";
  return `${row.name}; η = ${stepSizeCourse(optimizer)}, ${noThreshold(row) === undefined ? thresholdText(row) : "no threshold"}, ${what}${seed}`;
}

/**
 * A chart of one run.
 * @param sentences of the caption; empty ones are left out
 */
export function figureOfRun(
  row: RunRow,
  title: string,
  plot: ChartModel | Drawing,
  sentences: string[],
  version: string,
): Figure {
  const outside = typeof plot === "function" ? "" : lanesSentence(plot);
  return {
    title: `${title}: ${row.name}`,
    plot,
    legend: typeof plot === "function" ? [] : legendOf(plot),
    caption: [...sentences, outside].filter(Boolean).join(" "),
    stamp: [stampOf(row), `Edge Lab ${version}`],
  };
}

function legendOf({ curves }: ChartModel): Entry[] {
  return curves
    .filter(
      ({ label, x, shows }) =>
        label !== "" && x.length > 0 && shows !== "reading",
    )
    .map(({ label, name = label, ink, dash }) => ({ label: name, ink, dash }));
}

/** @param name begins the identifiers in it, so that several figures may stand on one page */
export function figureSvg(figure: Figure, name = "plot"): string {
  const context = contextOf(document.createElement("canvas"));
  const sheet = sheetOf(figure, context);
  const brush = new SvgBrush(name, (text, font) => {
    context.font = font;
    return context.measureText(text).width;
  });
  drawSheet(brush, sheet);
  return brush.document(width, sheet.height, figure.title);
}

export async function figurePng(
  figure: Figure,
): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = document.createElement("canvas");
  const context = contextOf(canvas);
  const sheet = sheetOf(figure, context);
  canvas.width = width * density;
  canvas.height = sheet.height * density;
  context.scale(density, density);
  drawSheet(canvasBrush(context), sheet);
  const blob = await new Promise<Blob | null>((done) =>
    canvas.toBlob(done, "image/png"),
  );
  if (!blob) throw new Error(noMemory);
  return new Uint8Array(await blob.arrayBuffer());
}

const noMemory = "There is no memory left for the picture.";

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d");
  if (!context) throw new Error(noMemory);
  return context;
}

function sheetOf(figure: Figure, context: CanvasRenderingContext2D): Sheet {
  const { plotHeight = usualHeight } = figure;
  const captionLines = wrapped(context, figure.caption, 12);
  const stampLines = figure.stamp.flatMap((line) => wrapped(context, line, 10));
  const lines = captionLines.length + stampLines.length;
  const columns = legendColumns(figure.legend, context);
  const legendRows = Math.ceil(figure.legend.length / columns);
  const height =
    40 + legendRows * lineHeight + plotHeight + lines * lineHeight + 32;
  const plot = { width: width - 2 * margin, height: plotHeight };
  return { figure, captionLines, stampLines, columns, plot, height };
}

/** As many as the widest entry leaves room for: two, or up to four where there are many. */
function legendColumns(
  legend: Entry[],
  context: CanvasRenderingContext2D,
): number {
  const brush = canvasBrush(context);
  const widest = Math.max(
    0,
    ...legend.map(({ label }) => widthOf(brush, label)),
  );
  const fitting = Math.floor(
    (width - 2 * margin) / (widest + keyWidth + margin),
  );
  return Math.max(1, Math.min(legend.length > 8 ? 4 : 2, fitting));
}

function drawPlot(
  brush: Brush,
  plot: Figure["plot"],
  size: Size,
  palette: Palette,
) {
  if (typeof plot === "function") return plot(brush, size, palette);
  drawChart(brush, plot, size, palette, document.createElement("canvas"));
}

function drawSheet(
  brush: Brush,
  { figure, captionLines, stampLines, columns, plot, height }: Sheet,
) {
  const palette = lightPalette();
  brush.fillStyle = palette.paper;
  brush.beginPath();
  brush.moveTo(0, 0);
  brush.lineTo(width, 0);
  brush.lineTo(width, height);
  brush.lineTo(0, height);
  brush.closePath();
  brush.fill();
  text(brush, figure.title, margin, 24, `600 15px ${family}`, palette.ink);
  let y = 48;
  figure.legend.forEach((entry, i) => {
    const column = i % columns;
    const x = margin + (column * (width - 2 * margin)) / columns;
    key(brush, entry, { x, y }, palette);
    if (column === columns - 1 || i === figure.legend.length - 1)
      y += lineHeight;
  });
  const below = y + plot.height + 12;
  captionLines.forEach((line, i) =>
    text(
      brush,
      line,
      margin,
      below + i * lineHeight,
      `12px ${family}`,
      palette.ink,
    ),
  );
  stampLines.forEach((line, i) =>
    text(
      brush,
      line,
      margin,
      below + (captionLines.length + i) * lineHeight + 4,
      `10px ${family}`,
      palette.muted,
    ),
  );
  brush.translate(margin, y - 8);
  drawPlot(brush, figure.plot, plot, palette);
}

/** A piece of the line, with a mark where it has marks, and its name. */
function key(
  brush: Brush,
  { label, ink, dash, stage }: Entry,
  { x, y }: { x: number; y: number },
  palette: Palette,
) {
  brush.strokeStyle = palette[ink];
  brush.lineWidth = 2;
  brush.setLineDash(dash);
  brush.beginPath();
  brush.moveTo(x, y);
  brush.lineTo(x + 28, y);
  brush.stroke();
  brush.setLineDash([]);
  brush.fillStyle = palette[ink];
  if (stage) brush.fillPath(markPath(stage, x + 14, y, 4));
  letter(brush, label, {
    x: x + keyWidth,
    y,
    align: "left",
    colour: palette.ink,
  });
}

function text(
  brush: Brush,
  words: string,
  x: number,
  y: number,
  font: string,
  colour: string,
) {
  brush.font = font;
  brush.textAlign = "left";
  brush.textBaseline = "middle";
  brush.fillStyle = colour;
  brush.fillText(words, x, y);
}

function wrapped(
  ctx: CanvasRenderingContext2D,
  words: string,
  size: number,
): string[] {
  ctx.font = `${size}px ${family}`;
  const lines: string[] = [];
  let line = "";
  for (const word of words.split(" ").filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (line && ctx.measureText(longer).width > measure) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line ? [...lines, line] : lines;
}

/** The colours of the light theme, whatever the window shows; paper is white in print. */
function lightPalette(): Palette {
  const sample = document.createElement("div");
  sample.className = "on-paper";
  document.body.append(sample);
  const palette = { ...readPalette(sample), paper: "#ffffff" };
  sample.remove();
  return palette;
}
