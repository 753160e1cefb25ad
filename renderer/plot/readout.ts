/** The exact values at the step being read, as short labelled pieces. */
import type { SeriesWindow } from "../../core/contract/api";
import { count, fixed, quantity } from "../lib/format";
import { certificateWords } from "../lib/spectrum";
import type { Ink } from "./model";
import { lineOf, nearest, valueAt, withoutGaps } from "./shape";

export interface Reading {
  /** "λ_2": a digit after "_" is lowered. */
  label: string;
  value: string;
  ink?: Ink;
  /** Said in a tone of warning. */
  warning?: boolean;
}

/**
 * The drawn row nearest to a step, or the last one with a value when no step is being read.
 * @param rows whether a row without a finite value may be it
 */
export function rowStep(
  window: SeriesWindow,
  column: string,
  cursor: number | null,
  rows: "all" | "valued" = "all",
): number | null {
  const line = lineOf(window[column]);
  const valued =
    rows === "valued"
      ? withoutGaps(line)
      : // Infinity is what a run may end with.
        line.filter(({ y, lane }) => !Number.isNaN(y) || lane === "infinity");
  const read = rows === "all" && cursor !== null ? line : valued;
  const xs = (read.length > 0 ? read : line).map(({ x }) => x);
  if (xs.length === 0) return null;
  return xs[cursor === null ? xs.length - 1 : nearest(xs, cursor)];
}

/** Values of one row: taken from the drawn window and, where that is thinned out, from `exact`. */
export function rowValues(
  window: SeriesWindow,
  exact: SeriesWindow,
  columns: string[],
  step: number,
): Record<string, number | undefined> {
  return Object.fromEntries(
    columns.map((name) => [
      name,
      valueAt(window[name], step) ?? valueAt(exact[name], step),
    ]),
  );
}

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
  threshold: number,
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
  if (lambda1 !== undefined)
    readings.push({
      label: ratio,
      value: fixed(lambda1 / threshold),
    });
  return readings;
}

/** The readings as one sentence. */
export function spoken(readings: Reading[]): string {
  return readings
    .map(({ label, value }) => `${label.replace("_", " ")} ${value}`)
    .join(", ");
}
