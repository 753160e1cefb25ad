/**
 * A Chart.js chart of a ChartModel. Chart.js lays it out, keeps its scales and draws it: the curves
 * through our controller, everything else as plugins.
 */
import {
  Chart,
  LinearScale,
  LogarithmicScale,
  PointElement,
  type Scale,
} from "chart.js";
import { linearTicks, logTicks } from "./axis";
import { canvasBrush, type Brush, type Size } from "./brush";
import type { Curve } from "./curve";
import { CurveController, drawCurves } from "./curve-controller";
import { CurveLayer } from "./curve-layer";
import { lanesOf } from "./lanes";
import { marks } from "./marks";
import { curveNear } from "./near";
import { hasNumbers, type Axis, type ChartModel } from "./model";
import { onThemeChange, readPalette, type Palette } from "./palette";
import { litIn, scenePlugin, type CurveChart, type Scene } from "./scene";

Chart.register(CurveController, PointElement, LinearScale, LogarithmicScale);

/** Milliseconds of a frame for a bitmap of curves that takes longer. */
const slice = 10;

/** Room beside the plot in pixels; the same in every chart, so that their step axes line up. */
const room = { left: 52, right: 56, top: 26, bottom: 26 };
/** Below a plot without numbers. */
const bareBottom = 6;

export interface LineChart {
  show(model: ChartModel): void;
  /** Marks the step being read, makes faint what is after the one held, and lights curves by their keys. */
  read(
    cursor: number | null,
    held: number | null,
    lit: readonly string[],
  ): void;
  /** The key of the curve nearest to a point in CSS pixels, if one is near. */
  curveAt(x: number, y: number): string | null;
  /** The y at a height in the canvas, in CSS pixels. */
  valueAt(y: number): number;
  /** The x under a horizontal position in the canvas, in CSS pixels. */
  stepAt(x: number): number;
  /** Where the curves are, in CSS pixels. */
  area(): { left: number; right: number; top: number; bottom: number };
  destroy(): void;
}

export function lineChart(
  canvas: HTMLCanvasElement,
  model: ChartModel,
): LineChart {
  const context = contextOf(canvas);
  const scene = sceneWith(model, readPalette(canvas), canvasBrush(context));
  const layer = new CurveLayer();
  scene.curves = (chart) => {
    if (!layer.draw(context, chart, scene)) schedule("work");
  };
  let keys: readonly string[] = [];
  let destroyed = false;
  let frame = 0;
  /** What the next frame has to do: lay everything out, draw, or only go on with the bitmap. */
  let due: "update" | "draw" | "work" = "work";
  const schedule = (wanted: typeof due) => {
    if (wanted === "update" || due === "work") due = wanted;
    if (destroyed) return;
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      const next = due;
      due = "work";
      const isReady = layer.work(slice);
      if (next === "update") update(chart, scene);
      else if (next === "draw" || isReady) chart.draw();
      else schedule("work");
    });
  };
  const chart = chartOf(canvas, scene);
  update(chart, scene);
  const stopTheme = onThemeChange(() => {
    scene.palette = readPalette(canvas);
    schedule("update");
  });
  // The first frame may come before the typeface.
  void document.fonts.ready.then(() => destroyed || schedule("draw"));

  return {
    show(next) {
      scene.model = next;
      scene.lit = litIn(next, keys);
      schedule("update");
    },
    read(cursor, held, lit) {
      Object.assign(scene, { cursor, held, lit: litIn(scene.model, lit) });
      keys = lit;
      schedule("draw");
    },
    curveAt: (x, y) => curveNear(chart, scene.model, { x, y }),
    valueAt: (y) => chart.scales.y.getValueForPixel(y) ?? 0,
    stepAt: (x) => chart.scales.x.getValueForPixel(x) ?? 0,
    area: () => chart.chartArea,
    destroy() {
      destroyed = true;
      cancelAnimationFrame(frame);
      stopTheme();
      chart.destroy();
    },
  };
}

