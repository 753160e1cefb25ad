/** The controller with which Chart.js draws the curves of a chart, straight from their typed arrays. */
import { DatasetController, PointElement } from "chart.js";
import type { Brush } from "./brush";
import { dotPoints, strokeCurve } from "./curve-strokes";
import { placesOf } from "./places";
import { sceneOf, type CurveChart, type Scene } from "./scene";

/** One for all curves: an element for each point would not be ready within a frame. */
export class CurveController extends DatasetController<"curve"> {
  static id = "curve";
  /** Chart.js wants to know an element for each row, though none is ever made. */
  static defaults = {
    datasetElementType: false,
    dataElementType: PointElement.id,
  };

  // The arrays are neither parsed nor watched: they are those of the scene.
  override addElements() {}
  override buildOrUpdateElements() {}
  override parse() {}
  override update() {}

  override draw() {
    const chart = this.chart as unknown as CurveChart;
    const scene = sceneOf(chart);
    const { brush } = scene;
    scene.curves(chart, scene);
    if (scene.lit.size > 0) drawLit(brush, chart, scene);
  }
}

/** Draws every curve inside the plot, with its band behind it and its points in front. */
export function drawCurves(
  chart: CurveChart,
  { brush, model, palette }: Scene,
) {
  const places = placesOf(chart, model);
  inside(brush, chart, (width) => {
    for (const curve of model.curves)
      strokeCurve(brush, curve, places, palette, width);
  });
  for (const curve of model.curves)
    dotPoints(brush, curve, places, palette, model);
}

/** The curves that stand out, opaque and wider. */
function drawLit(brush: Brush, chart: CurveChart, scene: Scene) {
  const { model, palette, lit } = scene;
  const places = placesOf(chart, model);
  inside(brush, chart, (width) => {
    for (const curve of model.curves) {
      if (!lit.has(curve.key)) continue;
      const strong = { ...curve, alpha: 1, width: curve.width + 1 };
      strokeCurve(brush, strong, places, palette, width);
      dotPoints(brush, strong, places, palette, model);
    }
  });
}

function inside(
  brush: Brush,
  { chartArea }: CurveChart,
  draw: (width: number) => void,
) {
  const { left, top, width, height } = chartArea;
  brush.clipTo(left, top - 2, width, height + 4);
  draw(width);
  brush.unclip();
}
