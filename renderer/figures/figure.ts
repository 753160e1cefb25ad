/** A figure: pictures one above the other, with title, legend, caption and where they come from. */
import type { RunRow } from "../../core/contract/api";
import { describeData } from "../../core/experiment/describe";
import type { Stage } from "../../core/theory/stages";
import { noThreshold, stepSizeCourse, thresholdText } from "../lib/threshold";
import type { Drawing } from "../plot/brush";
import { lanesSentence } from "../plot/lanes";
import type { ChartModel } from "../plot/model";
import type { Ink } from "../plot/palette";

export interface Figure {
  title: string;
  /** From top to bottom. Several are charts over one x axis, which the last one names. */
  panels: Panel[];
  legend: Entry[];
  caption: string;
  /** Settings and version, small print: a line each. */
  stamp: string[];
}

export interface Panel {
  /** Name of the y axis. */
  y: string;
  /** Name of the x axis; empty where there is none to name. */
  x: string;
  plot: ChartModel | Drawing;
  /** Height for a width, both in the pixels of the drawing, where it is not the usual one. */
  tallness?: (width: number) => number;
}

export interface Entry {
  label: string;
  ink: Ink;
  dash: number[];
  /** Whose mark the points of the line have. */
  stage?: Stage;
}

/** A figure that a person may choose; it may have to be read first. */
export interface FigureChoice {
  key: string;
  label: string;
  /** @param version of the lab, for the stamp */
  make: (version: string) => Figure | Promise<Figure>;
}

/** What a run was, in a line of small print. */
export function stampOf(row: RunRow): string {
  const { data, model, optimizer } = row.spec;
  const seed =
    model.kind === "network" && "seed" in model.init
      ? `, seed ${model.init.seed}`
      : "";
  const what = data ? describeData(data) : "landscape";
  return `${row.name}; η = ${stepSizeCourse(optimizer)}, ${noThreshold(row) === undefined ? thresholdText(row) : "no threshold"}, ${what}${seed}`;
}

/** A chart, its axes named as on screen. */
export function chartPanel(y: string, plot: ChartModel): Panel {
  return { y, x: plot.x.name ?? "step", plot };
}

/** Of a picture whose two axes are alike. */
export function planeTallness(width: number): number {
  return 150 + 0.36 * width;
}

/** Charts one above the other over one x axis, which goes as far as the longest of them. */
export function stacked(panels: { y: string; plot: ChartModel }[]): Panel[] {
  const all = panels.map(({ plot }) => plot.x);
  const min = Math.min(...all.map((x) => x.min));
  const max = Math.max(...all.map((x) => x.max));
  return panels.map(({ y, plot }, i) =>
    chartPanel(y, {
      ...plot,
      x: { ...plot.x, min, max, isBare: i < panels.length - 1 },
    }),
  );
}

/**
 * One or several charts of one run.
 * @param sentences of the caption; empty ones are left out
 */
export function figureOfRun(
  row: RunRow,
  title: string,
  panels: Panel[],
  sentences: string[],
  version: string,
): Figure {
  const models = panels.flatMap(({ plot }) =>
    typeof plot === "function" ? [] : [plot],
  );
  return {
    title,
    panels,
    legend: models.flatMap(legendOf),
    caption: [...sentences, ...models.map(lanesSentence)]
      .filter(Boolean)
      .join(" "),
    stamp: [stampOf(row), `Edge Lab ${version}`],
  };
}

function legendOf({ curves }: ChartModel): Entry[] {
  return curves
    .filter(
      ({ label, x, shows }) =>
        label !== "" && x.length > 0 && shows !== "reading",
    )
    .map(({ label, name = label, ink, dash }) => ({ label: name, ink, dash }));
}
