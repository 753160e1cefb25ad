/** A look at data that the window can make by itself. */
import { withLabelNoise } from "../../../core/data/label-noise";
import { labelNoiseOf, sourceOf, type DataSpec } from "../../../core/data/spec";

/** Points of the unit square, y upwards; `group` is the class. */
export interface Point {
  x: number;
  y: number;
  group: number;
}

/** Enough to see the shape of the data, few enough to be drawn at every key. */
const most = 160;

/** Null where the data are in a file or are images. The data must be valid. */
export function preview(data: DataSpec): Point[] | null {
  const noise = labelNoiseOf(data);
  // Which labels are drawn anew depends on how many there are.
  const picture = sourceOf(data).picture?.(data, noise ? Infinity : most);
  if (!picture) return null;
  const { across, up } = picture;
  const { samples, inputs, inputWidth, targets, targetWidth, classes } = noise
    ? withLabelNoise(picture.data, noise)
    : picture.data;
  const rows = Array.from({ length: Math.min(most, samples) }, (_, i) => {
    const own = targets.subarray(i * targetWidth, (i + 1) * targetWidth);
    const x = inputs[i * inputWidth + across];
    return classes === null
      ? { x, y: own[0], group: 0 }
      : { x, y: inputs[i * inputWidth + up], group: own.indexOf(1) };
  });
  const toRight = scale(rows.map(({ x }) => x));
  const toTop = scale(rows.map(({ y }) => y));
  return rows.map(({ x, y, group }) => ({ x: toRight(x), y: toTop(y), group }));
}

function scale(values: number[]): (value: number) => number {
  const least = Math.min(...values);
  const span = Math.max(...values) - least;
  return (value) => (span > 0 ? (value - least) / span : 0.5);
}
