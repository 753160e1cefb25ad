/** A chart as SVG, drawn by Chart.js itself on a canvas that shows nothing. */
import { drawChart } from "../../../renderer/plot/line-chart";
import type { ChartModel } from "../../../renderer/plot/model";
import { drawn } from "../figures/drawn";

/** Of 500 × 200 pixels: its curves are between x = 52 and 552, y = 26 and 226. */
export function drawnChart(model: ChartModel): string {
  const size = { width: 608, height: 252 };
  const context = new Proxy({} as CanvasRenderingContext2D, {
    get: (_, name) => (name === "canvas" ? canvas : () => ({ width: 0 })),
    set: () => true,
    defineProperty: () => true,
  });
  const canvas = { ...size, getContext: () => context };
  return drawn((brush, _, palette) =>
    drawChart(
      brush,
      model,
      size,
      palette,
      canvas as unknown as HTMLCanvasElement,
    ),
  );
}