/**
 * Draws a chart once on any brush: a figure, or a frame of an animation.
 * @param canvas on which Chart.js lays it out; it need not be in a page
 * @param held the step that is read, after which everything is faint; null for none
 */
export function drawChart(
  brush: Brush,
  model: ChartModel,
  size: Size,
  palette: Palette,
  canvas: HTMLCanvasElement,
  held: number | null = null,
) {
  Object.assign(canvas, size);
  const scene = sceneWith(model, palette, canvasBrush(contextOf(canvas)));
  Object.assign(scene, { held, cursor: held });
  const chart = chartOf(canvas, scene, 1);
  try {
    scene.brush = brush;
    chart.draw();
  } finally {
    chart.destroy();
  }
}

function sceneWith(model: ChartModel, palette: Palette, brush: Brush): Scene {
  const read = { cursor: null, held: null, lit: new Set<string>() };
  return { model, palette, ...read, curves: drawCurves, brush };
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("There is not enough memory for the chart.");
  return context;
}

/** @param pixelRatio for a chart of a fixed size, which does not follow its box */
function chartOf(
  canvas: HTMLCanvasElement,
  scene: Scene,
  pixelRatio?: number,
): CurveChart {
  // Curves are clipped with room for lines at the edge of the plot.
  const dataset = { data: scene.model.curves, clip: false };
  return new Chart<"curve", Curve[]>(canvas, {
    type: "curve",
    data: { datasets: [dataset] },
    options: {
      animation: false,
      responsive: pixelRatio === undefined,
      ...(pixelRatio !== undefined && { devicePixelRatio: pixelRatio }),
      maintainAspectRatio: false,
      events: [],
      layout: { padding: { right: room.right, top: room.top } },
      scales: scalesOf(scene.model),
    },
    plugins: [scenePlugin(scene), ...marks],
  });
}

function update(chart: CurveChart, { model }: Scene) {
  const { x, y } = chart.options.scales as Record<string, object>;
  const next = scalesOf(model);
  Object.assign(x, next.x);
  Object.assign(y, next.y);
  chart.data.datasets[0].data = model.curves;
  chart.update("none");
}

function scalesOf(model: ChartModel) {
  const xLog = model.x.log === true;
  const { isWhole: whole = true } = model.x;
  const y = lanesOf(model);
  return {
    x: {
      ...scaleOf(model.x, xLog),
      afterBuildTicks: (scale: Scale) =>
        setTicks(scale, scale, xLog, whole, model.x.unit),
      afterFit: (scale: Scale) =>
        void (scale.height = model.x.isBare ? bareBottom : room.bottom),
    },
    y: {
      ...scaleOf(y, model.y.log),
      // Without a curve the numbers would mean nothing, and in a lane as well.
      afterBuildTicks: (scale: Scale) =>
        hasNumbers(model)
          ? setTicks(scale, { min: y.from, max: y.to }, model.y.log, false)
          : void (scale.ticks = []),
      afterFit: (scale: Scale) => void (scale.width = room.left),
    },
  };
}

function scaleOf({ min, max }: Axis, log: boolean) {
  return {
    type: log ? ("logarithmic" as const) : ("linear" as const),
    min,
    max,
    border: { display: false },
    grid: { display: false },
    ticks: { display: false },
  };
}

/** @param unit how much of the range is 1 of the numbers */
function setTicks(
  scale: Scale,
  { min, max }: Axis,
  log: boolean,
  whole: boolean,
  unit = 1,
) {
  const range = { min: min / unit, max: max / unit };
  const across = scale.isHorizontal();
  const wanted = across ? scale.chart.width / 90 : scale.chart.height / 45;
  const ticks = log ? logTicks(range, wanted) : linearTicks(range, wanted);
  const shown = whole ? ticks.filter(Number.isInteger) : ticks;
  scale.ticks = shown.map((value) => ({ value: value * unit }));
}
