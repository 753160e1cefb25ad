import type { Linearization } from "../objective/objective";
import { addScaled, norm } from "../vector";
import type { Eigenpairs } from "./eigenpairs";
import { symmetricEigen } from "./symmetric";

/** All P eigenpairs: `values` are the whole spectrum, and there were P products. */
export interface DenseSpectrum extends Eigenpairs {
  /** Sum of the diagonal of H as the products gave it. */
  trace: number;
}

/** The columns H·e_i of the Hessian [P, P], by P products. Yields after each. */
export function* hessianColumns(
  at: Linearization,
): Generator<void, Float64Array[]> {
  const size = at.gradient.length;
  const columns: Float64Array[] = [];
  for (let i = 0; i < size; i++) {
    const unit = new Float64Array(size);
    unit[i] = 1;
    columns.push(at.hvp(unit));
    yield;
  }
  return columns;
}

/**
 * Every eigenvalue of the Hessian, largest algebraic first, by P products and a dense solver: for
 * P of a few hundred at most. Where the Hessian is not finite there are no eigenvalues, as in
 * topEigenpairs. Yields after each product.
 */
export function* denseSpectrum(
  at: Linearization,
): Generator<void, DenseSpectrum> {
  const columns = yield* hessianColumns(at);
  const products = columns.length;
  const trace = columns.reduce((sum, column, i) => sum + column[i], 0);
  if (!columns.every((column) => column.every(Number.isFinite)))
    return { ...none, trace, products };

  const { values, vectors } = symmetricEigen(
    columns.map((column, i) =>
      Float64Array.from(
        { length: i + 1 },
        (_, j) => (column[j] + columns[j][i]) / 2,
      ),
    ),
  );
  const residuals = vectors.map((u, i) => residual(columns, values[i], u));
  return { values, vectors, residuals, products, trace, converged: true };
}

const none = { values: [], vectors: [], residuals: [], converged: false };

/** |Hu − λu| with H as the products gave it, before its rounding was made symmetric. */
function residual(columns: Float64Array[], value: number, u: Float64Array) {
  const rest = u.map((x) => -value * x);
  columns.forEach((column, i) => addScaled(rest, u[i], column));
  return norm(rest);
}
