/** Where values are in a chart, in pixels. */
import type { Scale } from "chart.js";
import type { Line } from "./columns";
import { rowPlacer } from "./lane-marks";
import type { ChartModel } from "./model";
import type { CurveChart } from "./scene";

export type PlaceX = (value: number) => number;
/** NaN for a row without a place. */
export type PlaceY = (line: Line, row: number) => number;

export interface Places {
  x: PlaceX;
  y: PlaceY;
}

export function placesOf(chart: CurveChart, model: ChartModel): Places {
  const { x, y } = chart.scales;
  return {
    x: placer(x, model.x.log === true),
    y: rowPlacer(chart, model, placer(y, model.y.log)),
  };
}

/** What getPixelForValue does, without its detours: it is asked for each point of each frame. */
function placer(scale: Scale, log: boolean): PlaceX {
  const [first, last] = [scale.min, scale.max].map((value) =>
    scale.getPixelForValue(value),
  );
  const [min, max] = log
    ? [Math.log10(scale.min), Math.log10(scale.max)]
    : [scale.min, scale.max];
  const slope = (last - first) / (max - min);
  return log
    ? (value) => first + (Math.log10(value) - min) * slope
    : (value) => first + (value - min) * slope;
}
