/** A chart of one run as a figure: what it shows, its notes and where it comes from. */
import type { RunRow } from "../../../core/contract/api";
import { stampOf, type Figure } from "../../charts/figure";
import type { ChartModel } from "../../charts/model";
import { count } from "../../lib/format";
import type { Pin } from "../../../core/contract/organise";

/** @param pins all of the run, in the order of their numbers */
export function runFigure(
  title: string,
  summary: string,
  model: ChartModel,
  row: RunRow,
  pins: Pin[],
  version: string,
): Figure {
  const shown = new Set(model.pins?.map(({ label }) => label));
  const notes = pins.flatMap(({ step, text }, i) =>
    shown.has(String(i + 1))
      ? [`(${i + 1}) Step ${count(step)}: ${text.replaceAll(/\s+/g, " ")}`]
      : [],
  );
  return {
    title: `${title}: ${row.name}`,
    model,
    legend: model.curves
      .filter(({ label }) => label !== "")
      .map(({ label, ink, dash }) => ({ label, ink, dash })),
    caption: [summary, ...notes].join(" "),
    stamp: [stampOf(row), `Edge Lab ${version}`],
  };
}
