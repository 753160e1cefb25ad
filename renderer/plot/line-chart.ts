/**
 * A Chart.js chart that shows a ChartModel and nothing else. Chart.js lays it out and keeps its
 * scales; the curves are drawn by our own marks, because an element for each point of eight runs
 * would not be ready within a frame.
 */
import {
  Chart,
  LineController,
  LinearScale,
  LogarithmicScale,
  type Scale,
} from "chart.js";
import { linearTicks, logTicks } from "./axis";
import { marks, type Scene } from "./marks";
import { lanesOf } from "./lanes";
import { countsSteps, hasNumbers, type Axis, type ChartModel } from "./model";
import { onThemeChange, readPalette } from "./palette";

Chart.register(LineController, LinearScale, LogarithmicScale);

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
  const scene: Scene = {
    model,
    palette: readPalette(canvas),
    cursor: null,
    held: null,
  };
  const chart = chartOf(canvas, () => scene);

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

/** @param pixelRatio for a picture of a size of its own, which does not follow its box */
export function chartOf(
  canvas: HTMLCanvasElement,
  scene: () => Scene,
  pixelRatio?: number,
): Chart<"line"> {
  return new Chart(canvas, {
    type: "line",
    data: { datasets: [] },
    options: {
      animation: false,
      responsive: pixelRatio === undefined,
      ...(pixelRatio !== undefined && { devicePixelRatio: pixelRatio }),
      maintainAspectRatio: false,
      events: [],
      layout: { padding: { right: room.right, top: room.top } },
      scales: scalesOf(scene().model),
    },
    plugins: [marks(scene)],
  });
}

function update(chart: Chart<"line">, { model }: Scene) {
  const { x, y } = chart.options.scales as Record<string, object>;
  const next = scalesOf(model);
  Object.assign(x, next.x);
  Object.assign(y, next.y);
  chart.update("none");
}

function scalesOf(model: ChartModel) {
  const xLog = model.x.log === true;
  const whole = countsSteps(model.x);
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
