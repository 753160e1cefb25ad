/**
 * A Chart.js chart of a ChartModel. Chart.js lays it out, keeps its scales and draws it: the curves
 * through our controller, everything else as plugins.
 */
import {
  Chart,
  LinearScale,
  LogarithmicScale,
  PointElement,
  type ChartDataset,
  type Scale,
} from "chart.js";
import { linearTicks, logTicks } from "./axis";
import { canvasBrush, type Brush, type Size } from "./brush";
import { CurveController } from "./curve-controller";
import type { Curve } from "./curve";
import { lanesOf } from "./lanes";
import { marks } from "./marks";
import { hasNumbers, type Axis, type ChartModel } from "./model";
import { onThemeChange, readPalette, type Palette } from "./palette";
import { scenePlugin, type CurveChart, type Scene } from "./scene";

Chart.register(CurveController, PointElement, LinearScale, LogarithmicScale);

/** Room beside the plot in pixels; the same in every chart, so that their step axes line up. */
const room = { left: 52, right: 56, top: 26, bottom: 26 };

export interface LineChart {
  show(model: ChartModel): void;
  /** Marks the step being read, and makes faint what is after the one held. */
  read(cursor: number | null, held: number | null): void;
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
  const scene = sceneWith(model, readPalette(canvas), contextOf(canvas));
  const chart = chartOf(canvas, scene);

  let destroyed = false;
  let frame = 0;
  let stale = false;
  const schedule = (data: boolean) => {
    stale ||= data;
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      if (stale) update(chart, scene);
      else chart.draw();
      stale = false;
    });
  };
  update(chart, scene);
  const stopTheme = onThemeChange(() => {
    scene.palette = readPalette(canvas);
    schedule(true);
  });
  // The first frame may come before the typeface.
  void document.fonts.ready.then(() => destroyed || schedule(false));

  return {
    show(next) {
      scene.model = next;
      schedule(true);
    },
    read(cursor, held) {
      scene.cursor = cursor;
      scene.held = held;
      schedule(false);
    },
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
 * Draws a chart once, the cursor aside, on any brush: a figure.
 * @param canvas on which Chart.js lays it out; it need not be in a page
 */
export function drawChart(
  brush: Brush,
  model: ChartModel,
  size: Size,
  palette: Palette,
  canvas: HTMLCanvasElement,
) {
  Object.assign(canvas, size);
  const scene = sceneWith(model, palette, contextOf(canvas));
  const chart = chartOf(canvas, scene, 1);
  try {
    scene.brush = brush;
    chart.draw();
  } finally {
    chart.destroy();
  }
}

function sceneWith(model: ChartModel, palette: Palette, brush: Brush): Scene {
  return { model, palette, cursor: null, held: null, brush };
}

function contextOf(canvas: HTMLCanvasElement): Brush {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("There is no memory left for the chart.");
  return canvasBrush(context);
}

/** @param pixelRatio for a chart of a fixed size, which does not follow its box */
function chartOf(
  canvas: HTMLCanvasElement,
  scene: Scene,
  pixelRatio?: number,
): CurveChart {
  return new Chart<"curve", Curve>(canvas, {
    type: "curve",
    data: { datasets: datasetsOf(scene.model) },
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

/** Chart.js draws the dataset of the lowest order last: later curves cover earlier ones. */
function datasetsOf({ curves }: ChartModel): ChartDataset<"curve", Curve>[] {
  return curves.map((curve, i) => ({ data: curve, order: -i, clip: false }));
}

function update(chart: CurveChart, { model }: Scene) {
  const { x, y } = chart.options.scales as Record<string, object>;
  const next = scalesOf(model);
  Object.assign(x, next.x);
  Object.assign(y, next.y);
  const { datasets } = chart.data;
  datasets.length = model.curves.length;
  // Datasets that stay keep what Chart.js made for them.
  datasetsOf(model).forEach((dataset, i) => {
    datasets[i] = Object.assign(
      (datasets[i] as object | undefined) ?? {},
      dataset,
    );
  });
  chart.update("none");
}

function scalesOf(model: ChartModel) {
  const xLog = model.x.log === true;
  const { isWhole: whole = true } = model.x;
  const y = lanesOf(model);
  return {
    x: {
      ...scaleOf(model.x, xLog),
      afterBuildTicks: (scale: Scale) => setTicks(scale, scale, xLog, whole),
      afterFit: (scale: Scale) => void (scale.height = room.bottom),
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

function setTicks(scale: Scale, range: Axis, log: boolean, whole: boolean) {
  const across = scale.isHorizontal();
  const wanted = across ? scale.chart.width / 90 : scale.chart.height / 45;
  const ticks = log ? logTicks(range, wanted) : linearTicks(range, wanted);
  const shown = whole ? ticks.filter(Number.isInteger) : ticks;
  scale.ticks = shown.map((value) => ({ value }));
}
