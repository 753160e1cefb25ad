import { dot } from "../vector";
import type { Backend, ConvGeometry, PoolGeometry } from "./backend";
import { erf } from "./erf";
import {
  eachWindowEntry,
  gatherPatches,
  maxOfWindows,
  scatterPatches,
  pooledWidth,
} from "./images";
import { multiply, type Matrix } from "./multiply";
import { requireSameShape, requireSharedRows } from "./same-shape";
import { tanh } from "./tanh";
import { exp } from "../math/exp";
import { log, log1p } from "../math/log";
import { pow } from "../math/power";

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

  download(a: Matrix, out: Float64Array, offset: number) {
    const x = a.data;
    // For short arrays a loop is faster than the call.
    if (x.length > 64) out.set(x, offset);
    else for (let i = 0; i < x.length; i++) out[offset + i] = x[i];
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
    if (transposeA && transposeB)
      throw new Error("aᵀ·bᵀ is never needed: transpose b·a.");
    const rows = transposeA ? a.columns : a.rows;
    const columns = transposeB ? b.rows : b.columns;
    const out = this.#make(rows, columns);
    multiply(a, b, transposeA, transposeB, out, null);
    return out;
  }

  reshape({ data }: Matrix, columns: number) {
    return { data, rows: data.length / columns, columns };
  }

  matmulBlocks(
    a: Matrix,
    b: Matrix,
    rows: number,
    transposeA: boolean,
    transposeB: boolean,
  ) {
    const blocks = a.rows / rows;
    const rowsB = b.rows / blocks;
    const out = this.#make(
      blocks * (transposeA ? a.columns : rows),
      transposeB ? rowsB : b.columns,
    );
    const block = (of: Matrix, size: number, i: number) => ({
      data: of.data.subarray(
        i * size * of.columns,
        (i + 1) * size * of.columns,
      ),
      rows: size,
      columns: of.columns,
    });
    for (let i = 0; i < blocks; i++)
      multiply(
        block(a, rows, i),
        block(b, rowsB, i),
        transposeA,
        transposeB,
        block(out, out.rows / blocks, i),
        null,
      );
    return out;
  }

  dense(x: Matrix, w: Matrix, b: Matrix | null) {
    const out = this.#make(x.rows, w.rows);
    multiply(x, w, false, true, out, b && b.data);
    return out;
  }

  sumRows(a: Matrix, columns: number) {
    const out = this.#make(1, columns);
    const x = a.data;
    const z = out.data;
    z.fill(0);
    for (let i = 0; i < x.length; i += columns)
      for (let j = 0; j < columns; j++) z[j] += x[i + j];
    return out;
  }

  add(a: Matrix, b: Matrix) {
    check("add", a, b);
    const out = this.#make(a.rows, a.columns);
    const x = a.data;
    const y = b.data;
    const z = out.data;
    for (let i = 0; i < z.length; i++) z[i] = x[i] + y[i];
    return out;
  }

  subtract(a: Matrix, b: Matrix) {
    check("subtract", a, b);
    const out = this.#make(a.rows, a.columns);
    const x = a.data;
    const y = b.data;
    const z = out.data;
    for (let i = 0; i < z.length; i++) z[i] = x[i] - y[i];
    return out;
  }

  multiply(a: Matrix, b: Matrix) {
    checkRows("multiply", a, b);
    const out = this.#make(b.rows, b.columns);
    const x = a.data;
    const y = b.data;
    const z = out.data;
    if (a.rows === b.rows) {
      for (let i = 0; i < z.length; i++) z[i] = x[i] * y[i];
      return out;
    }
    const d = a.columns;
    const repeats = b.rows / a.rows;
    for (let r = 0; r < b.rows; r++) {
      const p = Math.floor(r / repeats) * d;
      const o = r * d;
      for (let j = 0; j < d; j++) z[o + j] = x[p + j] * y[o + j];
    }
    return out;
  }

  affine(a: Matrix, factor: number, shift: number) {
    const out = this.#make(a.rows, a.columns);
    const x = a.data;
    const z = out.data;
    for (let i = 0; i < z.length; i++) z[i] = factor * x[i] + shift;
    return out;
  }

  dot(a: Matrix, b: Matrix) {
    check("dot", a, b);
    return dot(a.data, b.data);
  }

  rowDots(a: Matrix, b: Matrix) {
    checkRows("rowDots", a, b);
    const out = this.#make(b.rows, b.columns);
    const d = a.columns;
    const repeats = b.rows / a.rows;
    for (let r = 0, i = 0; i < out.data.length; r++, i += d) {
      const p = Math.floor(r / repeats) * d;
      let sum = 0;
      for (let j = 0; j < d; j++) sum += a.data[p + j] * b.data[i + j];
      out.data.fill(sum, i, i + d);
    }
    return out;
  }

  rowSums(a: Matrix) {
    const out = this.#make(a.rows, a.columns);
    const d = a.columns;
    for (let i = 0; i < out.data.length; i += d) {
      let sum = 0;
      for (let j = i; j < i + d; j++) sum += a.data[j];
      out.data.fill(sum, i, i + d);
    }
    return out;
  }

  columnMeans(a: Matrix) {
    const out = this.#make(a.rows, a.columns);
    const { data } = this.sumRows(a, a.columns);
    for (let j = 0; j < data.length; j++) data[j] /= a.rows;
    for (let i = 0; i < out.data.length; i += a.columns) out.data.set(data, i);
    return out;
  }

  addRow(a: Matrix, row: Matrix) {
    requireSameShape("addRow", [1, a.columns], [row.rows, row.columns]);
    const out = this.#make(a.rows, a.columns);
    const x = a.data;
    const y = row.data;
    const z = out.data;
    for (let i = 0; i < z.length; i += y.length)
      for (let j = 0; j < y.length; j++) z[i + j] = x[i + j] + y[j];
    return out;
  }

  sumBlocks(a: Matrix, count: number) {
    const d = a.columns;
    const out = this.#make(a.rows / count, d);
    const z = out.data;
    z.fill(0);
    for (let r = 0; r < a.rows; r++) {
      const to = Math.floor(r / count) * d;
      for (let j = 0; j < d; j++) z[to + j] += a.data[r * d + j];
    }
    return out;
  }

  repeatRows(a: Matrix, count: number) {
    const out = this.#make(a.rows * count, a.columns);
    copyRows(a, out, (r) => Math.floor(r / count));
    return out;
  }

  swapRows(a: Matrix, outer: number, inner: number) {
    const out = this.#make(a.rows, a.columns);
    const block = outer * inner;
    copyRows(a, out, (r) => {
      const place = r % block;
      const [i, o] = [Math.floor(place / outer), place % outer];
      return r - place + o * inner + i;
    });
    return out;
  }

  gatherRows(table: Matrix, { data }: Matrix) {
    const out = this.#make(data.length, table.columns);
    copyRows(table, out, (r) => data[r]);
    return out;
  }

  scatterRows(d: Matrix, { data }: Matrix, rows: number) {
    const out = this.#make(rows, d.columns);
    const width = d.columns;
    out.data.fill(0);
    for (let r = 0; r < data.length; r++)
      for (let j = 0; j < width; j++)
        out.data[data[r] * width + j] += d.data[r * width + j];
    return out;
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

  timesOneMinusSquare(d: Matrix, a: Matrix) {
    check("timesOneMinusSquare", d, a);
    const out = this.#make(a.rows, a.columns);
    const x = a.data;
    const y = d.data;
    const z = out.data;
    for (let i = 0; i < z.length; i++) z[i] = (1 - x[i] * x[i]) * y[i];
    return out;
  }

  sigmoid(a: Matrix) {
    return this.#map(a, (x) => 1 / (1 + exp(-x)));
  }

  softplus(a: Matrix) {
    return this.#map(a, (x) => Math.max(x, 0) + log1p(exp(-Math.abs(x))));
  }

  exp(a: Matrix) {
    return this.#map(a, exp);
  }

  power(a: Matrix, p: number) {
    return this.#map(a, (x) => pow(x, p));
  }

  erf(a: Matrix) {
    return this.#map(a, erf);
  }

  clip(a: Matrix, low: number, high: number) {
    // Not Math.min and max: where low and high are infinite, NaN must stay NaN all the same.
    return this.#map(a, (x) => (x < low ? low : x > high ? high : x));
  }

  positive(a: Matrix) {
    return this.#map(a, (x) => (x > 0 ? 1 : 0));
  }

  softmax(a: Matrix) {
    const out = this.#make(a.rows, a.columns);
    const d = a.columns;
    const z = out.data;
    for (let i = 0; i < z.length; i += d) {
      const { largest, sum } = exponentials(a.data, i, d);
      for (let j = i; j < i + d; j++) z[j] = exp(a.data[j] - largest) / sum;
    }
    return out;
  }

  logSoftmax(a: Matrix) {
    const out = this.#make(a.rows, a.columns);
    const d = a.columns;
    const z = out.data;
    for (let i = 0; i < z.length; i += d) {
      const { largest, sum } = exponentials(a.data, i, d);
      const shift = largest + log(sum);
      for (let j = i; j < i + d; j++) z[j] = a.data[j] - shift;
    }
    return out;
  }

  countAgreeing(a: Matrix, b: Matrix) {
    check("countAgreeing", a, b);
    const d = a.columns;
    let count = 0;
    for (let i = 0; i < a.data.length; i += d)
      if (
        d === 1
          ? a.data[i] > 0 === b.data[i] > 0
          : largestAt(a.data, i, d) === largestAt(b.data, i, d)
      )
        count++;
    return count;
  }

  conv2d(x: Matrix, w: Matrix, b: Matrix | null, g: ConvGeometry) {
    const places = x.rows * g.outHeight * g.outWidth;
    const patches = this.#make(places, w.columns);
    gatherPatches(x.data, patches.data, g);
    const { data } = this.dense(patches, w, b);
    return { data, rows: x.rows, columns: (places / x.rows) * w.rows };
  }

  conv2dInput(d: Matrix, w: Matrix, g: ConvGeometry) {
    const places = d.rows * g.outHeight * g.outWidth;
    const atPlaces = { data: d.data, rows: places, columns: w.rows };
    const patches = this.matmul(atPlaces, w, false, false);
    const out = this.#make(d.rows, g.height * g.width * g.channels);
    out.data.fill(0);
    scatterPatches(patches.data, out.data, g);
    return out;
  }

  conv2dFilter(x: Matrix, d: Matrix, g: ConvGeometry) {
    const places = x.rows * g.outHeight * g.outWidth;
    const patches = this.#make(places, g.channels * g.kernel * g.kernel);
    gatherPatches(x.data, patches.data, g);
    const atPlaces = { data: d.data, rows: places, columns: g.filters };
    return this.matmul(atPlaces, patches, true, false);
  }

  meanPool(a: Matrix, g: PoolGeometry) {
    const out = this.#make(a.rows, pooledWidth(g));
    const share = 1 / (g.size * g.size);
    out.data.fill(0);
    eachWindowEntry(g, a.rows, (from, to) => {
      out.data[to] += share * a.data[from];
    });
    return out;
  }

  meanPoolInput(d: Matrix, x: Matrix, g: PoolGeometry) {
    const out = this.#make(x.rows, x.columns);
    const share = 1 / (g.size * g.size);
    out.data.fill(0);
    eachWindowEntry(g, d.rows, (to, from) => {
      out.data[to] = share * d.data[from];
    });
    return out;
  }

  maxPool(a: Matrix, g: PoolGeometry) {
    const values = this.#make(a.rows, pooledWidth(g));
    const places = this.#make(a.rows, values.columns);
    maxOfWindows(a.data, a.rows, g, values.data, places.data);
    return { values, places };
  }

  scatter(d: Matrix, places: Matrix, x: Matrix) {
    const out = this.#make(x.rows, x.columns);
    out.data.fill(0);
    for (let i = 0; i < d.data.length; i++)
      out.data[places.data[i]] = d.data[i];
    return out;
  }

  #map(a: Matrix, f: (x: number) => number) {
    const out = this.#make(a.rows, a.columns);
    const x = a.data;
    const z = out.data;
    for (let i = 0; i < z.length; i++) z[i] = f(x[i]);
    return out;
  }
}

