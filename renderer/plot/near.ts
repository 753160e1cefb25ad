/** Finding the curve that a pointer means. */
import { firstAtOrAfter } from "./columns";
import type { Curve } from "./curve";
import type { ChartModel, Point } from "./model";
import { placesOf, type Places } from "./places";
import type { CurveChart } from "./scene";

/** A curve farther away than this is not meant, in pixels. */
const reach = 14;

/** The key of the curve that passes nearest to a point; null when none is near. */
export function curveNear(
  chart: CurveChart,
  model: ChartModel,
  at: Point,
): string | null {
  const places = placesOf(chart, model);
  const value = (pixel: number) => chart.scales.x.getValueForPixel(pixel) ?? 0;
  const window = [value(at.x - reach), value(at.x + reach)] as const;
  let [key, least]: [string | null, number] = [null, reach];
  for (const curve of model.curves) {
    if (curve.shows === "reading") continue;
    const distance = distanceTo(curve, at, places, window);
    // Of curves on top of each other the last one covers the others.
    if (distance <= least) [key, least] = [curve.key, distance];
  }
  return key;
}

/** How far a curve is from a point, as far as it is within a window of x. */
function distanceTo(
  curve: Curve,
  at: Point,
  { x, y }: Places,
  [from, to]: readonly [number, number],
): number {
  const all = curve.isPath === true;
  const start = all ? 0 : Math.max(0, firstAtOrAfter(curve.x, from) - 1);
  const end = all ? curve.x.length : firstAtOrAfter(curve.x, to) + 1;
  let least = Infinity;
  let before: Point | null = null;
  for (let row = start; row < Math.min(end, curve.x.length); row++) {
    const here = { x: x(curve.x[row]), y: y(curve, row) };
    if (Number.isNaN(here.x + here.y)) {
      before = null;
      continue;
    }
    least = Math.min(least, toSegment(at, before ?? here, here));
    before = here;
  }
  return least;
}

/** The distance of a point from a segment. */
export function toSegment(at: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const along =
    length > 0 ? ((at.x - a.x) * dx + (at.y - a.y) * dy) / length : 0;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(at.x - a.x - share * dx, at.y - a.y - share * dy);
}
