import { bytes, kernelFor } from "./memory";

/** Rows that are worked on together. */
const panel = 4;

/** Grows with the largest matrix so far, and is reused from matrix to matrix. */
let room = { size: 0, ...kernelFor(0) };

/**
 * Whether a symmetric matrix A [size, size] is positive definite: whether it has a Cholesky factor A = UᵀU. Takes
 * size³/6 multiplications. False where an entry is not finite.
 * @param fill writes the entries (i, j), j ≥ i, of row i to numbers[start + j]
 */
export function isPositiveDefinite(
  size: number,
  fill: (i: number, numbers: Float64Array, start: number) => void,
): boolean {
  const stride = (size + panel - 1) & -panel;
  if (room.size < stride)
    room = { size: stride, ...kernelFor((stride + panel) * stride) };
  const { multiply, numbers: u } = room;
  const sums = stride * stride;
  for (let first = 0; first < size; first += panel) {
    const width = stride - first;
    const last = Math.min(first + panel, size);
    for (let i = first, at = first * stride; i < last; i++, at += stride) {
      fill(i, u, at);
      for (let j = size; j < stride; j++) u[at + j] = 0;
    }
    // Σ_m u_mi u_mj over the rows above.
    if (first === 0) u.fill(0, sums, sums + panel * stride);
    else
      multiply(
        first * bytes,
        first * bytes,
        sums * bytes,
        panel,
        width,
        first,
        bytes,
        stride * bytes,
        stride * bytes,
      );
    for (let i = first, at = first * stride; i < last; i++, at += stride) {
      const from = sums + (i - first) * width - first;
      // The rows above within the panel, and 0 times this row for those that are not.
      const a = i > first ? first * stride : at;
      const b = i > first + 1 ? a + stride : at;
      const c = i > first + 2 ? b + stride : at;
      const fa = a < at ? u[a + i] : 0;
      const fb = b < at ? u[b + i] : 0;
      const fc = c < at ? u[c + i] : 0;
      const pivot = u[at + i] - u[from + i] - fa * fa - fb * fb - fc * fc;
      // Also false where it is not a number.
      if (!(pivot > 0 && pivot < Infinity)) return false;
      const scale = 1 / Math.sqrt(pivot);
      for (let j = i; j < size; j++)
        u[at + j] =
          (u[at + j] -
            u[from + j] -
            (fa * u[a + j] + fb * u[b + j] + fc * u[c + j])) *
          scale;
    }
  }
  return true;
}
