/** out ← Av with A by rows; answers with `out`. */
export function product(
  rows: number[][],
  v: Float64Array,
  out: Float64Array,
): Float64Array {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    let sum = 0;
    for (let j = 0; j < row.length; j++) sum += row[j] * v[j];
    out[i] = sum;
  }
  return out;
}

/** Σ|u_i||A_ij||v_j|, what the terms of uᵀAv come to without their signs. */
export function absoluteSum(
  u: Float64Array,
  rows: number[][],
  v: Float64Array,
): number {
  let sum = 0;
  for (let i = 0; i < rows.length; i++)
    for (let j = 0; j < v.length; j++)
      sum += Math.abs(u[i] * rows[i][j] * v[j]);
  return sum;
}
