/** Where the names of the lines of a map stand. */
import { plain } from "../lib/format";
import type { Size } from "../plot/brush";
import type { Rings } from "./contours";
import type { Terrain } from "./landscape-map";

/** Apart enough to be read, in pixels. */
const apart = 15;
const inset = 14;

/** The losses of the lines that leave the plot at the right, at the height where they do. */
export function labelsAtEdge(
  levels: Terrain["levels"],
  { height }: Size,
): { y: number; text: string }[] {
  const ends = levels.flatMap(({ loss, rings }) =>
    crossings(rings).map((y) => ({ y: y * height, text: plain(loss, 3) })),
  );
  const shown: typeof ends = [];
  // The axis has its own name at the lower right.
  for (const end of ends) {
    if (end.y < 4 || end.y > height - 4) continue;
    const free = shown.every(
      ({ y, text }) => Math.abs(y - end.y) >= apart && text !== end.text,
    );
    if (free) shown.push(end);
  }
  return shown;
}

/** Heights, in shares, at which rings cross the right edge of the plot. */
function crossings(rings: Rings): number[] {
  return rings.flatMap((ring) =>
    ring.flatMap(([x, y], i) => {
      const [beforeX, beforeY] = ring[(i || ring.length) - 1];
      if (x < 1 === beforeX < 1 || x === beforeX) return [];
      return [beforeY + ((1 - beforeX) / (x - beforeX)) * (y - beforeY)];
    }),
  );
}

/** The place on a curve, inside the plot, that is farthest from a point. */
export function thresholdLabel(
  rings: Rings,
  { width, height }: Size,
  [pointX, pointY]: [number, number],
): { x: number; y: number; end: boolean } | null {
  let best: { x: number; y: number } | null = null;
  let farthest = -1;
  for (const ring of rings)
    for (const [shareX, shareY] of ring) {
      const [x, y] = [shareX * width, shareY * height];
      const inside =
        x > inset && x < width - inset && y > 2 * inset && y < height - inset;
      const distance = Math.hypot(x - pointX, y - pointY);
      if (!inside || distance <= farthest) continue;
      farthest = distance;
      best = { x, y };
    }
  if (!best) return null;
  const end = best.x > width / 2;
  return { x: best.x + (end ? -8 : 8), y: best.y - 4, end };
}
