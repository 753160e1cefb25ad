/** A chart of one run as a figure: what it shows, its notes and where it comes from. */
import type { RunRow } from "../../../core/contract/api";
import type { Pin } from "../../../core/contract/organise";
import { figureOfRun, type Figure } from "../../charts/figure";
import type { ChartModel } from "../../charts/model";
import { count } from "../../lib/format";

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
  return figureOfRun(row, title, model, [summary, ...notes], version);
}
