/** The values at the cursor: those that fit in a line of fixed height, and all of them. */
import { count, counted, quantity } from "../../lib/format";
import type { ChartModel, XAxis } from "../../plot/model";
import type { Reading } from "../../plot/readout";
import type { CompareController } from "./Controller.svelte";
import type { MeasureName } from "./measures";
import { xNames, type Track } from "./pictures";

interface Value {
  track: Track;
  /** NaN where the line has none there; undefined while it is being read. */
  value: number | undefined;
}

export interface ReadOut {
  /** Where it is read. */
  x: Reading;
  /** Every line, in order; those that stand out first. */
  all: Reading[];
  /** The first ones, as many as fit. */
  told: Reading[];
  /** What is said of the others, "and 9 more: 0.02 to 0.4"; empty where all are told. */
  rest: string;
}

/** About what a text of small letters takes, in pixels, and what is between two. */
const letter = 7;
const gap = 12;

/** @param room in pixels for what is told and the rest */
export function readOutOf(
  compare: CompareController,
  name: MeasureName,
  tracks: readonly Track[],
  model: ChartModel,
  room: number,
): ReadOut {
  const isLit = ({ members }: Track) =>
    members.some(({ row }) => compare.lit.has(row.id));
  const { at } = compare.cursor;
  const values = [
    ...tracks.filter(isLit),
    ...tracks.filter((track) => !isLit(track)),
  ].map((track): Value => {
    const { curve } = track;
    const value =
      at === null
        ? (curve.y.at(-1) ?? NaN)
        : compare.cursor.valueAt(name, track, at);
    return { track, value };
  });
  const x = {
    label: xNames[compare.choices.x],
    value: at === null ? endsOf(tracks, model.x) : atOf(at, model.x),
  };
  const all = values.map((value) => readingOf(value, "label"));
  return { x, all, ...fitted(values, all, room) };
}

/** Whole labels where all of them fit, else values of settings alone. */
function fitted(
  values: Value[],
  all: Reading[],
  room: number,
): Pick<ReadOut, "told" | "rest"> {
  if (widthOf(all) <= room) return { told: all, rest: "" };
  const short = values.map((value) => readingOf(value, "values"));
  if (widthOf(short) <= room) return { told: short, rest: "" };
  // A line alone is named beside its chart.
  if (short.length === 1)
    return { told: [{ ...short[0], label: "" }], rest: "" };
  for (let most = short.length - 1; most > 0; most--) {
    const rest = `and ${count(short.length - most)} more${spanOf(values.slice(most))}`;
    const told = short.slice(0, most);
    if (widthOf(told) + letter * rest.length + gap <= room)
      return { told, rest };
  }
  const number = counted(short.length, "line");
  const whole = number + spanOf(values);
  // Digits that are cut off would be other values.
  return { told: [], rest: letter * whole.length <= room ? whole : number };
}

function readingOf(
  { track, value }: Value,
  label: "label" | "values",
): Reading {
  return {
    label: track[label],
    value: quantity(value ?? NaN, 5),
    ink: track.ink,
  };
}

function widthOf(readings: Reading[]): number {
  return readings.reduce(
    (width, { label, value }) =>
      width + letter * (label.length + value.length) + gap + 4,
    0,
  );
}

/** From the least to the greatest; nothing until all of them were read. */
function spanOf(values: Value[]): string {
  const known = values.map(({ value }) => value);
  if (known.includes(undefined)) return "";
  const finite = known.filter((value) => Number.isFinite(value)) as number[];
  if (finite.length === 0) return "";
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const ends = new Set([quantity(low, 3), quantity(high, 3)]);
  return `: ${[...ends].join(" to ")}`;
}

/** Where lines end that are each read at their own end: not all runs are equally long. */
function endsOf(tracks: readonly Track[], axis: XAxis): string {
  const ends = tracks
    .map(({ curve }) => curve.x.at(-1) ?? NaN)
    .filter(Number.isFinite);
  if (ends.length === 0) return atOf(axis.max, axis);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  return low === high
    ? atOf(high, axis)
    : `${atOf(low, axis)} to ${atOf(high, axis)}`;
}

function atOf(x: number, { isWhole }: XAxis): string {
  return isWhole ? count(x) : quantity(x, 4);
}
