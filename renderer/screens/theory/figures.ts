/** A picture of the theory as a figure: what was analysed, and what the analysis noted. */
import { stageNames } from "../../../core/theory/stages";
import {
  chartPanel,
  figureOfRun,
  planeTallness,
  type Figure,
  type Panel,
} from "../../figures/figure";
import type { ChartModel } from "../../plot/model";
import { phaseDrawing } from "../../pictures/phase-drawing";
import { stageInks, type PhaseModel } from "../../pictures/phase-plane";
import { count, plain } from "../../lib/format";
import { analysedSentence } from "./subject";
import type { TheoryView } from "./view";

/** @param note beside the title on screen */
export function theoryFigure(
  view: TheoryView,
  title: string,
  note: string,
  summary: string,
  plot: ChartModel,
  version: string,
): Figure {
  return figureOfPanel(
    view,
    title,
    note,
    summary,
    chartPanel(title, plot),
    version,
  );
}

function figureOfPanel(
  { run, summary: theory }: TheoryView,
  title: string,
  note: string,
  summary: string,
  panel: Panel,
  version: string,
): Figure {
  const figure = figureOfRun(
    run,
    run.name,
    [panel],
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

/** @param step at which the model has its level sets */
export function phaseFigure(
  view: TheoryView,
  title: string,
  note: string,
  summary: string,
  model: PhaseModel,
  step: number,
  version: string,
): Figure {
  const rings =
    model.delta === null
      ? ""
      : ` δ and the level sets are those of step ${count(step)}.`;
  const panel = {
    x: "x",
    y: "y",
    plot: phaseDrawing(model, null),
    tallness: planeTallness,
  };
  return {
    ...figureOfPanel(view, title, note, summary + rings, panel, version),
    title: `${title}: ${view.run.name}`,
    legend: ([1, 2, 3, 4] as const).map((stage) => ({
      label: `Stage ${stage}, ${stageNames[stage - 1]}`,
      ink: stageInks[stage],
      dash: [],
      stage,
    })),
  };
}
