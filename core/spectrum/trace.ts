import type { Linearization } from "../objective/objective";
import type { Random } from "../random";
import { dot } from "../vector";
import { hessianColumns } from "./hessian";
import { squared } from "../math/squared";

/** Parameters up to which the trace is computed from all columns. */
export const exactTraceLimit = 300;
/** Random vectors beyond. */
const probes = 10;

export interface Trace {
  trace: number;
  /** Its standard error; 0 where it is exact. */
  traceError: number;
  /** Matrix-vector products used. */
  products: number;
}

/**
 * The trace of H: exact by P products for P ≤ 300, beyond by Hutchinson's estimate (1989), the mean
 * of zᵀHz over ten vectors z of random signs. Each measurement draws signs of its own, so that the
 * errors of a run are independent and the standard error holds for its mean, too. Yields after each
 * product.
 */
export function* measureTrace(
  at: Linearization,
  random: Random,
): Generator<void, Trace> {
  const size = at.gradient.length;
  if (size <= exactTraceLimit) {
    const columns = yield* hessianColumns(at);
    const trace = columns.reduce((sum, column, i) => sum + column[i], 0);
    return { trace, traceError: 0, products: size };
  }
  const values: number[] = [];
  for (let i = 0; i < probes; i++) {
    const z = new Float64Array(size).map(() =>
      random.uniform() < 0.5 ? -1 : 1,
    );
    values.push(dot(z, at.hvp(z)));
    yield;
  }
  const trace = values.reduce((sum, x) => sum + x, 0) / probes;
  const spread = values.reduce((sum, x) => sum + squared(x - trace), 0);
  const traceError = Math.sqrt(spread / (probes - 1) / probes);
  return { trace, traceError, products: probes };
}
