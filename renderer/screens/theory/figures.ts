/** A chart of the theory as a figure: what was analysed, and what the analysis noted. */
import { figureOfRun, type Figure } from "../../charts/figure";
import type { ChartModel } from "../../charts/model";
import { plain } from "../../lib/format";
import { analysedSentence } from "./subject";
import type { TheoryView } from "./view";

/** @param note beside the title on screen */
export function theoryFigure(
  { run, summary: theory }: TheoryView,
  title: string,
  note: string,
  summary: string,
  model: ChartModel,
  version: string,
): Figure {
  const figure = figureOfRun(
    run,
    title,
    model,
    [
      note && `${title}, ${note}.`,
      summary,
      analysedSentence(theory),
      ...theory.alarms.map(({ message }) => message),
    ],
    version,
  );
  const { kick } = theory;
  if (kick > 0) figure.stamp[0] += `, analysed with a kick of ${plain(kick)} δ`;
  return figure;
}
