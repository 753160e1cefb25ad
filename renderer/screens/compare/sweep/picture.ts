/** A result as a picture with its words, in the kind that was chosen. */
import type { RunRow } from "../../../../core/contract/api";
import { counted, count } from "../../../lib/format";
import { dotPicture } from "../../../pictures/results/dot-drawing";
import { dotPlot } from "../../../pictures/results/dot-plot";
import {
  heatPicture,
  heatTallness,
} from "../../../pictures/results/heat-drawing";
import { heatMap, type Cell } from "../../../pictures/results/heat-map";
import {
  absence,
  meanOf,
  type ResultPicture,
  type Spot,
} from "../../../pictures/results/outcome";
import { parallel, parallelPicture } from "../../../pictures/results/parallel";
import type { Reading } from "../../../plot/readout";
import type { Result } from "../results";
import { thresholdsOf } from "./thresholds";
import {
  hiddenSettings,
  othersOf,
  outcomeOf,
  spotsOf,
  type ResultsView,
} from "./view";

export interface Shown {
  key: string;
  title: string;
  /** Beside the title. */
  note: string;
  picture: ResultPicture;
  /** In words. */
  summary: string;
  readings: (at: number) => Reading[];
  tallness: (width: number) => number;
  /** The results in its table. */
  columns: Result[];
}

const usualTallness = (width: number) =>
  Math.round(Math.min(300, Math.max(210, width * 0.55)));

/** The pictures of a view, in the order of the results; one alone of parallel axes. */
export function picturesOf(view: ResultsView): Shown[] {
  const { x, kind, shown } = view;
  if (!x || shown.length === 0) return [];
  if (kind === "parallel") return [parallelShown(view)];
  return shown.map((result) =>
    kind === "map" && view.by
      ? mapShown(view, result)
      : dotsShown(view, result),
  );
}

function dotsShown(view: ResultsView, result: Result): Shown {
  const { x, by } = view;
  if (!x) throw new Error("There is no setting on the x axis.");
  const spots = spotsOf(view, result);
  const plot = dotPlot({
    spots,
    others: othersOf(view, result),
    xName: x.symbol ?? x.label,
    xText: x.text,
    byText: by?.text ?? String,
    thresholds: thresholdsOf(view, result, spots),
  });
  return {
    ...shownOf(view, result, spots),
    picture: dotPicture(plot),
    note: [
      `against ${x.label}`,
      by && `coloured by ${by.label}`,
      plot.y.isLog && "log",
    ]
      .filter(Boolean)
      .join(", "),
    readings: (at) => readingsOf(view, at, [result]),
    tallness: usualTallness,
  };
}

function mapShown(view: ResultsView, result: Result): Shown {
  const { x, by } = view;
  if (!x || !by) throw new Error("A map needs two settings.");
  const spots = spotsOf(view, result);
  const map = heatMap(
    spots,
    [x.symbol ?? x.label, by.symbol ?? by.label],
    [x.text, by.text],
    result.text,
  );
  return {
    ...shownOf(view, result, spots),
    picture: heatPicture(map),
    note: meanNote(view, map.cells),
    readings: (at) => {
      const cell = map.cells[at];
      const { mean } = cell;
      const xValue = map.x.ticks[cell.column].label;
      const yValue = map.y.ticks[cell.row].label;
      return [
        { label: x.label, value: xValue },
        { label: by.label, value: yValue },
        { label: result.label, value: cellText(cell.spots, result) },
        ...(mean && mean.count > 1
          ? [
              {
                label: `mean of ${count(mean.count)}`,
                value: `${result.text(mean.low)} to ${result.text(mean.high)}`,
              },
            ]
          : []),
      ];
    },
    tallness: () => heatTallness(map),
  };
}

/** What the number of a cell is the mean over. */
function meanNote(view: ResultsView, cells: Cell[]): string {
  if (cells.every(({ spots }) => spots.length < 2)) return "";
  const hidden = hiddenSettings(view);
  return `mean over ${hidden.length > 0 ? hidden.join(", ") : "repetitions"}`;
}

function cellText(spots: Spot[], result: Result): string {
  const mean = meanOf(spots);
  if (mean) return result.text(mean.mean);
  return spots.length === 0 ? "no run" : absence(spots[0]);
}

/** More axes would not be told apart. */
const mostSettings = 6;

function parallelShown(view: ResultsView): Shown {
  const { rows, varied, shown } = view;
  const settings = varied
    .filter(({ isSeed }) => !isSeed)
    .slice(0, mostSettings);
  const values = shown.map((result) =>
    spotsOf(view, result).map(({ value }) => value),
  );
  const model = parallel(
    rows.map(({ id }) => id),
    [
      ...settings.map(({ label, values, text }) => ({
        name: label,
        values,
        text,
      })),
      ...shown.map(({ label, text }, i) => ({
        name: label,
        values: values[i],
        text: (value: unknown) => text(Number(value)),
      })),
    ],
  );
  const last = shown[shown.length - 1];
  return {
    ...shownOf(view, last, spotsOf(view, last)),
    key: "parallel",
    title: "Settings and results",
    note: `coloured by ${last.label.toLowerCase()}`,
    picture: parallelPicture(model),
    readings: (at) => readingsOf(view, at, shown),
    tallness: () => 320,
    columns: shown,
  };
}

function shownOf(view: ResultsView, result: Result, spots: Spot[]) {
  return {
    key: result.key,
    title: result.label,
    summary: summaryOf(view, result, spots),
    columns: [result],
  };
}

/** The settings of a run that differ, and what came of it. */
function readingsOf(view: ResultsView, at: number, shown: Result[]): Reading[] {
  return [
    ...view.varied.map(({ label, symbol, values, text }) => ({
      label: symbol ?? label,
      value: text(values[at]),
    })),
    ...shown.map((result) => ({
      label: result.label,
      value: resultText(view.rows[at], result),
    })),
  ];
}

/** A result of a run as it is written, or why there is none. */
export function resultText(row: RunRow, result: Result): string {
  const value = outcomeOf(row, result);
  return value === null
    ? absence({ diverged: row.status === "diverged" })
    : result.text(value);
}

/** "Final loss against step size, 12 runs: from 0.01 (η = 0.1) to 0.3 (η = 0.4). 1 diverged." */
function summaryOf(view: ResultsView, result: Result, spots: Spot[]): string {
  const { x, by } = view;
  const against = [x, by]
    .filter((one) => one !== null)
    .map(({ label }) => label);
  const known = spots
    .map((spot, i) => ({ spot, i }))
    .filter(({ spot }) => spot.value !== null)
    .sort((a, b) => Number(a.spot.value) - Number(b.spot.value));
  const at = ({ spot, i }: (typeof known)[number]) => {
    const settings = [x, by]
      .filter((one) => one !== null)
      .map((one) => `${one.symbol ?? one.label} = ${one.text(one.values[i])}`);
    return `${result.text(Number(spot.value))} (${settings.join(", ")})`;
  };
  const ends =
    known.length === 0
      ? ""
      : known.length === 1
        ? `: ${at(known[0])}`
        : `: from ${at(known[0])} to ${at(known[known.length - 1])}`;
  const diverged = spots.filter(
    (spot) => spot.value === null && spot.diverged,
  ).length;
  const none = spots.length - known.length - diverged;
  return [
    `${result.label} against ${against.join(" and ")}, ${counted(spots.length, "run")}${ends}.`,
    diverged > 0 && `${count(diverged)} diverged.`,
    none > 0 && `${count(none)} ${none === 1 ? "has" : "have"} none.`,
  ]
    .filter(Boolean)
    .join(" ");
}
