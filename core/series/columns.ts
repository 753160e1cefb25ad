/** A table as equal-length columns. */
export type Columns = Record<string, Float64Array>;

/**
 * The tables of a run.
 *
 * `steps`, one row a step: `step`; `loss`; `gradNorm` (|∇L|); `directional` (curvature along the
 * step, NaN on the last row because it needs the loss after the step); `distance` (|θ_t − θ_0|);
 * `accuracy` where there are classes; `theta1`, `theta2` (θ_t) where there are no more than two
 * parameters; `seconds` (running time since the start).
 *
 * `spectrum`, one row a measurement: `step`; `lambda1`…`lambdaK` (largest algebraic first; NaN where
 * fewer were tracked); `residual1`…`residualK` (|Hu − λu|, same unit as λ); `overlap1`…`overlapK`
 * (|u_i·u_i| with the measurement before, near 0 after two eigenvectors have changed places, NaN at
 * first; where eigenvalues are equal within the tolerance, of u_i before with their eigenspace); `smallest1`…`smallestM` (smallest algebraic first) and `smallestResidual1`… where asked for;
 * `midpoint` where the option is on (1 when measured at (θ_{t−1} + 2θ_t + θ_{t+1})/4, 0 when
 * at θ_t); `trace` and its standard error `traceError` where asked for; `products`
 * (Hessian-vector products used); `converged` (1 when every residual met the tolerance, else 0);
 * `certificate` (how sure it is that these eigenvalues are the largest: 0 where that is proven, the chance
 * of having missed one larger by 1 % where it was probed, 1 where nothing is known).
 *
 * `test`, one row a look at the samples set aside: `step`; `loss`, without weight decay;
 * `accuracy` where there are classes.
 *
 * `theory`, which no run records but an analysis of it makes: see core/theory/columns.ts.
 */
export const tableNames = ["steps", "spectrum", "test"] as const;
export type TableName = (typeof tableNames)[number];

/** What a run records between two moments. */
export type RecordBatch = Record<TableName, Columns>;

/** All tables that may be kept with a run. */
export const storedTables = [...tableNames, "theory"] as const;
export type StoredTable = (typeof storedTables)[number];
export type Tables = Record<StoredTable, Columns>;

/** Number of rows of a table; 0 for a table without columns. */
export function rowCount(columns: Columns): number {
  for (const name in columns) return columns[name].length;
  return 0;
}
