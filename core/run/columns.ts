/** The columns of the tables that a run records, with the values that stand in them. */
import type { Score } from "../objective/objective";
import type { Column } from "../series/column-buffer";
import type { Measurement } from "../spectrum/meter";

/** The most parameters that are recorded at every step: a path that can be drawn. */
export const mostParameterColumns = 2;

/** Row t of the steps, at θ_t before the update. */
export interface StepRow {
  step: number;
  loss: number;
  /** |∇L|² */
  squaredGradNorm: number;
  /** The curvature along the step; NaN until the loss after it is known. */
  directional: number;
  /** |θ_t − θ_0| */
  distance: number;
  /** How far rounding may put the loss off. */
  lossError: number;
  /** Null where there are no classes. */
  accuracy: number | null;
  /** θ_t where there are columns for it. */
  parameters: readonly number[];
  seconds: number;
}

/** @param parameters how many of them there are columns for */
export function stepColumns(
  hasAccuracy: boolean,
  parameters = 0,
): Column<StepRow>[] {
  return [
    { name: "step", of: ({ step }) => step },
    { name: "loss", of: ({ loss }) => loss },
    {
      name: "gradNorm",
      of: ({ squaredGradNorm }) => Math.sqrt(squaredGradNorm),
    },
    { name: "directional", of: ({ directional }) => directional },
    { name: "distance", of: ({ distance }) => distance },
    ...where<StepRow>(hasAccuracy, accuracyColumn),
    ...numbered<StepRow>("theta", parameters, (row) => row.parameters),
    { name: "seconds", of: ({ seconds }) => seconds },
  ];
}

/** A measurement at step t, or at the midpoint (θ_{t−1} + 2θ_t + θ_{t+1})/4. */
export type SpectrumRecord = Measurement & {
  step: number;
  isMidpoint: boolean;
};

/** What a run's measurements have besides the top of the spectrum. */
export interface SpectrumExtras {
  midpoint: boolean;
  trace: boolean;
  /** Smallest eigenvalues. */
  smallest: number;
  /** False in runs that an earlier version began. */
  certificate: boolean;
}

const plain = { midpoint: false, trace: false, smallest: 0, certificate: true };

/** @param k eigenvalues for which there are columns; a measurement may have fewer */
export function spectrumColumns(
  k: number,
  has: SpectrumExtras = plain,
): Column<SpectrumRecord>[] {
  const numberedColumns = numbered<SpectrumRecord>;
  return [
    { name: "step", of: ({ step }) => step },
    ...numberedColumns("lambda", k, ({ values }) => values),
    ...numberedColumns("residual", k, ({ residuals }) => residuals),
    ...numberedColumns("overlap", k, ({ overlaps }) => overlaps),
    ...numberedColumns("smallest", has.smallest, (row) => row.smallest.values),
    ...numberedColumns(
      "smallestResidual",
      has.smallest,
      (row) => row.smallest.residuals,
    ),
    ...where<SpectrumRecord>(has.midpoint, {
      name: "midpoint",
      of: ({ isMidpoint }) => Number(isMidpoint),
    }),
    ...where<SpectrumRecord>(
      has.trace,
      { name: "trace", of: ({ trace }) => trace },
      { name: "traceError", of: ({ traceError }) => traceError },
    ),
    { name: "products", of: ({ products }) => products },
    { name: "converged", of: ({ converged }) => Number(converged) },
    ...where<SpectrumRecord>(has.certificate, {
      name: "certificate",
      of: ({ certificate }) => certificate,
    }),
  ];
}

export type TestRecord = Score & { step: number };

export function testColumns(hasAccuracy: boolean): Column<TestRecord>[] {
  return [
    { name: "step", of: ({ step }) => step },
    { name: "loss", of: ({ loss }) => loss },
    ...where<TestRecord>(hasAccuracy, accuracyColumn),
  ];
}

const accuracyColumn: Column<{ accuracy: number | null }> = {
  name: "accuracy",
  of: ({ accuracy }) => accuracy ?? undefined,
};

function where<R>(holds: boolean, ...columns: Column<R>[]): Column<R>[] {
  return holds ? columns : [];
}

/** Columns `name1`, `name2` and so on. */
function numbered<R>(
  name: string,
  count: number,
  of: (record: R) => readonly number[],
): Column<R>[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `${name}${i + 1}`,
    of: (record) => of(record)[i],
  }));
}
