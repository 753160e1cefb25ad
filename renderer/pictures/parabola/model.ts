/** A valley of the loss with the steps of an optimiser in it, as a picture. */
import type { TopLine } from "../../../core/views/along-top";
import type { Point } from "../../plot/model";

/** In units of the first distance from the bottom, and of the height there: the valley is y = x². */
export interface ParabolaModel {
  /** Places of the steps, from 1 on the right or −1 on the left. */
  places: number[];
  /** The threshold over the curvature; null where none is known. */
  edge: number | null;
  /** The loss as it is, where that was computed. */
  real: Point[];
  /** Half the width of the picture, and its height. */
  reach: number;
  height: number;
}

/** Wider than this the first steps could not be told apart. */
const widest = 2.4;
const least = 1.3;

export function parabolaModel(
  places: number[],
  edge: number | null,
  line: TopLine | null,
): ParabolaModel {
  const furthest = Math.max(...places.map(Math.abs));
  const reach = Math.min(widest, Math.max(least, 1.12 * furthest));
  const side = line && line.slope < 0 ? -1 : 1;
  return {
    places: places.map((x) => side * x),
    edge,
    real: line ? realLoss(line) : [],
    reach,
    height: reach * reach,
  };
}

/** The loss along u, its parabola brought to y = x². */
function realLoss({ s, losses, loss, slope, sharpness }: TopLine): Point[] {
  const unit = Math.abs(slope / sharpness);
  if (!(unit > 0) || !(sharpness > 0)) return [];
  const bottom = loss - (slope * slope) / (2 * sharpness);
  const top = (sharpness * unit * unit) / 2;
  return Array.from(s, (at, i) => ({
    x: (at + slope / sharpness) / unit,
    y: (losses[i] - bottom) / top,
  })).filter(({ y }) => Number.isFinite(y));
}
