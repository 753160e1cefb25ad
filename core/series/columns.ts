/**
 * A table as equal-length columns. A run has two: `steps`, one row a step, and
 * `spectrum`, one row a sharpness measurement.
 */
export type Columns = Record<string, Float64Array>;

export interface RecordBatch {
  /**
   * `step`, `loss`, `gradNorm` (|∇L|), `directional` (curvature along the step, NaN on the last
   * row because it needs the loss after the step), `seconds` (running time since the start).
   */
  steps: Columns;
  /**
   * `step`, `lambda1`…`lambdaK` (largest algebraic first), `residual1`…`residualK`
   * (|Hu − λu|, same unit as λ), `products` (Hessian-vector products used),
   * `converged` (1 when every residual met the tolerance, else 0).
   */
  spectrum: Columns;
}

export type TableName = keyof RecordBatch;

export const stepColumns = [
  "step",
  "loss",
  "gradNorm",
  "directional",
  "seconds",
] as const;

/** Column names of the spectrum table when `k` eigenvalues are tracked. */
export function spectrumColumns(k: number): string[] {
  const numbers = Array.from({ length: k }, (_, i) => i + 1);
  return [
    "step",
    ...numbers.map((i) => `lambda${i}`),
    ...numbers.map((i) => `residual${i}`),
    "products",
    "converged",
  ];
}

/** Number of rows of a table; 0 for a table without columns. */
export function rowCount(columns: Columns): number {
  for (const name in columns) return columns[name].length;
  return 0;
}
