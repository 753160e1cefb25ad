import { squared } from "../math/squared";
import type { Objective } from "../objective/objective";

/** A rectangle of a plane of two parameters. */
export interface Window {
  x: { min: number; max: number };
  y: { min: number; max: number };
}

/** A landscape on a grid, row after row from the least y up, each from the least x on. */
export interface Grid {
  columns: number;
  rows: number;
  /** L at the middle of each cell, [rows·columns]. */
  loss: Float64Array;
  /** λ_max(H) there, the same. */
  sharpness: Float64Array;
}

/**
 * Loss and sharpness of a loss of two parameters over a window, with exact derivatives.
 * @param objective of P = 2
 */
export function landscapeGrid(
  objective: Objective,
  { x, y }: Window,
  columns: number,
  rows: number,
): Grid {
  const loss = new Float64Array(columns * rows);
  const sharpness = new Float64Array(columns * rows);
  const theta = new Float64Array(2);
  const along = [Float64Array.of(1, 0), Float64Array.of(0, 1)];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      theta[0] = x.min + ((column + 0.5) / columns) * (x.max - x.min);
      theta[1] = y.min + ((row + 0.5) / rows) * (y.max - y.min);
      const at = objective.linearize(theta);
      const [a, b] = at.hvp(along[0]);
      const [, c] = at.hvp(along[1]);
      const cell = row * columns + column;
      loss[cell] = at.loss;
      // The larger root of the characteristic polynomial of [[a, b], [b, c]].
      sharpness[cell] = (a + c) / 2 + hypotenuse((a - c) / 2, b);
      at.dispose();
    }
  return { columns, rows, loss, sharpness };
}

/** √(a² + b²), also where the squares are too large or too small for a number. */
function hypotenuse(a: number, b: number): number {
  const larger = Math.max(Math.abs(a), Math.abs(b));
  if (larger === 0 || !Number.isFinite(larger)) return larger;
  return larger * Math.sqrt(squared(a / larger) + squared(b / larger));
}
