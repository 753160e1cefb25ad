/**
 * The curves of a chart as a bitmap, so that a cursor or a lit curve costs the same however many there are.
 * The bitmap is made when the same curves are drawn a second time: while a window moves, no two frames are
 * equal, and to draw by way of a bitmap keeps the page busy three to four times as long. A crowd is drawn once
 * its axes rest, in slices of a few milliseconds; until it is ready, the bitmap before is stretched to the new
 * axes.
 */
import { canvasBrush, type Brush } from "./brush";
import { Crowd } from "./crowd";
import type { Curve } from "./curve";
import { dotPoints, strokeCurve } from "./curve-strokes";
import type { ChartModel } from "./model";
import type { Palette } from "./palette";
import { placesOf, type Places } from "./places";
import type { CurveChart, Scene } from "./scene";
import { crowd } from "./styles";

/** Room above and below the plot, for lines at its edge. */
const rim = 2;

/** Where a bitmap belongs: its corners as values of the axes. */
interface Frame {
  model: ChartModel;
  palette: Palette;
  left: number;
  top: number;
  width: number;
  height: number;
  density: number;
}

interface Bitmap extends Frame {
  canvas: HTMLCanvasElement;
  /** Values at the left, right, upper and lower edge of the plot. */
  edges: [number, number, number, number];
}

interface Making {
  bitmap: Bitmap;
  places: Places;
  crowd: Crowd;
  /** How many curves are in it. */
  done: number;
}

/** Milliseconds for which the axes of a crowd have to stay as they are. */
const rest = 120;

export class CurveLayer {
  #shown: Bitmap | null = null;
  /** What was last drawn without a bitmap. */
  #drawn: Frame | null = null;
  #making: Making | null = null;
  /** A crowd that is to be drawn, since when, and how it begins. */
  #waiting: { frame: Frame; since: number; begin: () => void } | null = null;

  /**
   * Draws what there is of the curves.
   * @returns whether that is all of it; if not, `work` goes on
   */
  draw(
    context: CanvasRenderingContext2D,
    chart: CurveChart,
    scene: Scene,
  ): boolean {
    const frame = frameOf(chart, scene);
    if (this.#isPassing(frame, scene)) {
      drawDirectly(context, chart, frame);
      this.#shown = this.#making = this.#waiting = null;
      this.#drawn = frame;
      return true;
    }
    if (!this.#shown || !isSame(this.#shown, frame)) this.#want(frame, chart);
    else this.#making = this.#waiting = null;
    const { chartArea: area } = chart;
    const { lit } = scene;
    const shown = this.#shown;
    if (shown && isStretchable(shown, frame)) {
      const [left, right, top, bottom] = placed(shown, chart);
      const down = (rim * (bottom - top)) / (area.bottom - area.top);
      context.save();
      clip(context, area);
      context.globalAlpha = lit.size === 0 ? 1 : 0.22;
      context.drawImage(
        shown.canvas,
        left,
        top - down,
        right - left,
        bottom - top + 2 * down,
      );
      context.restore();
    }
    return this.#making === null && this.#waiting === null;
  }

  /** Goes on for so many milliseconds. @returns whether the bitmap is ready */
  work(milliseconds: number): boolean {
    if (this.#waiting) {
      if (performance.now() - this.#waiting.since < rest) return false;
      this.#waiting.begin();
    }
    const making = this.#making;
    if (!making) return true;
    const until = performance.now() + milliseconds;
    const { bitmap, crowd } = making;
    const { curves } = bitmap.model;
    while (making.done < curves.length) {
      const curve = curves[making.done++];
      if (curve.shows !== "reading")
        crowd.add(curve, bitmap.palette[curve.ink]);
      if (performance.now() > until) return false;
    }
    const { width, height } = bitmap.canvas;
    contextOf(bitmap.canvas).putImageData(
      new ImageData(crowd.pixels(), width, height),
      0,
      0,
    );
    this.#overlay(making);
    this.#shown = bitmap;
    this.#making = null;
    return true;
  }

  /** Whether no bitmap is worth its making yet: these curves were not drawn on these axes before. */
  #isPassing(frame: Frame, { lit }: Scene): boolean {
    const known = this.#shown ?? this.#drawn;
    return (
      frame.model.curves.length <= crowd &&
      lit.size === 0 &&
      !(known && isSame(known, frame))
    );
  }

  #want(frame: Frame, chart: CurveChart) {
    const awaited = this.#waiting?.frame ?? this.#making?.bitmap;
    if (awaited && isSame(awaited, frame)) return;
    this.#making = this.#waiting = null;
    const begin = () => this.#begin(frame, chart);
    const isCrowd = frame.model.curves.length > crowd;
    if (isCrowd && this.#shown && isStretchable(this.#shown, frame)) {
      this.#waiting = { frame, since: performance.now(), begin };
      return;
    }
    begin();
    // There is nothing to stretch.
    this.work(Infinity);
  }

