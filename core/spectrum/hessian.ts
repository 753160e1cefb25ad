import type { Linearization } from "../objective/objective";
import { dot } from "../vector";

/** The columns H·e_i of the Hessian [P, P], by P products. Yields after each. */
export function* hessianColumns(
  at: Linearization,
): Generator<void, Float64Array[]> {
  const size = at.gradient.length;
  const columns: Float64Array[] = [];
  for (let i = 0; i < size; i++) {
    const unit = new Float64Array(size);
    unit[i] = 1;
    columns.push(at.hvp(unit));
    yield;
  }
  return columns;
}

/** The Hessian as P rows; where products gave it, both sides of the diagonal may differ by their rounding. Yields now and then. */
export function* wholeHessian(
  at: Linearization,
): Generator<void, Float64Array[]> {
  return yield* at.hessian?.() ?? hessianColumns(at);
}

/** The lower triangle of (H + Hᵀ)/2, row by row. */
export function symmetricPart(rows: readonly Float64Array[]): Float64Array[] {
  return rows.map((row, i) => {
    const line = new Float64Array(i + 1);
    for (let j = 0; j <= i; j++) line[j] = (row[j] + rows[j][i]) / 2;
    return line;
  });
}

export function isFinite(rows: Float64Array[]): boolean {
  // 0·x is NaN where x is not finite; one sum is faster than asking each entry.
  let sum = 0;
  for (const row of rows)
    for (let j = 0; j < row.length; j++) sum += 0 * row[j];
  return sum === 0;
}

/** H·v, four rows at a time, which share what they read of v. */
export function times(rows: Float64Array[], v: Float64Array): Float64Array {
  const size = rows.length;
  const product = new Float64Array(size);
  const whole = size - (size % 4);
  for (let i = 0; i < whole; i += 4) {
    const [a, b, c, d] = [rows[i], rows[i + 1], rows[i + 2], rows[i + 3]];
    let [p, q, r, s] = [0, 0, 0, 0];
    for (let j = 0; j < v.length; j++) {
      const x = v[j];
      p += a[j] * x;
      q += b[j] * x;
      r += c[j] * x;
      s += d[j] * x;
    }
    product[i] = p;
    product[i + 1] = q;
    product[i + 2] = r;
    product[i + 3] = s;
  }
  for (let i = whole; i < size; i++) product[i] = dot(rows[i], v);
  return product;
}

export function trace(rows: Float64Array[]): number {
  return rows.reduce((sum, row, i) => sum + row[i], 0);
}

/** An entry below this share of the largest is rounding. */
const negligible = 1e-12;

/** The number of blocks that a reordering of the parameters makes H fall into. */
export function partsOf(rows: readonly Float64Array[]): number {
  const size = rows.length;
  let largest = 0;
  for (const row of rows)
    for (const x of row) largest = Math.max(largest, Math.abs(x));
  const isReached = new Array<boolean>(size).fill(false);
  let parts = 0;
  for (let first = 0; first < size; first++) {
    if (isReached[first]) continue;
    parts++;
    isReached[first] = true;
    for (const open = [first]; open.length > 0;) {
      const row = rows[open.pop() as number];
      for (let j = 0; j < size; j++) {
        if (isReached[j] || Math.abs(row[j]) <= negligible * largest) continue;
        isReached[j] = true;
        open.push(j);
      }
    }
  }
  return parts;
}
