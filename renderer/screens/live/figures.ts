/** Charts of one run as a figure: what they show, their notes and where they come from. */
import type { RunDetail, SeriesWindow } from "../../../core/contract/api";
import type { Pin } from "../../../core/run/organise";
import {
  eventTicks,
  ticksSentence,
  unmarkedSentence,
  unmarkedSpikes,
} from "../../pictures/event-ticks";
import {
  figureOfRun,
  planeTallness,
  stacked,
  type Figure,
  type FigureChoice,
} from "../../figures/figure";
import { alongU, parabolaDrawing } from "../../pictures/parabola/drawing";
import type { Valley } from "../../pictures/parabola/valley";
import { landscapeDrawing } from "../../pictures/landscape-drawing";
import {
  segmentsOf,
  type Path,
  type Terrain,
} from "../../pictures/landscape-map";
import { isEmpty, type Axis, type ChartModel } from "../../plot/model";
import type { Lab } from "../../lib/api";
import { count, plain } from "../../lib/format";
import type { RunChart } from "./charts";
import type { LiveController } from "./Controller.svelte";
import { shownOf } from "./models";

interface Charted {
  title: string;
  summary: string;
  model: ChartModel;
}

/** Loss over sharpness on one x axis, which every run has, and the charts that are shown. */
export function figureChoices(
  lab: Lab,
  run: RunDetail,
  live: LiveController,
): FigureChoice[] {
  const { shown } = live;
  const choice = (
    key: string,
    label: string,
    charts: readonly RunChart[],
  ): FigureChoice => ({
    key,
    label,
    make: async (version) => {
      const source = await withLoss(lab, run, live);
      const charted = charts.map((chart) => ({
        title: chart.name,
        summary: chart.summary(run, live),
        model: modelOf(chart, run, live, source),
      }));
      const drawn = charted.filter(({ model }) => !isEmpty(model));
      const { window } = live.look;
      return figureOfCharts(drawn, run, live.pins.all, version, window);
    },
  });
  const standard = live.charts.filter(({ key }) =>
    ["loss", "sharpness"].includes(key),
  );
  const isStandard = shown.map(({ key }) => key).join() === "loss,sharpness";
  const isDrawn = (chart: RunChart) => !isEmpty(chart.model(run, live));
  return [
    choice("stacked", "Loss over sharpness", standard),
    ...(shown.length > 1 && !isStandard
      ? [choice("shown", "All charts shown, on one x axis", shown)]
      : []),
    ...shown.filter(isDrawn).map((one) => choice(one.key, one.name, [one])),
  ];
}

/** What the charts read; the loss, too, while its chart is closed. */
async function withLoss(
  lab: Lab,
  run: RunDetail,
  live: LiveController,
): Promise<SeriesWindow> {
  if (live.steps.loss || !run.columns.steps.includes("loss")) return live.steps;
  const { window } = live.look;
  const loss = await lab.runs.readSeries({
    runId: run.id,
    table: "steps",
    columns: ["loss"],
    pixels: printed,
    ...(window && { from: window.min, to: window.max }),
  });
  return { ...live.steps, ...loss };
}

/** Points across a figure, in pixels: four for each dot of the screen that it is laid out for. */
const printed = 2600;

function modelOf(
  chart: RunChart,
  run: RunDetail,
  live: LiveController,
  steps: SeriesWindow,
): ChartModel {
  const { spectrum, test, batch, batchSteps, k, drawn } = live;
  const picture = chart.model(run, {
    steps,
    spectrum,
    test,
    batch,
    batchSteps,
    k,
    drawn,
    stepReading: (column) => live.stepReading(column),
    testReading: (column) => live.testReading(column),
    batchReading: (table, column) => live.batchReading(table, column),
    measurement: () => live.measurement(),
  });
  const pins = chart.pins ? live.pins.of(chart.pins) : [];
  const { stepsPerEpoch } = run.summary;
  return shownOf({ ...picture, pins }, live.look, chart.key, stepsPerEpoch);
}

/**
 * @param pins all of the run, in the order of their numbers
 * @param window the steps that are shown; null for all of them
 */
export function figureOfCharts(
  charts: Charted[],
  run: RunDetail,
  pins: Pin[],
  version: string,
  window: Axis | null = null,
): Figure {
  const ticks = eventTicks(run.events);
  const shown = new Set(
    charts.flatMap(({ model }) => model.pins?.map(({ label }) => label) ?? []),
  );
  const notes = pins.flatMap(({ step, text }, i) =>
    shown.has(String(i + 1))
      ? [`(${i + 1}) Step ${count(step)}: ${text.replaceAll(/\s+/g, " ")}`]
      : [],
  );
  const panels = charts.map(({ title, model }) => ({
    y: title,
    plot: { ...model, ticks },
  }));
  return figureOfRun(
    run,
    run.name,
    stacked(panels),
    [
      ...charts.map(({ summary }) => summary),
      windowSentence(window, run),
      ticksSentence(ticks),
      unmarkedSentence(unmarkedSpikes(run)),
      ...notes,
    ],
    version,
  );
}

/** What a figure leaves out while the charts are zoomed, as its other sentences speak of the whole run. */
function windowSentence(window: Axis | null, { summary }: RunDetail): string {
  if (window === null) return "";
  const [from, to] = [Math.ceil(window.min), Math.floor(window.max)];
  return `Only steps ${count(Math.max(0, from))} to ${count(Math.min(summary.step, to))} of ${count(summary.step)} are shown.`;
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
  const [x, y] = variables;
  const plot = landscapeDrawing(scene);
  const panel = { x, y, plot, tallness: planeTallness };
  const title = `Landscape: ${run.name}`;
  return figureOfRun(run, title, [panel], [summary], version);
}

/** @param stepSize the one that the steps have, which a person may have tried in place of the run's */
export function valleyFigure(
  run: RunDetail,
  { model, words, equation, note, key }: Valley,
  step: number,
  stepSize: number,
  version: string,
): Figure {
  const panel = {
    x: alongU,
    y: "Loss",
    plot: parabolaDrawing(model),
    tallness: planeTallness,
  };
  return {
    ...figureOfRun(
      run,
      `Valley at step ${count(step)}: ${run.name}`,
      [panel],
      [
        "The loss along the direction of the largest curvature, taken for a parabola, with the first steps of the optimiser in it.",
        words,
        equation,
        note,
        `Drawn with η = ${plain(stepSize)}.`,
      ],
      version,
    ),
    legend: key,
  };
}
