/** A chart as a figure for a paper: light, with title, legend, caption and where it comes from. */
import type { Chart } from "chart.js";
import type { RunRow } from "../../core/contract/api";
import { describeData } from "../../core/experiment/describe";
import { plain } from "../lib/format";
import { thresholdText } from "../lib/threshold";
import { canvasBrush, type Brush } from "./brush";
import { family, letter } from "./lettering";
import { chartOf } from "./line-chart";
import { drawMarks, type Scene } from "./marks";
import type { ChartModel, Ink } from "./model";
import { readPalette, type Palette } from "./palette";
import { SvgBrush } from "./svg-brush";

export interface Figure {
  title: string;
  model: ChartModel;
  legend: { label: string; ink: Ink; dash: number[] }[];
  caption: string;
  /** Settings and version, small print: a line each. */
  stamp: string[];
  /** Height of its plot in CSS pixels, where it is not the usual one. */
  plotHeight?: number;
}

/** Width of a figure and usual height of its plot, in CSS pixels. */
const width = 720;
const usualHeight = 320;
const margin = 16;
const lineHeight = 18;
/** Dots of a PNG to a pixel. */
const density = 2;

interface Sheet {
  figure: Figure;
  chart: Chart<"line">;
  scene: Scene;
  captionLines: string[];
  stampLines: string[];
  plotHeight: number;
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
  return `${row.name}; η = ${plain(optimizer.stepSize)}, ${thresholdText(row)}, ${what}${seed}`;
}

/**
 * A chart of one run.
 * @param sentences of the caption; empty ones are left out
 */
export function figureOfRun(
  row: RunRow,
  title: string,
  model: ChartModel,
  sentences: string[],
  version: string,
): Figure {
  return {
    title: `${title}: ${row.name}`,
    model,
    legend: model.curves
      .filter(({ label, line }) => label !== "" && line.length > 0)
      .map(({ label, ink, dash }) => ({ label, ink, dash })),
    caption: sentences.filter(Boolean).join(" "),
    stamp: [stampOf(row), `Edge Lab ${version}`],
  };
}

/** @param name begins the identifiers in it, so that several figures may stand on one page */
export function figureSvg(figure: Figure, name = "plot"): string {
  return onSheet(figure, (sheet) => {
    const { ctx } = sheet.chart;
    const brush = new SvgBrush(name, (text, font) => {
      ctx.font = font;
      return ctx.measureText(text).width;
    });
    drawSheet(brush, sheet);
    return brush.document(width, sheet.height, figure.title);
  });
}

export async function figurePng(
  figure: Figure,
): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = onSheet(figure, (sheet) => {
    const drawn = document.createElement("canvas");
    drawn.width = width * density;
    drawn.height = sheet.height * density;
    const context = drawn.getContext("2d");
    if (!context) throw new Error("There is no memory left for the picture.");
    context.scale(density, density);
    drawSheet(canvasBrush(context), sheet);
    return drawn;
  });
  const blob = await new Promise<Blob | null>((done) =>
    canvas.toBlob(done, "image/png"),
  );
  if (!blob) throw new Error("There is no memory left for the picture.");
  return new Uint8Array(await blob.arrayBuffer());
}

function onSheet<T>(figure: Figure, use: (sheet: Sheet) => T): T {
  const canvas = document.createElement("canvas");
  canvas.width = width - 2 * margin;
  const { model, plotHeight = usualHeight } = figure;
  canvas.height = plotHeight;
  const scene = { model, palette: lightPalette(), cursor: null, held: null };
  const chart = chartOf(canvas, () => scene, 1);
  try {
    const captionLines = wrapped(chart.ctx, figure.caption, 12);
    const stampLines = figure.stamp.flatMap((line) =>
      wrapped(chart.ctx, line, 10),
    );
    const lines = captionLines.length + stampLines.length;
    const legendRows = Math.ceil(figure.legend.length / 2);
    const height =
      40 + legendRows * lineHeight + plotHeight + lines * lineHeight + 32;
    return use({
      figure,
      chart,
      scene,
      captionLines,
      stampLines,
      plotHeight,
      height,
    });
  } finally {
    chart.destroy();
  }
}

function drawSheet(
  brush: Brush,
  { figure, chart, scene, captionLines, stampLines, plotHeight, height }: Sheet,
) {
  const { palette } = scene;
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
    const x = margin + (i % 2) * (width / 2 - margin);
    key(brush, entry, { x, y }, palette);
    if (i % 2 === 1 || i === figure.legend.length - 1) y += lineHeight;
  });
  const below = y + plotHeight + 12;
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
  drawMarks(brush, chart, scene);
}

/** A piece of the line and its name. */
function key(
  brush: Brush,
  { label, ink, dash }: Figure["legend"][number],
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
  letter(brush, label, { x: x + 36, y, align: "left", colour: palette.ink });
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
    if (line && ctx.measureText(longer).width > width - 2 * margin) {
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
