/** What a chart shows, and how its marks are made plugins of Chart.js. */
import type { Chart, CoreChartOptions, Plugin } from "chart.js";
import type { Brush } from "./brush";
import type { Curve } from "./curve";
import type { ChartModel } from "./model";
import type { Palette } from "./palette";

declare module "chart.js" {
  interface ChartTypeRegistry {
    curve: {
      chartOptions: CoreChartOptions<"curve">;
      datasetOptions: object;
      defaultDataPoint: never;
      metaExtensions: object;
      parsedDataType: never;
      scales: "linear" | "logarithmic";
    };
  }
}

/** A Chart.js chart of one dataset, the curves: typed arrays, not an object for each point. */
export type CurveChart = Chart<"curve", Curve[]>;

export interface Scene {
  model: ChartModel;
  palette: Palette;
  /** Step being read, if any. */
  cursor: number | null;
  /** What is after this x is faint. */
  held: number | null;
  /** Keys of curves that stand out, the others faint; none where this chart has none of them. */
  lit: ReadonlySet<string>;
  /** Draws the curves. */
  curves: (chart: CurveChart, scene: Scene) => void;
  /** What the chart is drawn with: its canvas, or the SVG of a figure. */
  brush: Brush;
}

const scenes = new WeakMap<object, Scene>();

/** The plugin that gives a chart its scene, before anything is drawn. */
export function scenePlugin(scene: Scene): Plugin<"curve"> {
  return { id: "scene", beforeInit: (chart) => void scenes.set(chart, scene) };
}

export function sceneOf(chart: object): Scene {
  const scene = scenes.get(chart);
  if (!scene) throw new Error("A chart was drawn before it had a scene.");
  return scene;
}

/** The keys that a chart has a curve for. */
export function litIn(
  { curves }: ChartModel,
  keys: readonly string[],
): ReadonlySet<string> {
  const has = new Set(curves.map(({ key }) => key));
  return new Set(keys.filter((key) => has.has(key)));
}

export type Draw = (ctx: Brush, chart: CurveChart, scene: Scene) => void;

/** A mark as a plugin that draws it behind the curves or in front of them. */
export function mark(
  id: string,
  where: "behind" | "in front",
  draw: Draw,
): Plugin<"curve"> {
  const hook = (chart: Chart<"curve">) => {
    const scene = sceneOf(chart);
    draw(scene.brush, chart as unknown as CurveChart, scene);
  };
  return where === "behind"
    ? { id, beforeDatasetsDraw: hook }
    : { id, afterDatasetsDraw: hook };
}
