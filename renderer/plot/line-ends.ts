/** Where the names of curves are: each at the end of its curve, or not at all. */
import type { Point } from "./model";
import type { Ink } from "./palette";

export interface End {
  key: string;
  label: string;
  ink: Ink;
  /** The end of the curve in pixels. */
  at: Point;
}

export interface EndLabel extends End {
  /** Left end of the letters, in the middle of their height. */
  x: number;
  y: number;
  /** Whether a line goes from the end of the curve to the label, which is not beside it. */
  hasLeader: boolean;
}

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** From the end of a curve to its label, in pixels: straight, and along a leader. */
const beside = 6;
const afar = 18;
/** How far up or down a label may move: without a leader, and with one. */
const near = 5;
const farthest = 40;
/** Height of a line of letters. */
const room = 14;

/**
 * Labels from the uppermost end to the lowest. Each is beside its end where that is free; else it moves up
 * or down, tied to its end by a leader; where there is no room either, it is left out. Labels keep the
 * order of their ends, so that no two leaders cross.
 * @param box in which labels must be
 * @param isClear whether no curve goes through a label, from `left` to `right` and from `top` to `bottom`
 */
export function layoutEnds(
  ends: readonly End[],
  box: Box,
  widthOf: (label: string) => number,
  isClear: (label: Box) => boolean,
): EndLabel[] {
  const placed: EndLabel[] = [];
  for (const end of [...ends].sort((a, b) => a.at.y - b.at.y)) {
    const width = widthOf(end.label);
    const label = shifts
      .map((shift) => moved(end, shift))
      .find(
        (candidate) =>
          isWithin(candidate, width, box) &&
          placed.every((other) => agree(candidate, other, widthOf)) &&
          isClear(boxOf(candidate, width)),
      );
    if (label) placed.push(label);
  }
  return placed;
}

/** Pixels up and down, the smallest first. */
const shifts = Array.from({ length: 2 * farthest + 1 }, (_, i) =>
  i % 2 ? (i + 1) / 2 : -i / 2,
);

function moved(end: End, shift: number): EndLabel {
  const hasLeader = Math.abs(shift) > near;
  const x = end.at.x + (hasLeader ? afar : beside);
  return { ...end, x, y: end.at.y + shift, hasLeader };
}

/** The letters themselves, without the room around them. */
function boxOf({ x, y }: Point, width: number): Box {
  return { left: x, right: x + width, top: y - 4, bottom: y + 4 };
}

function isWithin({ x, y }: Point, width: number, box: Box): boolean {
  return (
    x >= box.left &&
    x + width <= box.right &&
    y - room / 2 >= box.top &&
    y + room / 2 <= box.bottom
  );
}

/** Whether two labels do not touch, and are one above the other as their ends are. */
function agree(
  a: EndLabel,
  b: EndLabel,
  widthOf: (label: string) => number,
): boolean {
  // Leaders need room to the left of their labels as well.
  const left = ({ x, at, hasLeader }: EndLabel) => (hasLeader ? at.x : x - 2);
  const apart =
    left(a) > b.x + widthOf(b.label) || left(b) > a.x + widthOf(a.label);
  if (apart) return true;
  if (Math.abs(a.y - b.y) < room) return false;
  return a.at.y === b.at.y || a.at.y < b.at.y === a.y < b.y;
}
