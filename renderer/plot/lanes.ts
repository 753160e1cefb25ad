/** Lanes at the foot and the head of a chart, for values without a place on the axis: 0, ∞, missing. */
import type { Scale } from "chart.js";
import { isOnAxis, laneOfRow, type Curve } from "./curve";
import { lanes, type Lane } from "./lane";
import type { ChartModel } from "./model";

export interface Lanes {
  /** Those in use at the foot, lowest first. */
  foot: Lane[];
  head: Lane[];
  /** The axis with room for them; the curves stay between `from` and `to`. */
  min: number;
  max: number;
  from: number;
  to: number;
}

/** Share of the axis that a lane takes. */
const height = 0.09;
const known = new WeakMap<ChartModel, Lanes>();

/** The lanes that a chart needs, made once for each model. */
export function lanesOf(model: ChartModel): Lanes {
  const before = known.get(model);
  if (before) return before;
  const used = new Set<Lane>();
  for (const curve of model.curves)
    for (const { lane } of outsideOf(curve, model.y.log)) used.add(lane);
  const all = lanes.filter((lane) => used.has(lane));
  const foot = all.filter((lane) => lane !== "infinity");
  const head = all.filter((lane) => lane === "infinity");
  const { min: from, max: to, log } = model.y;
  const place = log ? Math.log : (value: number) => value;
  const value = log ? Math.exp : (at: number) => at;
  const span = place(to) - place(from);
  const room = height * span;
  const made = {
    foot,
    head,
    // Exactly the axis itself where there are none.
    min: foot.length > 0 ? value(place(from) - room * foot.length) : from,
    max: head.length > 0 ? value(place(to) + room * head.length) : to,
    from,
    to,
  };
  known.set(model, made);
  return made;
}

/** A row of a curve that is in a lane. */
export interface Outside {
  x: number;
  lane: Lane;
}

/** By column and kind of axis: a curve is made anew for each window, its columns are not. */
const outside = new WeakMap<
  Float64Array,
  { x: Float64Array; kind: string; rows: Outside[] }[]
>();

/** The rows of a curve that are in a lane, in their order. */
export function outsideOf(curve: Curve, log: boolean): Outside[] {
  if (curve.shows === "reading") return [];
  const { x } = curve;
  const kind = `${log} ${curve.gaps}`;
  const known = outside.get(curve.y) ?? [];
  const before = known.find((one) => one.x === x && one.kind === kind);
  if (before) return before.rows;
  const made: Outside[] = [];
  for (let row = 0; row < curve.y.length; row++) {
    if (isOnAxis(curve.y[row], log) || Number.isNaN(curve.x[row])) continue;
    const lane = laneOfRow(curve, row, log);
    if (lane) made.push({ x: curve.x[row], lane });
  }
  outside.set(curve.y, [...known, { x, kind, rows: made }]);
  return made;
}

/** Where the middle of a lane is, in pixels from the top. */
export function laneAt(
  scale: Scale,
  { foot, head, min, max, from, to }: Lanes,
  lane: Lane,
): number {
  const isHead = lane === "infinity";
  const [list, near, far] = isHead ? [head, to, max] : [foot, from, min];
  const [inner, outer] = [near, far].map((y) => scale.getPixelForValue(y));
  // The first of the foot is the farthest from the curves.
  const place = isHead ? 0 : list.length - 1 - list.indexOf(lane);
  return inner + ((place + 0.5) / list.length) * (outer - inner);
}

/** What is in the lanes, in sentences; empty where nothing is. */
export function lanesSentence(model: ChartModel): string {
  const used = [...lanesOf(model).foot, ...lanesOf(model).head];
  return used
    .map((lane) => {
      const xs = model.curves
        .flatMap((curve) => outsideOf(curve, model.y.log))
        .filter((row) => row.lane === lane)
        .map(({ x }) => x);
      const { name = "step", unit = 1 } = model.x;
      const first = xs.reduce((a, b) => Math.min(a, b)) / unit;
      const last = xs.reduce((a, b) => Math.max(a, b)) / unit;
      const where =
        first === last
          ? `at ${name} ${first}`
          : `between ${name} ${first} and ${last}`;
      return sentences[lane](where);
    })
    .join(" ");
}

const sentences: Record<Lane, (where: string) => string> = {
  none: (where) =>
    `Some values are missing or not numbers, ${where}: marked at the bottom edge.`,
  "-infinity": (where) => `Minus infinity ${where}: drawn at the bottom edge.`,
  negative: (where) =>
    `Some values are negative, ${where}: drawn at the bottom edge, because the axis is logarithmic.`,
  zero: (where) =>
    `Some values are exactly 0, ${where}: drawn at the bottom edge, because the axis is logarithmic.`,
  infinity: (where) => `Infinite ${where}: drawn at the top edge.`,
};
