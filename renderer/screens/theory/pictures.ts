import { decimate } from "../../../core/series/decimate";
import type { theoryColumns } from "../../../core/theory/columns";
import { linearRange, logRange } from "../../plot/axis";
import { nearest } from "../../plot/columns";
import { curveOf, hasValues, valuesOf } from "../../plot/curve";
import type { ChartModel } from "../../plot/model";
import type { Ink } from "../../plot/palette";
import type { Reading } from "../../plot/readout";
import { count, quantity } from "../../lib/format";
import { thresholdText } from "../../lib/threshold";
import type { TheoryView } from "./view";

/** A column of the table `theory` as it is drawn. */
export interface Line {
  key: (typeof theoryColumns)[number];
  label: string;
  /** In a legend, where the label is short for it. */
  name?: string;
  ink: Ink;
  dash?: number[];
  width?: number;
}

export interface Drawing {
  /** The way to the edge as well, or only the steps of the analysis. */
  whole?: boolean;
  log?: boolean;
  /** Draws 2/η. */
  threshold?: boolean;
}

/** Columns over steps. Every point is a row; thinning keeps the extremes of each pixel. */
export function picture(
  view: TheoryView,
  lines: Line[],
  pixels: number,
  { whole = false, log = false, threshold = false }: Drawing = {},
): ChartModel {
  const { columns, summary, run } = view;
  const { step } = columns;
  const from = whole ? 0 : summary.from;
  const curves = lines.map(({ key, label, name, ink, dash, width }) =>
    curveOf(key, label, ink, decimate(step, columns[key], { from, pixels }), {
      gaps: "plain",
      ...(name && { name }),
      ...(dash && { dash }),
      ...(width && { width }),
    }),
  );
  const values = valuesOf(curves, log);
  // What can be analysed has one threshold.
  const line = threshold ? run.threshold : null;
  const all = line === null ? values : [...values, line];
  return {
    x: { min: from, max: Math.max(from + 1, step.at(-1) ?? 0) },
    y: { ...(log ? logRange(all) : linearRange(all)), log },
    curves: curves.filter((curve) => hasValues(curve, log)),
    threshold:
      line === null ? null : { value: line, label: thresholdText(run) },
    crossing: whole
      ? { step: summary.from, label: `analysed from ${count(summary.from)}` }
      : null,
    ticks: summary.alarms.flatMap(({ step, message }) =>
      step === null ? [] : [{ step, label: message }],
    ),
  };
}

/** Columns that count or number something. */
const wholeNumbers: Line["key"][] = ["step", "stage", "active", "edgeCount"];

/** A value of a column as it is read. */
export function cell(key: Line["key"], value: number, digits: number): string {
  return wholeNumbers.includes(key) && Number.isFinite(value)
    ? count(value)
    : quantity(value, digits);
}

/** The row that is being read, or the last one. */
export function rowAt({ columns, cursor }: TheoryView): number {
  const { step } = columns;
  return cursor === null ? step.length - 1 : nearest(step, cursor);
}

/** Their values at the step that is being read. */
export function readings(view: TheoryView, lines: Line[]): Reading[] {
  const row = rowAt(view);
  if (row < 0) return [];
  return [
    { label: "step", value: count(view.columns["step"][row]) },
    ...lines.map(({ key, label, ink }) => ({
      label,
      value: cell(key, view.columns[key][row], 4),
      ink,
    })),
  ];
}
