import type { Backend } from "./backend";
import { tanh } from "./tanh";

export interface Matrix {
  data: Float64Array;
  rows: number;
  columns: number;
}

/**
 * Double precision in plain TypeScript. Results of closed scopes are reused by size, so a training
 * step allocates next to nothing after the first one.
 */
export class Float64Backend implements Backend<Matrix> {
  readonly name = "float64";
  readonly precision = "float64";
  #free = new Map<number, Float64Array[]>();
  #live: Float64Array[] = [];

  upload(values: Float64Array, rows: number, columns: number): Matrix {
    return { data: values, rows, columns };
  }

  download(a: Matrix, out: Float64Array) {
    out.set(a.data);
  }

  open() {
    const start = this.#live.length;
    return () => {
      while (this.#live.length > start) {
        const data = this.#live.pop() as Float64Array;
        const list = this.#free.get(data.length);
        if (list) list.push(data);
        else this.#free.set(data.length, [data]);
      }
    };
  }

  #make(rows: number, columns: number): Matrix {
    const size = rows * columns;
    const data = this.#free.get(size)?.pop() ?? new Float64Array(size);
    this.#live.push(data);
    return { data, rows, columns };
  }

  matmul(a: Matrix, b: Matrix, transposeA: boolean, transposeB: boolean) {
    const rows = transposeA ? a.columns : a.rows;
    const columns = transposeB ? b.rows : b.columns;
    const out = this.#make(rows, columns);
    if (transposeA && transposeB)
      throw new Error("aᵀ·bᵀ is never needed: transpose b·a.");
    if (transposeB) timesTransposed(a, b, out.data, null);
    else if (transposeA) transposedTimes(a, b, out.data);
    else times(a, b, out.data);
    return out;
  }

  dense(x: Matrix, w: Matrix, b: Matrix | null) {
    const out = this.#make(x.rows, w.rows);
    timesTransposed(x, w, out.data, b?.data ?? null);
    return out;
  }

  sumRows(a: Matrix) {
    const out = this.#make(1, a.columns);
    const x = a.data;
    const z = out.data;
    const d = a.columns;
    z.fill(0);
    for (let i = 0; i < x.length; i += d)
      for (let j = 0; j < d; j++) z[j] += x[i + j];
    return out;
  }

  add(a: Matrix, b: Matrix) {
    const out = this.#make(a.rows, a.columns);
    const x = a.data;
    const y = b.data;
    const z = out.data;
    for (let i = 0; i < z.length; i++) z[i] = x[i] + y[i];
    return out;
  }

  subtract(a: Matrix, b: Matrix) {
    const out = this.#make(a.rows, a.columns);
    const x = a.data;
    const y = b.data;
    const z = out.data;
    for (let i = 0; i < z.length; i++) z[i] = x[i] - y[i];
    return out;
  }

  multiply(a: Matrix, b: Matrix) {
    const out = this.#make(a.rows, a.columns);
    const x = a.data;
    const y = b.data;
    const z = out.data;
    for (let i = 0; i < z.length; i++) z[i] = x[i] * y[i];
    return out;
  }

  scale(a: Matrix, factor: number) {
    const out = this.#make(a.rows, a.columns);
    const x = a.data;
    const z = out.data;
    for (let i = 0; i < z.length; i++) z[i] = factor * x[i];
    return out;
  }

  dot(a: Matrix, b: Matrix) {
    const x = a.data;
    const y = b.data;
    let sum = 0;
    for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
    return sum;
  }

  tanh(a: Matrix) {
    const out = this.#make(a.rows, a.columns);
    const x = a.data;
    const z = out.data;
    for (let i = 0; i < z.length; i++) z[i] = tanh(x[i]);
    return out;
  }

  oneMinusSquare(a: Matrix) {
    const out = this.#make(a.rows, a.columns);
    const x = a.data;
    const z = out.data;
    for (let i = 0; i < z.length; i++) z[i] = 1 - x[i] * x[i];
    return out;
  }

  relu(a: Matrix) {
    const out = this.#make(a.rows, a.columns);
    const x = a.data;
    const z = out.data;
    for (let i = 0; i < z.length; i++) z[i] = x[i] > 0 ? x[i] : 0;
    return out;
  }

  positive(a: Matrix) {
    const out = this.#make(a.rows, a.columns);
    const x = a.data;
    const z = out.data;
    for (let i = 0; i < z.length; i++) z[i] = x[i] > 0 ? 1 : 0;
    return out;
  }
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
