/** How each of several curves is drawn, so that no two of them look the same. */
import { dashes, rampSteps, type Ink } from "./palette";

export interface Style {
  ink: Ink;
  dash: number[];
  /** In pixels. */
  width: number;
  /** 1 is opaque. */
  alpha: number;
}

/** What a colour stands for: a name, or a number along a linear or logarithmic ramp. */
export type ColourScale = "names" | "linear" | "log";

export interface Styled {
  id: number | string;
  /** Of the setting that the colour stands for; null where there is none. */
  value: string | number | boolean | null;
  /** Index of the hue that a person has chosen, 0 to 7. Numbers have those of the ramp. */
  colour?: number | null;
}

/** Hues of `series-0` and so on. */
export const hues = 8;
/** With more than so many curves each is thin and translucent, and only a lit one stands out. */
export const crowd = 64;

/** The scale that suits values: a ramp for numbers, logarithmic where they span a decade. */
export function scaleFor(values: readonly Styled["value"][]): ColourScale {
  const numbers = values.filter((value) => value !== null);
  if (numbers.length === 0 || !numbers.every(isFinite)) return "names";
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return least > 0 && most / least >= 10 ? "log" : "linear";
}

/**
 * The style of each item by its id. Items of one value share a colour and differ in dash, those of more
 * than eight names in hue and dash; beyond sixteen dashes of one colour lines get wider. In a crowd dashes
 * could not be seen, so there is only colour.
 */
export function stylesOf(
  items: readonly Styled[],
  scale: ColourScale,
): Map<Styled["id"], Style> {
  const inkOf = scale === "names" ? hueOf(items) : rampOf(items, scale);
  const isCrowd = items.length > crowd;
  const alpha = isCrowd ? Math.max(0.35, 0.8 - items.length / 1000) : 1;
  const width = isCrowd ? 1 : items.length > hues ? 1.5 : 1.75;
  const taken = new Map<Ink, Set<number>>();
  return new Map(
    items.map((item) => {
      const { ink, dash } = inkOf(item);
      const ofInk = taken.get(ink) ?? new Set();
      taken.set(ink, ofInk);
      const place = isCrowd ? 0 : firstFree(ofInk, dash);
      ofInk.add(place);
      const style: Style = {
        ink,
        dash: [...dashes[place % dashes.length]],
        width: width + Math.floor(place / dashes.length),
        alpha,
      };
      return [item.id, style];
    }),
  );
}

/** The colour of a number on the ramp. @param share from 0, the least, to 1, the greatest */
export function rampInk(share: number): Ink {
  const step = Math.round(Math.min(1, Math.max(0, share)) * (rampSteps - 1));
  return `ramp-${step}`;
}

/** Where a number is between the least and the greatest of several; in the middle when they are one. */
export function shareIn(
  value: number,
  values: readonly number[],
  log: boolean,
): number {
  const place = log ? Math.log10 : (number: number) => number;
  const [least, most] = [Math.min(...values), Math.max(...values)].map(place);
  return most > least ? (place(value) - least) / (most - least) : 0.5;
}

interface Preference {
  ink: Ink;
  /** Index of the dash that it has unless that is taken. */
  dash: number;
}

/** A hue for each name in the order of their first appearance; the dash follows the name as well. */
function hueOf(items: readonly Styled[]): (item: Styled) => Preference {
  const names = [...new Set(items.map(({ value }) => value))];
  return ({ value, colour }) => {
    const place = names.indexOf(value);
    const lap = Math.floor(place / hues);
    return {
      ink: `series-${colour ?? place % hues}`,
      dash: ((place % hues) + lap) % dashes.length,
    };
  };
}

function rampOf(
  items: readonly Styled[],
  scale: "linear" | "log",
): (item: Styled) => Preference {
  const log = scale === "log";
  const hasPlace = (value: Styled["value"]) =>
    isFinite(value) && (!log || value > 0);
  const numbers = items.map(({ value }) => value).filter(hasPlace) as number[];
  return ({ value }) => ({
    ink: hasPlace(value)
      ? rampInk(shareIn(value as number, numbers, log))
      : "muted",
    dash: 0,
  });
}

function isFinite(value: Styled["value"]): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** The first place from `wanted` on that is free, around the dashes and then among wider lines. */
function firstFree(taken: ReadonlySet<number>, wanted: number): number {
  for (let lap = 0; ; lap += dashes.length)
    for (let turn = 0; turn < dashes.length; turn++) {
      const place = lap + ((wanted + turn) % dashes.length);
      if (!taken.has(place)) return place;
    }
}
