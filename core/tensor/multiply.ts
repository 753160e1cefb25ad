import { product } from "./product/product";

export interface Matrix {
  data: Float64Array;
  rows: number;
  columns: number;
}

/** Multiplications from which copying to the kernel pays. */
const worthCopying = 3000;

/** out = a·b + row, with at most one factor transposed. */
export function multiply(
  a: Matrix,
  b: Matrix,
  transposeA: boolean,
  transposeB: boolean,
  out: Matrix,
  row: Float64Array | null,
) {
  const terms = transposeA ? a.rows : a.columns;
  if (terms >= 4 && out.columns >= 4 && out.data.length * terms >= worthCopying)
    product(
      { data: a.data, columns: a.columns, transpose: transposeA },
      { data: b.data, columns: b.columns, transpose: transposeB },
      out.data,
      out.rows,
      out.columns,
      terms,
      row,
    );
  else if (transposeB) timesTransposed(a, b, out.data, row);
  else if (transposeA) transposedTimes(a, b, out.data);
  else times(a, b, out.data);
}

/** out = a·b. The inner loop runs along rows of b and of out. */
function times(a: Matrix, b: Matrix, out: Float64Array) {
  const x = a.data;
  const y = b.data;
  const inner = a.columns;
  const columns = b.columns;
  for (let i = 0; i < a.rows; i++) {
    const o = i * columns;
    const first = x[i * inner];
    for (let j = 0; j < columns; j++) out[o + j] = first * y[j];
    for (let k = 1; k < inner; k++) {
      const factor = x[i * inner + k];
      const row = k * columns;
      for (let j = 0; j < columns; j++) out[o + j] += factor * y[row + j];
    }
  }
}

/** out = aᵀ·b, as a sum of outer products of their rows. */
function transposedTimes(a: Matrix, b: Matrix, out: Float64Array) {
  const x = a.data;
  const y = b.data;
  const rows = a.columns;
  const columns = b.columns;
  out.fill(0);
  for (let k = 0; k < a.rows; k++) {
    const p = k * rows;
    const q = k * columns;
    if (columns === 1) {
      const factor = y[k];
      for (let i = 0; i < rows; i++) out[i] += factor * x[p + i];
      continue;
    }
    for (let i = 0; i < rows; i++) {
      const factor = x[p + i];
      const o = i * columns;
      for (let j = 0; j < columns; j++) out[o + j] += factor * y[q + j];
    }
  }
}

/**
 * out = a·bᵀ + row: inner products of rows. Four at a time, because a single running sum waits for its
 * own last addition. With one column each there is nothing to sum.
 */
function timesTransposed(
  a: Matrix,
  b: Matrix,
  out: Float64Array,
  row: Float64Array | null,
) {
  const x = a.data;
  const y = b.data;
  const inner = a.columns;
  const columns = b.rows;
  const whole = columns - (columns % 4);
  for (let i = 0; i < a.rows; i++) {
    const p = i * inner;
    const o = i * columns;
    if (inner === 1) {
      const factor = x[i];
      if (row)
        for (let j = 0; j < columns; j++) out[o + j] = factor * y[j] + row[j];
      else for (let j = 0; j < columns; j++) out[o + j] = factor * y[j];
      continue;
    }
    for (let j = 0; j < whole; j += 4) {
      const q0 = j * inner;
      const q1 = q0 + inner;
      const q2 = q1 + inner;
      const q3 = q2 + inner;
      let s0 = row ? row[j] : 0;
      let s1 = row ? row[j + 1] : 0;
      let s2 = row ? row[j + 2] : 0;
      let s3 = row ? row[j + 3] : 0;
      for (let k = 0; k < inner; k++) {
        const factor = x[p + k];
        s0 += factor * y[q0 + k];
        s1 += factor * y[q1 + k];
        s2 += factor * y[q2 + k];
        s3 += factor * y[q3 + k];
      }
      out[o + j] = s0;
      out[o + j + 1] = s1;
      out[o + j + 2] = s2;
      out[o + j + 3] = s3;
    }
    for (let j = whole; j < columns; j++) {
      let sum = row ? row[j] : 0;
      for (let k = 0; k < inner; k++) sum += x[p + k] * y[j * inner + k];
      out[o + j] = sum;
    }
  }
}