  #begin(frame: Frame, chart: CurveChart) {
    this.#waiting = null;
    const { model, left, top, width, height, density } = frame;
    const places = placesOf(chart, model);
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(width * density));
    canvas.height = Math.max(1, Math.round((height + 2 * rim) * density));
    const bitmap = { ...frame, canvas, edges: edgesOf(chart) };
    if (model.curves.length > crowd) {
      const box = {
        left,
        top: top - rim,
        width: canvas.width,
        height: canvas.height,
        density,
      };
      this.#making = { bitmap, places, crowd: new Crowd(box, places), done: 0 };
      return;
    }
    drawCurves(brushOf(bitmap), bitmap, places);
    this.#shown = bitmap;
    this.#making = null;
  }

  /** What a crowd has besides lines: bands, and points of their own. */
  #overlay({ bitmap, places }: Making) {
    const brush = brushOf(bitmap);
    const { model, palette, width } = bitmap;
    for (const curve of model.curves) {
      if (curve.band) {
        const band: Curve = { ...curve, shows: "reading" };
        strokeCurve(brush, band, places, palette, width);
      }
      dotPoints(brush, curve, places, palette, model);
    }
  }
}

function drawDirectly(
  context: CanvasRenderingContext2D,
  chart: CurveChart,
  frame: Frame,
) {
  context.save();
  clip(context, chart.chartArea);
  drawCurves(canvasBrush(context), frame, placesOf(chart, frame.model));
  context.restore();
}

function drawCurves(
  brush: Brush,
  { model, palette, width }: Frame,
  places: Places,
) {
  for (const curve of model.curves)
    strokeCurve(brush, curve, places, palette, width);
  for (const curve of model.curves)
    dotPoints(brush, curve, places, palette, model);
}

/** To the plot and the rim above and below it. */
function clip(
  context: CanvasRenderingContext2D,
  { left, top, width, height }: CurveChart["chartArea"],
) {
  context.beginPath();
  context.rect(left, top - rim, width, height + 2 * rim);
  context.clip();
}

function frameOf(chart: CurveChart, { model, palette }: Scene): Frame {
  const { left, top, width, height } = chart.chartArea;
  const density = chart.currentDevicePixelRatio;
  return { model, palette, left, top, width, height, density };
}

function isSame(a: Frame, b: Frame): boolean {
  return (Object.keys(b) as (keyof Frame)[]).every((key) => a[key] === b[key]);
}

/** Whether a bitmap can stand for another window: the same curves over the same kind of axes. */
function isStretchable(shown: Bitmap, { model, palette, density }: Frame) {
  return (
    shown.palette === palette &&
    shown.density === density &&
    shown.model.x.log === model.x.log &&
    shown.model.x.name === model.x.name &&
    shown.model.y.log === model.y.log &&
    keysOf(shown.model) === keysOf(model)
  );
}

const keys = new WeakMap<ChartModel, string>();

function keysOf(model: ChartModel): string {
  const known = keys.get(model);
  if (known !== undefined) return known;
  const made = model.curves.map(({ key, ink }) => `${key} ${ink}`).join();
  keys.set(model, made);
  return made;
}

function edgesOf({ scales, chartArea }: CurveChart): Bitmap["edges"] {
  const x = (pixel: number) => scales.x.getValueForPixel(pixel) ?? NaN;
  const y = (pixel: number) => scales.y.getValueForPixel(pixel) ?? NaN;
  const { left, right, top, bottom } = chartArea;
  return [x(left), x(right), y(top), y(bottom)];
}

/** The edges of a bitmap in the chart as it is now, in pixels. */
function placed({ edges }: Bitmap, { scales }: CurveChart): Bitmap["edges"] {
  const [left, right, top, bottom] = edges;
  return [
    scales.x.getPixelForValue(left),
    scales.x.getPixelForValue(right),
    scales.y.getPixelForValue(top),
    scales.y.getPixelForValue(bottom),
  ];
}

/** A brush in the pixels of the chart, clipped to the bitmap by its size. */
function brushOf({ canvas, left, top, density }: Bitmap) {
  const context = contextOf(canvas);
  context.setTransform(
    density,
    0,
    0,
    density,
    -left * density,
    (rim - top) * density,
  );
  return canvasBrush(context);
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("There is not enough memory for the chart.");
  return context;
}
