/** The largest eigenvalues of the Hessian, and on request the smallest ones and the trace. */
import { z } from "zod";
import { flag, limits, whole } from "../schema/fields";
import { named } from "../schema/words";
import type { Measurement } from "../spectrum/meter";
import { numbered, stepColumn, where, type RecordedColumn } from "./columns";
import type { MeasurementDefinition } from "./definition";
import { every } from "./every";

const schema = z.strictObject(
  {
    every: every("Steps between sharpness measurements"),
    k: named(
      z.union(
        [z.literal("all"), whole("Eigenvalues", 1, limits.eigenvalues.max)],
        {
          error: `Eigenvalues must be a whole number from 1 to ${limits.eigenvalues.max}, or "all".`,
        },
      ),
      {
        label: "Eigenvalues",
        help: `2 also draws λ₂, the second largest curvature; “all” in a model of at most ${limits.allEigenvalues} parameters.`,
      },
    ).default(1),
    upTo: whole(
      {
        label: "Most eigenvalues",
        help: "Tracks more while the smallest tracked is above ¾ of the threshold. Fixed when empty.",
      },
      1,
      limits.eigenvalues.max,
    ).optional(),
    smallest: whole(
      {
        label: "Smallest eigenvalues",
        help: "Measured besides the largest. None when empty.",
      },
      1,
      limits.eigenvalues.max,
    ).optional(),
    midpoint: flag({
      label: "Midpoint measurement",
      help: "At (θₜ₋₁ + 2θₜ + θₜ₊₁)/4, which leaves the oscillation out.",
    }).default(false),
    trace: flag({
      label: "Trace",
      help: `Exact up to ${limits.allEigenvalues} parameters, estimated with its standard error beyond.`,
    }).default(false),
  },
  { error: "Sharpness must be an object." },
);

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
): RecordedColumn<SpectrumRecord>[] {
  const several = numbered<SpectrumRecord>;
  return [
    stepColumn,
    ...several(
      "lambda",
      k,
      ({ values }) => values,
      "the largest eigenvalues, largest first, NaN where fewer were tracked; of P^−½HP^−½ where the optimiser is preconditioned",
    ),
    ...several(
      "residual",
      k,
      ({ residuals }) => residuals,
      "|Hu − λu| of each, in the unit of λ",
    ),
    ...several(
      "overlap",
      k,
      ({ overlaps }) => overlaps,
      "|u_i(t)·u_i(t − 1)|: near 0 after two eigenvectors have changed places, NaN at first; with the eigenspace of equal eigenvalues",
    ),
    ...several(
      "smallest",
      has.smallest,
      ({ smallest }) => smallest.values,
      "the smallest eigenvalues on request, smallest first",
    ),
    ...several(
      "smallestResidual",
      has.smallest,
      ({ smallest }) => smallest.residuals,
      "|Hu − λu| of each of these",
    ),
    ...where<SpectrumRecord>(has.midpoint, {
      name: "midpoint",
      what: "1 where measured at (θ_{t−1} + 2θ_t + θ_{t+1})/4 on request, 0 at θ_t",
      of: ({ isMidpoint }) => Number(isMidpoint),
    }),
    ...where<SpectrumRecord>(
      has.trace,
      {
        name: "trace",
        what: "the trace on request; with random signs of its own in each row beyond 300 parameters",
        of: ({ trace }) => trace,
      },
      {
        name: "traceError",
        what: "its standard error, 0 where it is exact",
        of: ({ traceError }) => traceError,
      },
    ),
    {
      name: "products",
      what: "Hessian-vector products used",
      of: ({ products }) => products,
    },
    {
      name: "converged",
      what: "1 when every residual met the tolerance, else 0",
      of: ({ converged }) => Number(converged),
    },
    ...where<SpectrumRecord>(has.certificate, {
      name: "certificate",
      what: "whether these are the largest: 0 where that is proven, the chance of having missed one larger by 1 % where it was probed, 1 where nothing is known",
      of: ({ certificate }) => certificate,
    }),
  ];
}

export const sharpness = {
  name: "sharpness",
  label: "Sharpness",
  schema,
  table: "spectrum",
  columns: spectrumColumns(1, {
    midpoint: true,
    trace: true,
    smallest: 1,
    certificate: true,
  }),
} as const satisfies MeasurementDefinition;
