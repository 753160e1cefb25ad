import type { Linearization } from "../objective/objective";
import type { Random } from "../random";
import { addScaled, norm } from "../vector";
import { nothingAbove, othersAreSmall } from "./certificate";
import { topEigenpairs, type Eigenpairs } from "./eigenpairs";
import { isFinite, symmetricPart, times, trace, wholeHessian } from "./hessian";
import { symmetricEigen } from "./symmetric";

/** Ritz vectors after the k-th that make the next search shorter. */
const carried = 1;

/** Eigenpairs of a Hessian that was computed whole, which counts as P products. */
export interface DensePairs extends Eigenpairs {
  /** What a search should begin with besides these vectors; empty after a dense solver. */
  guard: Float64Array[];
  /** Sum of the diagonal of H. */
  trace: number;
  /** H itself, row by row. */
  rows: Float64Array[];
}

/**
 * Every eigenvalue of the Hessian, largest algebraic first, by a dense solver: for P of a few hundred at
 * most. Where the Hessian is not finite there are no eigenvalues, as in topEigenpairs. Yields now and then.
 */
export function* denseSpectrum(at: Linearization): Generator<void, DensePairs> {
  const rows = yield* wholeHessian(at);
  return about(rows, isFinite(rows) ? solved(rows, rows.length) : none);
}

/**
 * The k largest eigenvalues, exact: pairs found from good guesses, with a proof that nothing is above
 * them, or else the largest of all. Yields now and then.
 * @param options k; relative tolerance of the eigenvalues; `start` and `random` as in topEigenpairs
 */
export function* denseTop(
  at: Linearization,
  options: {
    k: number;
    tolerance: number;
    start: Float64Array[];
    random: Random;
  },
): Generator<void, DensePairs> {
  const { k, tolerance } = options;
  const rows = yield* wholeHessian(at);
  const size = rows.length;
  // Of many eigenvalues a dense solver is faster than the search.
  if (3 * k <= size) {
    const pairs = atOnce(
      topEigenpairs((v) => times(rows, v), {
        ...options,
        maxProducts: size,
        guard: carried,
        steps: 2,
      }),
    );
    const { values, vectors, converged } = pairs;
    const allowed = tolerance * Math.max(...values.map(Math.abs));
    if (
      converged &&
      (othersAreSmall(rows, pairs, allowed) ||
        nothingAbove(rows, values, vectors, allowed))
    )
      return about(rows, pairs);
  }
  const most = Math.min(k, size);
  return about(rows, isFinite(rows) ? solved(rows, most) : none);
}

/** Products with a matrix at hand are too short to yield after each. */
function atOnce<T>(work: Generator<void, T>): T {
  for (;;) {
    const state = work.next();
    if (state.done) return state.value;
  }
}

const none: Eigenpairs = {
  values: [],
  vectors: [],
  residuals: [],
  products: 0,
  converged: false,
};

function about(
  rows: Float64Array[],
  pairs: Eigenpairs & { guard?: Float64Array[] },
): DensePairs {
  const { values, vectors, residuals, converged, guard = [] } = pairs;
  const products = rows.length;
  return {
    values,
    vectors,
    residuals,
    converged,
    guard,
    products,
    trace: trace(rows),
    rows,
  };
}

/** The k largest of all eigenpairs. */
function solved(rows: Float64Array[], k: number): Eigenpairs {
  const all = symmetricEigen(symmetricPart(rows));
  const values = all.values.slice(0, k);
  const vectors = all.vectors.slice(0, k);
  const residuals = vectors.map((u, i) => {
    const rest = times(rows, u);
    addScaled(rest, -values[i], u);
    return norm(rest);
  });
  return { ...none, values, vectors, residuals, converged: true };
}
