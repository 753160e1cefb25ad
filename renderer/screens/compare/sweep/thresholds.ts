/** The threshold against a setting, as lines of a picture. */
import { thresholdName } from "../../../lib/threshold";
import { plain } from "../../../lib/format";
import type { Spot } from "../../../pictures/results/outcome";
import type { Threshold } from "../../../pictures/results/dot-plot";
import type { Result } from "../results";
import type { ResultsView } from "./view";

/** Points of a curve between the least and the greatest step size. */
const curvePoints = 48;
/** More thresholds than this hide the results. */
const most = 8;

/** One line for each line of the results; those that are the same once. */
export function thresholdsOf(
  view: ResultsView,
  result: Result,
  spots: Spot[],
): Threshold[] {
  const { rows, x } = view;
  if (!result.reference || !x?.isNumber) return [];
  const xs = x.values as number[];
  if (result.reference === "one") {
    const ends = [Math.min(...xs), Math.max(...xs)];
    return [{ label: "threshold", points: ends.map((x) => ({ x, y: 1 })) }];
  }
  const names = new Set(rows.map(thresholdName));
  const label = names.size === 1 ? [...names][0] : "threshold";
  const found = new Map<string, Threshold>();
  for (const line of new Set(spots.map(({ line }) => line))) {
    const points = rows
      .flatMap(({ threshold }, i) =>
        threshold === null || spots[i].line !== line
          ? []
          : [{ x: xs[i], y: threshold }],
      )
      .sort((a, b) => a.x - b.x);
    if (points.length === 0) continue;
    const curve = x.symbol === "η" ? byStepSize(points) : points;
    found.set(JSON.stringify(curve), { label, points: curve });
  }
  const all = [...found.values()];
  if (all.length > most) return [];
  // Lines of one formula and several numbers tell them.
  return all.length === 1
    ? all
    : all.map(({ label, points }) => ({
        label: `${label} = ${plain(points[0].y, 3)}`,
        points,
      }));
}

/** The curve c/η, where the thresholds are on one. */
function byStepSize(points: Threshold["points"]) {
  const [first] = points;
  const last = points[points.length - 1];
  const c = first.x * first.y;
  const isOne = points.every(({ x, y }) => Math.abs(x * y - c) <= 1e-9 * c);
  if (!isOne || first.x === last.x) return points;
  return Array.from({ length: curvePoints }, (_, i) => {
    const x = first.x * (last.x / first.x) ** (i / (curvePoints - 1));
    return { x, y: c / x };
  });
}
