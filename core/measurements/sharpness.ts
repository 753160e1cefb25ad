/** The largest eigenvalues of the Hessian, and on request more about the curvature of the loss. */
import { z } from "zod";
import { flag, limits, whole } from "../schema/fields";
import { named } from "../schema/words";
import type { CriticalSharpness } from "../spectrum/critical";
import type { Measurement } from "../spectrum/meter";
import {
  numbered,
  stepColumn,
  where,
  type ColumnWords,
  type RecordedColumn,
} from "./columns";
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
        help: `How many of the largest eigenvalues are measured; with 2, charts also show λ₂. “all” is possible with at most ${limits.allEigenvalues} parameters.`,
      },
    ).default(1),
    upTo: whole(
      {
        label: "Most eigenvalues",
        help: "More eigenvalues are tracked, up to this number, while the smallest tracked one is above ¾ of the threshold. If empty, the number is fixed.",
      },
      1,
      limits.eigenvalues.max,
    ).optional(),
    smallest: whole(
      {
        label: "Smallest eigenvalues",
        help: "How many of the smallest eigenvalues are measured too. If empty, none.",
      },
      1,
      limits.eigenvalues.max,
    ).optional(),
    midpoint: flag({
      label: "Midpoint measurement",
      help: "Measures at (θₜ₋₁ + 2θₜ + θₜ₊₁)/4, which removes the oscillation.",
    }).default(false),
    trace: flag({
      label: "Trace",
      help: `Exact up to ${limits.allEigenvalues} parameters, estimated with its standard error beyond.`,
    }).default(false),
    gaussNewton: flag({
      label: "Gauss–Newton",
      help: "The Hessian is H = G + R. Measures the largest eigenvalue of G and the contribution of R along the top eigenvector of H.",
    }).default(false),
    critical: flag({
      label: "Critical sharpness",
      help: "Measures 2/η_c, where η_c is the smallest step size at which the update raises the loss. Takes about ten evaluations.",
    }).default(false),
  },
  { error: "Sharpness must be an object." },
);

/** A measurement at step t, or at the midpoint (θ_{t−1} + 2θ_t + θ_{t+1})/4. */
export type SpectrumRecord = Measurement & {
  step: number;
  isMidpoint: boolean;
  /** Of the step; null where the optimiser has none. */
  threshold: number | null;
  /** Where it is asked for. */
  critical: CriticalSharpness | null;
};

/** What a run's measurements have besides the top of the spectrum. */
export interface SpectrumExtras {
  midpoint: boolean;
  trace: boolean;
  gaussNewton: boolean;
  critical: boolean;
  /** Smallest eigenvalues. */
  smallest: number;
  /** Whether the optimiser has a threshold. */
  hasThreshold: boolean;
}

const plain = {
  midpoint: false,
  trace: false,
  gaussNewton: false,
  critical: false,
  smallest: 0,
  hasThreshold: true,
};

