import type { RunSummary } from "../run/summary";
import type { Columns, Tables } from "../series/columns";

/** What the summary of a run says that only its curves are known of. */
export function summaryOf(
  { steps, spectrum, test }: Tables,
  threshold: number | null,
  step: number,
): Omit<RunSummary, "unconverged" | "seconds"> {
  const { loss, accuracy } = steps as Partial<Columns>;
  const tested = test as Partial<Columns>;
  const { lambda1: sharpness, threshold: thresholds } =
    spectrum as Partial<Columns>;
  const ratios = sharpness?.map(
    (value, row) => value / (threshold ?? thresholds?.[row] ?? NaN),
  );
  const first = ratios?.findIndex((ratio) => ratio >= 1) ?? -1;
  const after = first < 0 || !ratios ? null : ratios.subarray(first);
  const ratio = ratios && largest(ratios);
  return {
    step,
    initialLoss: finite(loss?.[0]),
    finalLoss: finite(loss?.at(-1)),
    minLoss: loss ? smallest(loss) : null,
    accuracy: finite(accuracy?.at(-1)),
    testLoss: finite(tested.loss?.at(-1)),
    testAccuracy: finite(tested.accuracy?.at(-1)),
    initialSharpness: finite(sharpness?.[0]),
    finalSharpness: finite(sharpness?.at(-1)),
    maxSharpness: sharpness ? largest(sharpness) : null,
    crossingStep: first < 0 ? null : spectrum.step[first],
    hover: after ? mean(after) : null,
    ...(threshold === null &&
      thresholds && {
        finalThreshold: finite(thresholds.at(-1)),
        ...(typeof ratio === "number" && { maxRatio: ratio }),
      }),
  };
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

function smallest(values: Float64Array): number | null {
  return fold(values, Math.min);
}

function largest(values: Float64Array): number | null {
  return fold(values, Math.max);
}

/** Over the finite values; null where there are none. */
function fold(values: Float64Array, better: (a: number, b: number) => number) {
  let best: number | null = null;
  for (const value of values)
    if (Number.isFinite(value))
      best = best === null ? value : better(best, value);
  return best;
}

function mean(values: Float64Array): number | null {
  const known = values.filter((value) => Number.isFinite(value));
  return known.length === 0
    ? null
    : known.reduce((sum, value) => sum + value, 0) / known.length;
}
