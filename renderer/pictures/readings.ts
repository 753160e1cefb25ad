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

export function sharpnessReadings(
  step: number,
  values: Values,
  threshold: number | null,
  k: number,
  ratio: string,
): Reading[] {
  const { lambda1, lambda2, residual1, converged, certificate } = values;
  const readings: Reading[] = [
    { label: "step", value: count(step) },
    { label: "S", value: quantity(lambda1, 5), ink: "sharpness" },
    converged === 0
      ? {
          label: "not converged, residual",
          value: quantity(residual1, 2),
          warning: true,
        }
      : { label: "residual", value: quantity(residual1, 2) },
    ...(certificate === undefined
      ? []
      : [
          {
            label: "largest",
            value: certificateWords(certificate),
            warning: certificate === 1,
          },
        ]),
  ];
  if (k > 1)
    readings.push({
      label: "second λ_2",
      value: quantity(lambda2, 5),
      ink: "second",
    });
  const now = threshold ?? values["threshold"];
  if (values["threshold"] !== undefined)
    readings.push({
      label: "threshold",
      value: quantity(now),
      ink: "threshold",
    });
  if (lambda1 !== undefined && now !== undefined)
    readings.push({
      label: ratio,
      value: fixed(lambda1 / now),
    });
  return readings;
}
