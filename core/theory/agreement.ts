import type { Columns } from "../series/columns";
import { squared } from "../math/squared";

/** How far the theory and the run agree, over the steps that have both. */
export interface Agreement {
  /** Steps compared. */
  steps: number;
  /** Correlation of x with x*; null where one of them does not vary. */
  correlation: number | null;
  /** mean|v − v*| / mean|v|. */
  displacementError: number | null;
  /** The same of the plain form. */
  plainCorrelation: number | null;
  plainError: number | null;
  /** Mean of the measured S/(2/η). */
  meanSharpness: number | null;
  /** Mean loss of the run, and as the central flow predicts it. */
  meanLoss: number | null;
  centralLoss: number | null;
}

/** @param columns of the table `theory`; rows without a prediction are left out */
export function agreementOf(columns: Columns, threshold: number): Agreement {
  const rows = rowsWith(columns, "predictedX");
  const at = (name: string) => rows.map((row) => columns[name][row]);
  const central = rowsWith(columns, "centralLoss");
  const displacement = mean(at("displacement"));
  const relative = (name: string) => ratio(mean(at(name)), displacement);
  return {
    steps: rows.length,
    correlation: correlation(at("x"), at("predictedX")),
    displacementError: relative("displacementError"),
    plainCorrelation: correlation(at("x"), at("plainX")),
    plainError: relative("plainError"),
    meanSharpness: ratio(mean(at("sharpness")), threshold),
    meanLoss: mean(central.map((row) => columns["loss"][row])),
    centralLoss: mean(central.map((row) => columns["centralLoss"][row])),
  };
}

/** Pearson's correlation; null for fewer than two values and where one side is constant. */
export function correlation(a: number[], b: number[]): number | null {
  const [meanA, meanB] = [mean(a), mean(b)];
  if (meanA === null || meanB === null) return null;
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - meanA) * (b[i] - meanB);
    aa += squared(a[i] - meanA);
    bb += squared(b[i] - meanB);
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : null;
}

function rowsWith(columns: Columns, name: string): number[] {
  const values = columns[name] ?? [];
  return [...values.keys()].filter((row) => Number.isFinite(values[row]));
}

function mean(values: number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function ratio(a: number | null, b: number | null): number | null {
  return a === null || b === null || b === 0 ? null : a / b;
}
