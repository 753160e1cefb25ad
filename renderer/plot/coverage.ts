/** Where curves leave room for letters. */
import { firstAtOrAfter } from "./columns";
import type { ChartModel } from "./model";
import { placesOf } from "./places";
import type { CurveChart } from "./scene";

/** Which rows of pixels the curves of a chart cover between two columns of pixels. */
export class Coverage {
  readonly #top: number;
  /** For each row of pixels from the top how many of those above it are covered. */
  readonly #above: Uint16Array;

  constructor(chart: CurveChart, model: ChartModel, from: number, to: number) {
    const { top, bottom } = chart.chartArea;
    this.#top = Math.floor(top);
    const covered = coveredRows(chart, model, from, to);
    this.#above = new Uint16Array(Math.ceil(bottom) - this.#top + 1);
    for (let row = 1; row < this.#above.length; row++)
      this.#above[row] = this.#above[row - 1] + covered[row - 1];
  }

  /** Whether no curve is between two heights. */
  isFree(top: number, bottom: number): boolean {
    return this.#count(top, bottom) === 0;
  }

  /** From a height to the nearest curve, in pixels; `most` where it is farther away. */
  roomAt(y: number, most: number): number {
    for (let room = 0; room < most; room++)
      if (!this.isFree(y - room, y + room)) return room;
    return most;
  }

  #count(top: number, bottom: number): number {
    const last = this.#above.length - 1;
    const at = (y: number) => this.#above[Math.max(0, Math.min(last, y))];
    return (
      at(Math.floor(bottom) - this.#top + 1) - at(Math.floor(top) - this.#top)
    );
  }
}

/** 1 for each row of pixels that a line goes through, from the top of the plot. */
function coveredRows(
  chart: CurveChart,
  model: ChartModel,
  from: number,
  to: number,
): Uint8Array {
  const top = Math.floor(chart.chartArea.top);
  const covered = new Uint8Array(Math.ceil(chart.chartArea.bottom) - top);
  const places = placesOf(chart, model);
  const begin = chart.scales.x.getValueForPixel(from) ?? 0;
  for (const curve of model.curves) {
    if (curve.shows === "line" || curve.isPath) continue;
    let [x, y] = [NaN, NaN];
    const first = Math.max(0, firstAtOrAfter(curve.x, begin) - 1);
    for (let row = first; row < curve.x.length; row++) {
      const [nextX, nextY] = [places.x(curve.x[row]), places.y(curve, row)];
      const slope = nextX > x ? (nextY - y) / (nextX - x) : 0;
      // A point with none before it is as high as itself.
      const enter = x < from ? y + slope * (from - x) : y;
      const leave = nextX > to ? nextY - slope * (nextX - to) : nextY;
      const [a, b] = Number.isNaN(enter)
        ? [leave, leave]
        : [Math.min(enter, leave), Math.max(enter, leave)];
      const isIn = nextX >= from && !(Number.isNaN(enter) && nextX > to);
      if (isIn && !Number.isNaN(leave))
        covered.fill(
          1,
          Math.max(0, Math.floor(a) - top),
          Math.max(0, Math.floor(b) - top + 1),
        );
      if (nextX > to) break;
      [x, y] = [nextX, nextY];
    }
  }
  return covered;
}
