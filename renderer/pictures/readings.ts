/** What is read from the charts of a run. */
import { certificateWords } from "../../core/measurements/sharpness";
import { count, fixed, quantity } from "../lib/format";
import type { Ink } from "../plot/palette";
import type { Reading } from "../plot/readout";

type Values = Record<string, number | undefined>;

/** One column of the steps. */
export function stepReadings(
  { step, value }: { step: number; value: number | undefined },
  label: string,
  ink: Ink,
): Reading[] {
  return [
    { label: "step", value: count(step) },
    { label, value: quantity(value, 5), ink },
  ];
}

type At = { step: number; value: number | undefined } | null;

/** Batch sharpness with its standard error, at its own step where that is not the one of the other readings. */
export function batchReadings(mean: At, error: At, step: number): Reading[] {
  if (!mean) return [];
  const size =
    error?.step === mean.step && error.value !== undefined
      ? ` ± ${quantity(error.value, 2)}`
      : "";
  const where = mean.step === step ? "" : ` at ${count(mean.step)}`;
  return [
    {
      label: `batch sharpness${where}`,
      value: `${quantity(mean.value, 4)}${size}`,
      ink: "curvature",
    },
  ];
}

export function sharpnessReadings(
  step: number,
  values: Values,
  threshold: number | null,
  k: number,
  ratio: string,
): Reading[] {
  const { lambda1, lambda2, residual1, converged, certificate } = values;
  const residual: Reading = {
    label: "residual",
    value: quantity(residual1, 2),
  };
  const largest: Reading | null =
    certificate === undefined
      ? null
      : { label: "largest", value: certificateWords(certificate) };
  // What casts doubt on a value stands beside it, everything else where there is room.
  const readings: Reading[] = [
    { label: "step", value: count(step) },
    { label: "S", value: quantity(lambda1, 5), ink: "sharpness" },
    ...(converged === 0
      ? [{ ...residual, label: "not converged, residual", warning: true }]
      : []),
    ...(largest && certificate === 1 ? [{ ...largest, warning: true }] : []),
  ];
  const now = threshold ?? values["threshold"];
  if (lambda1 !== undefined && now !== undefined)
    readings.push({ label: ratio, value: fixed(lambda1 / now) });
  if (k > 1)
    readings.push({
      label: "second λ_2",
      value: quantity(lambda2, 5),
      ink: "second",
    });
  if (values["threshold"] !== undefined)
    readings.push({
      label: "threshold",
      value: quantity(now),
      ink: "threshold",
    });
  if (converged !== 0) readings.push(residual);
  if (largest && certificate !== 1) readings.push(largest);
  return readings;
}
