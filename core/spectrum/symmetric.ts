import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** Rows up to which Jacobi's method is the faster one. */
const jacobiLimit = 24;

/** Six or so are needed; a bound all the same. */
const mostSweeps = 50;

export interface SymmetricEigen {
  /** Largest first. */
  values: number[];
  /** Unit eigenvectors in the order of the values. */
  vectors: Float64Array[];
}

/** All eigenpairs of a small symmetric matrix. @param lower its lower triangle, row by row */
export function symmetricEigen(lower: number[][]): SymmetricEigen {
  const { diagonal, columns } =
    lower.length <= jacobiLimit ? jacobi(lower) : householder(lower);
  const order = diagonal
    .map((_, i) => i)
    .sort((a, b) => diagonal[b] - diagonal[a]);
  return {
    values: order.map((i) => diagonal[i]),
    vectors: order.map((i) => columns[i]),
  };
}

/**
 * The cyclic Jacobi method: plane rotations make the off-diagonal entries vanish one by one until
 * all are below rounding. A matrix that is nearly diagonal, as in a warm start, takes two sweeps.
 */
function jacobi(lower: number[][]) {
  const n = lower.length;
  const a = lower.map((row, i) =>
    Float64Array.from({ length: n }, (_, j) => (j <= i ? row[j] : lower[j][i])),
  );
  const columns = lower.map((_, i) => {
    const unit = new Float64Array(n);
    unit[i] = 1;
    return unit;
  });
  let isDiagonal = false;
  for (let sweep = 0; sweep < mostSweeps && !isDiagonal; sweep++) {
    isDiagonal = true;
    for (let p = 0; p < n - 1; p++)
      for (let q = p + 1; q < n; q++) {
        const size = Math.abs(a[p][p]) + Math.abs(a[q][q]);
        if (!(Math.abs(a[p][q]) > Number.EPSILON * size * 1e-2)) continue;
        isDiagonal = false;
        rotate(a, columns, p, q);
      }
  }
  return { diagonal: a.map((row, i) => row[i]), columns };
}

/** The rotation in the plane of p and q after which a[p][q] is 0. */
function rotate(
  a: Float64Array[],
  columns: Float64Array[],
  p: number,
  q: number,
) {
  const n = a.length;
  const apq = a[p][q];
  const ratio = (a[q][q] - a[p][p]) / (2 * apq);
  const t = Math.sign(ratio || 1) / (Math.abs(ratio) + Math.hypot(ratio, 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  a[p][p] -= t * apq;
  a[q][q] += t * apq;
  a[p][q] = a[q][p] = 0;
  const [u, v] = [columns[p], columns[q]];
  for (let i = 0; i < n; i++) {
    const [x, y] = [u[i], v[i]];
    u[i] = c * x - s * y;
    v[i] = s * x + c * y;
    if (i === p || i === q) continue;
    const [aip, aiq] = [a[i][p], a[i][q]];
    a[i][p] = a[p][i] = c * aip - s * aiq;
    a[i][q] = a[q][i] = s * aip + c * aiq;
  }
}

function householder(lower: number[][]) {
  const n = lower.length;
  const matrix = Matrix.zeros(n, n);
  lower.forEach((row, i) => {
    row.forEach((value, j) => {
      matrix.set(i, j, value);
      matrix.set(j, i, value);
    });
  });
  const eigen = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  return {
    diagonal: eigen.realEigenvalues,
    columns: lower.map((_, i) =>
      Float64Array.from(eigen.eigenvectorMatrix.getColumn(i)),
    ),
  };
}
