/**
 * The operations that the derivatives are written against, once. Every tensor `T` is a matrix
 * [rows, columns]; an image is a row in (h, w, c) order. Operations return new tensors, which live
 * until the scope they were made in is closed.
 */
export interface Backend<T> {
  readonly name: "float64" | "tensorflow";
  readonly precision: "float64" | "float32";

  /** A tensor from row-major values. May share memory with `values`: do not change them meanwhile. */
  upload(values: Float64Array, rows: number, columns: number): T;
  /** Copies the row-major values of `a` into `out`, which must have their number. */
  download(a: T, out: Float64Array): void;

  /** Opens a scope and answers with the function that frees all made since, innermost first. */
  open(): () => void;

  /** a·b, with either factor transposed on request. */
  matmul(a: T, b: T, transposeA: boolean, transposeB: boolean): T;
  /** x·wᵀ + b on each row: x [n, in], w [out, in], b [1, out] or none. */
  dense(x: T, w: T, b: T | null): T;
  /** Sums over rows: [n, d] → [1, d]. */
  sumRows(a: T): T;
  add(a: T, b: T): T;
  subtract(a: T, b: T): T;
  /** Elementwise product. */
  multiply(a: T, b: T): T;
  /** factor·a. */
  scale(a: T, factor: number): T;
  /** Sum of all a·b, elementwise. */
  dot(a: T, b: T): number;

  tanh(a: T): T;
  /** 1 − a², the slope of tanh where its value is a. */
  oneMinusSquare(a: T): T;
  /** max(0, a). */
  relu(a: T): T;
  /** 1 where a > 0, else 0. */
  positive(a: T): T;
}
