/** Results against a setting: a dot for each run, and a line through the means of repetitions. */
import { distinct, nameScale, numberScale, type Scale } from "./scale";
import { grouped, meanOf, type Mean, type Spot } from "./outcome";
import type { VariedValue } from "../../../core/experiment/varied";

export interface DotLine {
  /** Its value of the second setting, in words; empty where there is none. */
  label: string;
  /** Its colour: a share of the scale for a number, the place among the names for a name. */
  tone: Tone;
  points: (Mean & { x: VariedValue })[];
}

export type Tone = { share: number } | { place: number };

export interface Threshold {
  /** In its formula, e.g. "2/η". */
  label: string;
  points: { x: number; y: number }[];
}

export interface DotPlot {
  x: Scale;
  y: Scale;
  xName: string;
  spots: Spot[];
  lines: DotLine[];
  /** The line that a spot is on, by its text. */
  toneOf: (spot: Spot) => Tone;
  /** Other runs of the archive that have both. */
  others: { x: number; y: number }[];
  thresholds: Threshold[];
  /** Rows above the plot for runs without a value. */
  lanes: string[];
}

export interface DotPlotInput {
  spots: Spot[];
  others: { x: VariedValue; value: number }[];
  xName: string;
  xText: (value: VariedValue) => string;
  byText: (value: VariedValue) => string;
  thresholds: Threshold[];
}

export function dotPlot(input: DotPlotInput): DotPlot {
  const { spots, others, thresholds } = input;
  const xs = [...spots, ...others].map(({ x }) => x);
  const isNumber = xs.every((x) => typeof x === "number");
  const values = [
    ...spots.flatMap(({ value }) => (value === null ? [] : [value])),
    ...others.map(({ value }) => value),
  ];
  // A threshold far away must not press the results flat.
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const near = thresholds
    .flatMap(({ points }) => points)
    .map(({ y }) => y)
    .filter((y) => y >= low / 2 && y <= 2 * high);
  const tone = tones(spots.map(({ by }) => by));
  return {
    x: isNumber
      ? numberScale(xs as number[], "values")
      : nameScale(distinct(xs), input.xText),
    y: numberScale([...values, ...near], "round"),
    xName: input.xName,
    spots,
    lines: linesOf(spots, tone, input.byText),
    toneOf: ({ by }) => tone(by),
    others: others.map(({ x, value }) => ({ x: Number(x), y: value })),
    thresholds,
    lanes: [
      ...(spots.some(({ value, diverged }) => value === null && !diverged)
        ? ["none"]
        : []),
      ...(spots.some(({ value, diverged }) => value === null && diverged)
        ? ["diverged"]
        : []),
    ],
  };
}

function linesOf(
  spots: Spot[],
  tone: (by: VariedValue) => Tone,
  text: DotPlotInput["byText"],
): DotLine[] {
  return grouped(spots, ({ line }) => line).map((same) => ({
    label: same[0].by === undefined ? "" : text(same[0].by),
    tone: tone(same[0].by),
    points: distinct(same.map(({ x }) => x)).flatMap((x) => {
      const mean = meanOf(same.filter((spot) => spot.x === x));
      return mean ? [{ ...mean, x }] : [];
    }),
  }));
}

/** Numbers along the scale by their rank, so that crowded ones stay apart; names one by one. */
export function tones(values: VariedValue[]): (value: VariedValue) => Tone {
  const all = distinct(values);
  const isNumber = all.every((value) => typeof value === "number");
  return (value) => {
    const place = Math.max(0, all.indexOf(value));
    return isNumber && all.length > 1
      ? { share: place / (all.length - 1) }
      : { place };
  };
}
