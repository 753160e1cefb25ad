/** Inputs to ask a network for, around those of the samples. */

export interface Axis {
  min: number;
  max: number;
}

/** Points of a curve, and cells of a map on each side. */
export const curvePoints = 401;
export const mapCells = 81;

/** Air on both sides of the samples, as a share of their range. */
const air = 0.08;

/** The range of one column of [rows, width] in all of these, with some air. */
export function rangeOf(
  column: number,
  width: number,
  all: Float64Array[],
): Axis {
  let [min, max] = [Infinity, -Infinity];
  for (const rows of all)
    for (let i = column; i < rows.length; i += width) {
      if (rows[i] < min) min = rows[i];
      if (rows[i] > max) max = rows[i];
    }
  const span = max - min || Math.abs(max) || 1;
  return { min: min - air * span, max: max + air * span };
}

/** So many numbers from one end to the other, both included. */
export function along({ min, max }: Axis, count: number): Float64Array {
  return Float64Array.from(
    { length: count },
    (_, i) => min + ((max - min) * i) / (count - 1),
  );
}

/** The middle of each cell of a plane, [size·size, 2], row by row from the least y. */
export function cellsOf(x: Axis, y: Axis, size: number): Float64Array {
  const middle = ({ min, max }: Axis, i: number) =>
    min + ((max - min) * (i + 0.5)) / size;
  const cells = new Float64Array(2 * size * size);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      const at = 2 * (row * size + column);
      cells[at] = middle(x, column);
      cells[at + 1] = middle(y, row);
    }
  return cells;
}
