/** The plane (x, y) of gradient descent at the edge: where it goes, and what its slow flow conserves. */
import {
  conserved,
  width,
  type EdgeRates,
  type EdgeState,
} from "../../core/theory/map";
import { stageOf, type Stage } from "../../core/theory/stages";
import type { Axis, Point } from "../plot/model";
import type { Ink } from "../plot/palette";

/** One ink to a stage, in their order. */
export const stageInks: Record<Stage, Ink> = {
  1: "series-0",
  2: "series-1",
  3: "series-3",
  4: "series-2",
};

export interface TrailPoint extends EdgeState {
  step: number;
  stage: Stage | null;
}

export interface PhaseModel {
  x: Axis;
  y: Axis;
  /** Where the 2-cycle is; null where there is none. */
  delta: number | null;
  /** Level sets of the conserved quantity, closed, on both sides of x = 0. */
  rings: Point[][];
  trail: TrailPoint[];
}

export type PhaseRates = Omit<EdgeRates, "stepSize">;

/** Level sets are drawn through x = share·δ, y = 0. */
const shares = [0.8, 0.65, 0.5, 0.35, 0.2, 0.1, 0.05, 0.01];
/** Points of half a ring. */
const fineness = 64;

/** @param trail finite points of one path, in order */
export function phaseModel(
  trail: TrailPoint[],
  rates: PhaseRates | null,
): PhaseModel {
  const delta = rates && rates.alpha > 0 ? width(rates) : null;
  const reach = (values: number[], least: number) => {
    const most = values.reduce(
      (far, value) => Math.max(far, Math.abs(value)),
      least,
    );
    return { min: -1.12 * most, max: 1.12 * most };
  };
  const x = reach(
    trail.map((point) => point.x),
    1.6 * (delta ?? 0) || 1e-9,
  );
  const y = reach(
    trail.map((point) => point.y),
    (rates && delta !== null && Math.sqrt(rates.alpha)) || 1e-9,
  );
  const rings =
    rates && delta !== null
      ? shares.flatMap((share) => {
          const h = conserved({ x: share * delta, y: 0 }, rates);
          // Of one that does not fit only steep lines would be seen.
          if (Math.sqrt(2 * h) > y.max) return [];
          const ring = levelRing(h, rates);
          return [ring, ring.map((point) => ({ ...point, x: -point.x }))];
        })
      : [];
  return { x, y, delta, rings, trail };
}

/** The points of a path with the stages that they are in. */
export function staged(
  states: (EdgeState & { step: number })[],
  delta: number,
): TrailPoint[] {
  return states.map((state) => ({ ...state, stage: stageOf(state, delta) }));
}

/**
 * The closed curve x > 0 on which y²/2 + α(a² − ln a² − 1)/2 = h with a = x/δ: from its inner turning
 * point over positive y to the outer one and back.
 * @param h > 0
 */
export function levelRing(h: number, rates: PhaseRates): Point[] {
  const delta = width(rates);
  const lack = (a: number) =>
    2 * h - rates.alpha * (a ** 2 - Math.log(a ** 2) - 1);
  const inner = rootBetween(lack, Math.exp(-(h / rates.alpha) - 1), 1);
  const outer = rootBetween(lack, 2 + Math.sqrt((4 * h) / rates.alpha), 1);
  const upper: Point[] = [];
  for (let i = 0; i <= fineness; i++) {
    const share = (1 - Math.cos((Math.PI * i) / fineness)) / 2;
    const a = inner + share * (outer - inner);
    const isEnd = i === 0 || i === fineness;
    upper.push({
      x: a * delta,
      y: isEnd ? 0 : Math.sqrt(Math.max(0, lack(a))),
    });
  }
  const lower = upper.slice(1, -1).map(({ x, y }) => ({ x, y: -y }));
  return [...upper, ...lower.toReversed()];
}

/** Where a function changes its sign, by bisection. @param below where it is < 0; @param above where ≥ 0 */
function rootBetween(
  value: (a: number) => number,
  below: number,
  above: number,
): number {
  let [low, high] = [below, above];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (value(middle) < 0) low = middle;
    else high = middle;
  }
  return high;
}

/** Steps of one stage in a row. */
export interface Visit {
  stage: Stage;
  first: number;
  last: number;
}

/** The path cut where the stage changes: indices into it. */
export function visits(trail: { stage: Stage | null }[]): Visit[] {
  const found: Visit[] = [];
  trail.forEach(({ stage }, i) => {
    const open = found.at(-1);
    if (stage === null) return;
    if (open && open.stage === stage && open.last === i - 1) open.last = i;
    else found.push({ stage, first: i, last: i });
  });
  return found;
}

/** The mark of a stage around a point, as the `d` of an SVG path: disc, triangle, square, diamond. */
export function markPath(stage: Stage, x: number, y: number, r: number) {
  const corners: Record<Stage, [number, number][]> = {
    1: [],
    2: [
      [0, -1.2],
      [1.1, 0.8],
      [-1.1, 0.8],
    ],
    3: [
      [-0.9, -0.9],
      [0.9, -0.9],
      [0.9, 0.9],
      [-0.9, 0.9],
    ],
    4: [
      [0, -1.3],
      [1.3, 0],
      [0, 1.3],
      [-1.3, 0],
    ],
  };
  const [left, diameter] = [short(x - r), short(2 * r)];
  if (stage === 1)
    return `M${left} ${short(y)}a${short(r)} ${short(r)} 0 1 0 ${diameter} 0a${short(r)} ${short(r)} 0 1 0 ${-diameter} 0Z`;
  const at = corners[stage].map(
    ([dx, dy]) => `${short(x + dx * r)} ${short(y + dy * r)}`,
  );
  return `M${at.join("L")}Z`;
}

/** A hundredth of a pixel. */
function short(value: number): number {
  return Math.round(value * 100) / 100;
}
