import { bytes, kernelFor } from "./memory";

/** A row-major matrix that takes part in a product, transposed on request. */
export interface Factor {
  data: Float64Array;
  columns: number;
  transpose: boolean;
}

/** Entries of a block: three of them stay in the cache together. Multiples of four. */
const block = { m: 128, n: 256, k: 256 };

const aStart = 0;
const bStart = block.m * block.k;
const cStart = bStart + block.k * block.n;
const { multiply: kernel, numbers: scratch } = kernelFor(
  cStart + block.m * block.n,
);
const zeros = new Float64Array(block.n);

/**
 * out = a·b + row for matrices worth the trouble of copying them: block by block through a
 * WebAssembly kernel with two numbers in each register (kernel.wat), about ten times as fast as the
 * same loops in JavaScript. The order of summation depends on the sizes alone.
 * @param out [m, n] row-major
 * @param k the number of terms of each sum
 * @param row added to every row of the product, when there is one
 */
export function product(
  a: Factor,
  b: Factor,
  out: Float64Array,
  m: number,
  n: number,
  k: number,
  row: Float64Array | null,
) {
  for (let j = 0; j < n; j += block.n) {
    const columns = Math.min(block.n, n - j);
    const padded = (columns + 3) & -4;
    for (let q = 0; q < k; q += block.k) {
      const terms = Math.min(block.k, k - q);
      if (b.transpose) packTransposed(b, j, q, columns, terms, padded);
      else pack(b, q, j, terms, columns, bStart, padded);
      for (let i = 0; i < m; i += block.m) {
        const rows = Math.min(block.m, m - i);
        const paddedRows = (rows + 3) & -4;
        // The kernel reads a transposed where it lies; entries of padded rows are never used.
        if (a.transpose) pack(a, q, i, terms, rows, aStart, paddedRows);
        else pack(a, i, q, rows, terms, aStart, terms);
        kernel(
          aStart * bytes,
          bStart * bytes,
          cStart * bytes,
          paddedRows,
          padded,
          terms,
          a.transpose ? bytes : terms * bytes,
          a.transpose ? paddedRows * bytes : bytes,
          padded * bytes,
        );
        // What the product is added to: the terms before, the row, or nothing.
        if (q > 0) store(out, out, i * n + j, n, i * n + j, n, rows, columns);
        else if (row) store(out, row, j, 0, i * n + j, n, rows, columns);
        else store(out, zeros, 0, 0, i * n + j, n, rows, columns);
      }
    }
  }
}

/** Copies rows × columns of a matrix from (i, j), to rows of `length` numbers. */
function pack(
  { data, columns: whole }: Factor,
  i: number,
  j: number,
  rows: number,
  columns: number,
  start: number,
  length: number,
) {
  for (let r = 0; r < rows; r++) {
    const from = (i + r) * whole + j;
    const to = start + r * length;
    if (columns < 48)
      for (let c = 0; c < columns; c++) scratch[to + c] = data[from + c];
    else scratch.set(data.subarray(from, from + columns), to);
  }
}

/** Copies rows × columns of a matrix from (i, j) as its transpose [columns, length] for b. */
function packTransposed(
  { data, columns: whole }: Factor,
  i: number,
  j: number,
  rows: number,
  columns: number,
  length: number,
) {
  for (let r = 0; r < rows; r++) {
    const from = (i + r) * whole + j;
    for (let c = 0, to = bStart + r; c < columns; c++, to += length)
      scratch[to] = data[from + c];
  }
}

/**
 * Writes the block of c, whose rows are padded, over out from index `to`: each row r added to that of
 * `base` from index `from + r·step`. Rows of out are `whole` apart.
 */
function store(
  out: Float64Array,
  base: Float64Array,
  from: number,
  step: number,
  to: number,
  whole: number,
  rows: number,
  columns: number,
) {
  const length = (columns + 3) & -4;
  for (let r = 0; r < rows; r++) {
    const c = cStart + r * length;
    const b = from + r * step;
    const o = to + r * whole;
    for (let k = 0; k < columns; k++) out[o + k] = base[b + k] + scratch[c + k];
  }
}
