/** A chart of one run as a figure: what it shows, its notes and where it comes from. */
import type { RunDetail } from "../../../core/contract/api";
import type { Pin } from "../../../core/run/organise";
import {
  eventTicks,
  ticksSentence,
  unmarkedSentence,
  unmarkedSpikes,
} from "../../pictures/event-ticks";
import { figureOfRun, type Figure } from "../../figures/figure";
import { landscapeDrawing } from "../../pictures/landscape-drawing";
import {
  segmentsOf,
  type Path,
  type Terrain,
} from "../../pictures/landscape-map";
import type { ChartModel } from "../../plot/model";
import { count } from "../../lib/format";

/** @param pins all of the run, in the order of their numbers */
export function runFigure(
  title: string,
  summary: string,
  model: ChartModel,
  run: RunDetail,
  pins: Pin[],
  version: string,
): Figure {
  const ticks = eventTicks(run.events);
  const shown = new Set(model.pins?.map(({ label }) => label));
  const notes = pins.flatMap(({ step, text }, i) =>
    shown.has(String(i + 1))
      ? [`(${i + 1}) Step ${count(step)}: ${text.replaceAll(/\s+/g, " ")}`]
      : [],
  );
  return figureOfRun(
    run,
    title,
    { ...model, ticks },
    [
      summary,
      ticksSentence(ticks),
      unmarkedSentence(unmarkedSpikes(run)),
      ...notes,
    ],
    version,
  );
}

/** The map of a landscape with all of the path. */
export function mapFigure(
  run: RunDetail,
  summary: string,
  terrain: Terrain,
  path: Path,
  variables: string[],
  thresholdName: string,
  version: string,
): Figure {
  const { segments } = segmentsOf(path, terrain.window);
  const at = path.step.length - 1;
  const scene = { terrain, path, segments, at, variables, thresholdName };
  const plot = landscapeDrawing(scene);
  return {
    ...figureOfRun(run, "Landscape", plot, [summary], version),
    plotHeight: 400,
  };
}