/** @param k eigenvalues for which there are columns; a measurement may have fewer */
export function spectrumColumns(
  k: number,
  has: SpectrumExtras = plain,
): RecordedColumn<SpectrumRecord>[] {
  const several = numbered<SpectrumRecord>;
  return [
    stepColumn,
    ...several("lambda", k, ({ values }) => values, lambdaWords),
    ...several(
      "residual",
      k,
      ({ residuals }) => residuals,
      (i) => ({
        label: `Residual ${i}`,
        what: "|Hu − λu| of each, in the unit of λ",
      }),
    ),
    ...several(
      "overlap",
      k,
      ({ overlaps }) => overlaps,
      (i) => ({
        label: `Overlap ${i}`,
        what: "|u_i(t)·u_i(t − 1)|: near 0 if two eigenvectors have changed places, NaN in the first row; equal eigenvalues are compared by their eigenspace",
      }),
    ),
    ...several(
      "smallest",
      has.smallest,
      ({ smallest }) => smallest.values,
      (i) => ({
        label: `Smallest ${i}`,
        what: "the smallest eigenvalues on request, smallest first",
      }),
    ),
    ...several(
      "smallestResidual",
      has.smallest,
      ({ smallest }) => smallest.residuals,
      (i) => ({
        label: `Residual of smallest ${i}`,
        what: "|Hu − λu| of each of these",
      }),
    ),
    ...where<SpectrumRecord>(has.hasThreshold, {
      name: "threshold",
      label: "Threshold",
      what: "the curvature above which the update at this step is unstable, constant if η is constant; infinite where η = 0; missing if the optimiser has no threshold",
      of: ({ threshold }) => threshold ?? undefined,
    }),
    ...where<SpectrumRecord>(has.midpoint, {
      name: "midpoint",
      label: "Measured at",
      what: "1 where measured at (θ_{t−1} + 2θ_t + θ_{t+1})/4 on request, 0 at θ_t",
      text: (value) => (value === 0 ? "θ_t" : "the midpoint"),
      of: ({ isMidpoint }) => Number(isMidpoint),
    }),
    ...where<SpectrumRecord>(
      has.trace,
      {
        name: "trace",
        label: "Trace",
        what: "the trace on request; above 300 parameters an estimate with new random signs in each row",
        of: ({ trace }) => trace,
      },
      {
        name: "traceError",
        label: "Standard error of the trace",
        what: "its standard error, 0 where it is exact",
        of: ({ traceError }) => traceError,
      },
    ),
    ...where<SpectrumRecord>(
      has.gaussNewton,
      {
        name: "gaussNewton",
        label: "Gauss–Newton λ₁(G)",
        what: "the largest eigenvalue of the Gauss–Newton matrix G = JᵀℓʺJ, J the derivatives of the outputs, on request; of P^−½GP^−½ where the optimiser is preconditioned, with weight decay w of G + wI",
        chart: {
          place: 6.2,
          note: "largest curvature without that of the outputs",
          byThreshold: true,
        },
        of: ({ gaussNewton }) => gaussNewton.value,
      },
      {
        name: "gaussNewtonResidual",
        label: "Residual of λ₁(G)",
        what: "|Gw − λw| of its eigenvector w",
        of: ({ gaussNewton }) => gaussNewton.residual,
      },
      {
        name: "gaussNewtonCertificate",
        label: "λ₁(G) largest",
        what: "whether λ₁(G) is the largest, as in the column certificate",
        text: certificateWords,
        of: ({ gaussNewton }) => gaussNewton.certificate,
      },
      {
        name: "remainder",
        label: "Remainder uᵀRu",
        what: "the contribution of R = H − G to the sharpness: uᵀRu along the top eigenvector u of H, which is λ₁(H) − uᵀGu; 0 for models linear in their parameters",
        chart: {
          place: 6.3,
          note: "curvature of the outputs along u",
          byThreshold: true,
        },
        of: ({ gaussNewton }) => gaussNewton.remainder,
      },
    ),
    ...where<SpectrumRecord>(
      has.critical,
      {
        name: "critical",
        label: "Critical sharpness",
        what: "2/η_c on request, where η_c is the smallest step size at which the update from θ_t raises the loss, found between two step sizes, of which the smaller does not raise the loss and the larger does; the loss falls in the step where it is below 2/η; NaN where the update is not downhill, where η = 0 and where rounding hides it",
        chart: { place: 6.5, note: "the loss falls below 2/η" },
        of: ({ critical }) => critical?.value,
      },
      {
        name: "criticalError",
        label: "Error of the critical sharpness",
        what: "half the difference of 2/η at these two step sizes, plus the effect of rounding",
        of: ({ critical }) => critical?.error,
      },
    ),
    {
      name: "products",
      label: "Products",
      what: "Hessian-vector products used",
      isCount: true,
      of: ({ products }) => products,
    },
    {
      name: "converged",
      label: "Converged",
      what: "1 if the residuals of all eigenvalues of H are within the tolerance, else 0",
      text: (value) => (value === 0 ? "no" : "yes"),
      of: ({ converged }) => Number(converged),
    },
    {
      name: "certificate",
      label: "Largest",
      what: "whether these are the largest eigenvalues: 0 if proven; if probed, the probability that one larger by 1 % was missed; 1 if not known",
      text: certificateWords,
      of: ({ certificate }) => certificate,
    },
  ];
}

function lambdaWords(i: number): Omit<ColumnWords, "name"> {
  const what =
    "the largest eigenvalues, largest first, NaN where fewer were tracked; of P^−½HP^−½ where the optimiser is preconditioned";
  const byThreshold = true;
  if (i === 1) {
    const words = { title: "Sharpness S", note: "largest curvature" };
    const chart = { name: "sharpness", place: 2, ...words, byThreshold };
    return { label: "Sharpness", symbol: "S", what, chart };
  }
  const title = "Second eigenvalue λ₂";
  const chart = { name: "second", place: 6, title, byThreshold };
  return { label: `λ_${i}`, what, ...(i === 2 && { chart }) };
}

/** How sure a measurement is that its eigenvalues are the largest. */
export function certificateWords(certificate: number): string {
  if (certificate === 0) return "proven";
  if (!(certificate < 1)) return "not known";
  return `probed (chance of a miss ≤ ${Math.ceil(certificate * 100)} %)`;
}

export const sharpness = {
  name: "sharpness",
  label: "Sharpness",
  schema,
  table: "spectrum",
  columns: spectrumColumns(limits.allEigenvalues, {
    midpoint: true,
    trace: true,
    gaussNewton: true,
    critical: true,
    smallest: limits.eigenvalues.max,
    hasThreshold: true,
  }),
} as const satisfies MeasurementDefinition;
