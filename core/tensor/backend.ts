/** A convolution of images in rows of (h, w, c) order with square kernels. */
export interface ConvGeometry {
  height: number;
  width: number;
  channels: number;
  filters: number;
  kernel: number;
  stride: number;
  outHeight: number;
  outWidth: number;
  /** Zeros before the first row and the first column. */
  top: number;
  left: number;
  padding: "same" | "valid";
}

/** Windows of size × size side by side on images in rows of (h, w, c) order. */
export interface PoolGeometry {
  height: number;
  width: number;
  channels: number;
  size: number;
}

/**
 * The operations that the derivatives are written against, once. Every tensor `T` is a matrix
 * [rows, columns]; an image is a row in (h, w, c) order. Operations return new tensors, which live
 * until the scope they were made in is closed. Elementwise operations on two tensors take tensors of
 * the same shape, unless they say otherwise, and throw an Error on others: nothing is broadcast.
 */
export interface Backend<T> {
  readonly name: "float64" | "tensorflow";
  readonly precision: "float64" | "float32";

  /** A tensor from row-major values. May share memory with `values`: do not change them while it is in use. */
  upload(values: Float64Array, rows: number, columns: number): T;
  /** Copies the row-major values of `a` into `out` from `offset` on. */
  download(a: T, out: Float64Array, offset: number): void;

  /** Opens a scope and answers with the function that frees all made since, innermost first. */
  open(): () => void;

  /** The same numbers, row-major, in rows of another length. */
  reshape(a: T, columns: number): T;

  /** a·b, with either factor transposed on request. */
  matmul(a: T, b: T, transposeA: boolean, transposeB: boolean): T;
  /**
   * The same for each block of `rows` rows of a, with the block of b that has as large a share of its rows; the
   * products one below the other.
   */
  matmulBlocks(
    a: T,
    b: T,
    rows: number,
    transposeA: boolean,
    transposeB: boolean,
  ): T;
  /** x·wᵀ + b on each row: x [n, in], w [out, in], b [1, out] or none. */
  dense(x: T, w: T, b: T | null): T;
  /** Sums over rows: [n, d] → [1, d]; with fewer `columns`, rows are cut into pieces of these. */
  sumRows(a: T, columns: number): T;
  /** a + b, elementwise. */
  add(a: T, b: T): T;
  /** a − b, elementwise. */
  subtract(a: T, b: T): T;
  /**
   * Elementwise product. Where b has m rows for each row of a, row i of a meets rows i·m to i·m + m − 1
   * of b: several directions share what belongs to their sample.
   */
  multiply(a: T, b: T): T;
  /** factor·a + shift. */
  affine(a: T, factor: number, shift: number): T;
  /** Sum of all a·b, elementwise. */
  dot(a: T, b: T): number;
  /** The sum of a·b over each row of b, in every column of it; rows meet as in multiply. */
  rowDots(a: T, b: T): T;
  /** The sum of each row, in every column of it. */
  rowSums(a: T): T;
  /** The mean of each column, in every row of it. */
  columnMeans(a: T): T;
  /** a + row on each row of a: a [n, d], row [1, d]. */
  addRow(a: T, row: T): T;
  /** Sums of `count` rows after one another: [n·count, d] → [n, d]. */
  sumBlocks(a: T, count: number): T;
  /** Each row `count` times after one another: [n, d] → [n·count, d]. */
  repeatRows(a: T, count: number): T;
  /** Reorders rows that are numbered [n, outer, inner] to [n, inner, outer]. */
  swapRows(a: T, outer: number, inner: number): T;
  /** The rows of a table [m, d] with these numbers, row by row: places [n, k] → [n·k, d]. */
  gatherRows(table: T, places: T): T;
  /** The gradient with respect to a table of `rows` rows of ⟨d, gatherRows(table, places)⟩. */
  scatterRows(d: T, places: T, rows: number): T;

  tanh(a: T): T;
  /** 1/(1 + e^−a). */
  sigmoid(a: T): T;
  /** log(1 + e^a). */
  softplus(a: T): T;
  exp(a: T): T;
  /** a^p for a > 0. */
  power(a: T, p: number): T;
  erf(a: T): T;
  /** 1 − a², the slope of tanh where its value is a. */
  oneMinusSquare(a: T): T;
  /** (1 − a²)·d */
  timesOneMinusSquare(d: T, a: T): T;
  /** a where low < a < high, else the nearer of the two. */
  clip(a: T, low: number, high: number): T;
  /** 1 where a > 0, else 0. */
  positive(a: T): T;
  /** e^a over its sum, in each row. */
  softmax(a: T): T;
  /** The logarithm of softmax. */
  logSoftmax(a: T): T;
  /** Rows whose largest entries are in the same column of a and b; with one column, of one sign. */
  countAgreeing(a: T, b: T): number;

  /** x [n, h·w·c] and w [filters, c·k·k] in order (c, kh, kw), b [1, filters] or none. */
  conv2d(x: T, w: T, b: T | null, g: ConvGeometry): T;
  /** The gradient with respect to x of ⟨d, conv2d(x, w)⟩. */
  conv2dInput(d: T, w: T, g: ConvGeometry): T;
  /** The gradient with respect to w of ⟨d, conv2d(x, w)⟩. */
  conv2dFilter(x: T, d: T, g: ConvGeometry): T;

  /** The mean over each window. */
  meanPool(a: T, g: PoolGeometry): T;
  /** The gradient with respect to x of ⟨d, meanPool(x)⟩; only the size of x is used. */
  meanPoolInput(d: T, x: T, g: PoolGeometry): T;
  /**
   * The largest entry of each window, and where in `a` it is: the first of equal ones. A window with
   * NaN in it yields NaN, at its first NaN.
   */
  maxPool(a: T, g: PoolGeometry): { values: T; places: T };
  /** Zeros of the size of x, with the numbers of d in their places. */
  scatter(d: T, places: T, x: T, g: PoolGeometry): T;
}
