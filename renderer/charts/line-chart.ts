/** A Chart.js line chart that shows a ChartModel and nothing else. */
import {
  Chart,
  LineController,
  LineElement,
  LinearScale,
  LogarithmicScale,
  PointElement,
  type ChartDataset,
  type Scale,
} from "chart.js";
import { linearTicks, logTicks } from "./axis";
import { marks, type Scene } from "./marks";
import { isEmpty, type ChartModel, type Curve } from "./model";
import { onThemeChange, readPalette, type Palette } from "./palette";

Chart.register(
  LineController,
  LineElement,
  PointElement,
  LinearScale,
  LogarithmicScale,
);

/** Room beside the plot in pixels; the same in every chart, so that their step axes line up. */
const room = { left: 52, right: 56, top: 26, bottom: 26 };

export interface LineChart {
  show(model: ChartModel): void;
  /** Marks the step being read. */
  read(cursor: number | null): void;
  /** The step under a horizontal position in the canvas, in CSS pixels. */
  stepAt(x: number): number;
  destroy(): void;
}

export function lineChart(
  canvas: HTMLCanvasElement,
  model: ChartModel,
): LineChart {
  const scene: Scene = { model, palette: readPalette(canvas), cursor: null };
  const chart = new Chart(canvas, {
    type: "line",
    data: { datasets: [] },
    options: {
      parsing: false,
      normalized: true,
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      events: [],
      layout: { padding: { right: room.right, top: room.top } },
      scales: {
        x: {
          type: "linear",
          border: { display: false },
          grid: { display: false },
          ticks: { display: false },
          afterBuildTicks: (scale) => setTicks(scale, false),
          afterFit: (scale) => (scale.height = room.bottom),
        },
        y: yScale(scene),
      },
    },
    plugins: [marks(() => scene)],
  });

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
    read(cursor) {
      scene.cursor = cursor;
      schedule(false);
    },
    stepAt: (x) => chart.scales.x.getValueForPixel(x) ?? 0,
    destroy() {
      destroyed = true;
      cancelAnimationFrame(frame);
      stopTheme();
      chart.destroy();
    },
  };
}

function update(chart: Chart<"line">, { model, palette }: Scene) {
  // Chart.js starts a dataset object that it does not know from nothing: keep the objects.
  const kept = chart.data.datasets;
  chart.data.datasets = model.curves.map((curve) =>
    Object.assign(
      kept.find(({ label }) => label === curve.key) ?? {},
      datasetOf(curve, palette),
    ),
  );
  const { x, y } = chart.options.scales as Record<string, object>;
  Object.assign(x, model.x);
  Object.assign(y, yScale({ model, palette }));
  chart.update("none");
}

function yScale({ model, palette }: Pick<Scene, "model" | "palette">) {
  const { min, max, log } = model.y;
  return {
    type: log ? ("logarithmic" as const) : ("linear" as const),
    min,
    max,
    border: { display: false },
    grid: { color: palette.line, drawTicks: false },
    ticks: { display: false },
    // Without a curve the numbers would mean nothing.
    afterBuildTicks: (scale: Scale) =>
      isEmpty(model) ? (scale.ticks = []) : setTicks(scale, log),
    afterFit: (scale: Scale) => {
      scale.width = room.left;
    },
  };
}

function setTicks(scale: Scale, log: boolean) {
  const across = scale.isHorizontal();
  const wanted = across ? scale.chart.width / 90 : scale.chart.height / 45;
  const range = { min: scale.min, max: scale.max };
  const ticks = log ? logTicks(range, wanted) : linearTicks(range, wanted);
  const whole = across ? ticks.filter(Number.isInteger) : ticks;
  scale.ticks = whole.map((value) => ({ value }));
}

function datasetOf(
  { key, line, ink, dash, width }: Curve,
  palette: Palette,
): ChartDataset<"line"> {
  return {
    label: key,
    data: line,
    borderColor: palette[ink],
    backgroundColor: palette[ink],
    borderWidth: width,
    borderDash: dash,
    borderJoinStyle: "round",
    pointRadius: 0,
  };
}
