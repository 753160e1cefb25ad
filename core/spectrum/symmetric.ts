import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/**
 * All eigenpairs of a symmetric matrix.
 * @param lower its lower triangle, row by row
 * @returns values largest first, and unit eigenvectors in their order
 */
export function symmetricEigen(lower: ArrayLike<number>[]) {
  const n = lower.length;
  const matrix = Matrix.zeros(n, n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      matrix.set(i, j, lower[i][j]);
      matrix.set(j, i, lower[i][j]);
    }
  const { realEigenvalues: values, eigenvectorMatrix } =
    new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const order = values.map((_, i) => i).sort((a, b) => values[b] - values[a]);
  return {
    values: order.map((i) => values[i]),
    vectors: order.map((i) =>
      Float64Array.from(eigenvectorMatrix.getColumn(i)),
    ),
  };
}