/** Fills each row of `to` with the row of `from` that `place` names. */
function copyRows(from: Matrix, to: Matrix, place: (row: number) => number) {
  const d = to.columns;
  for (let r = 0; r < to.rows; r++) {
    const start = place(r) * d;
    for (let j = 0; j < d; j++) to.data[r * d + j] = from.data[start + j];
  }
}

function check(operation: string, a: Matrix, b: Matrix) {
  requireSameShape(operation, [a.rows, a.columns], [b.rows, b.columns]);
}

function checkRows(operation: string, a: Matrix, b: Matrix) {
  requireSharedRows(operation, [a.rows, a.columns], [b.rows, b.columns]);
}

/** The largest entry of d numbers from i, and the sum of their exponentials relative to it. */
function exponentials(x: Float64Array, i: number, d: number) {
  let largest = x[i];
  for (let j = i + 1; j < i + d; j++) if (x[j] > largest) largest = x[j];
  let sum = 0;
  for (let j = i; j < i + d; j++) sum += exp(x[j] - largest);
  return { largest, sum };
}

/** Which of d numbers from i is the largest; the first of equal ones. */
function largestAt(x: Float64Array, i: number, d: number) {
  let at = 0;
  for (let j = 1; j < d; j++) if (x[i + j] > x[i + at]) at = j;
  return at;
}
