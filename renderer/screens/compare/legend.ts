/** The entries of the legend: a line each, or a colour each where there are many lines. */
import { forkChip } from "../../lib/fork-words";
import { count } from "../../lib/format";
import { shareIn, type ColourScale, scaleFor } from "../../plot/styles";
import type { Ink } from "../../plot/palette";
import type { Group } from "./members";
import type { Setting } from "./settings";

export interface LegendItem {
  key: string;
  label: string;
  /** Its values alone, for a legend that says once what they are values of. */
  values: string;
  /** The names of its runs. */
  title: string;
  ids: number[];
  ink: Ink;
  dash: number[];
  width: number;
  visible: boolean;
}

/** More lines than this are listed by their colours, where several lines share one. */
const most = 12;

/** Whether the legend has an entry for each colour. */
export function isByColour(
  groups: readonly Group[],
  colour: Setting | null,
): colour is Setting {
  return colour !== null && groups.length > most;
}

export function legendOf(
  groups: readonly Group[],
  colour: Setting | null,
): LegendItem[] {
  const byKey = new Map<string, Group[]>();
  for (const group of groups) {
    const [{ row }] = group.members;
    const key = isByColour(groups, colour)
      ? (colour.texts.get(row.id) ?? "")
      : group.key;
    byKey.set(key, [...(byKey.get(key) ?? []), group]);
  }
  const items = [...byKey].map(([key, parts]) => itemOf(key, parts, colour));
  return colour?.isNumeric ? items.toSorted(ascending(colour)) : items;
}

function itemOf(
  key: string,
  groups: Group[],
  colour: Setting | null,
): LegendItem {
  const [{ ink, dash, width, label, values }] = groups;
  const members = groups.flatMap((group) => group.members);
  const names = members.map(({ row: { name, spec, fork } }) =>
    fork ? `${name} (${forkChip(spec, fork)})` : name,
  );
  const shown = names.slice(0, 6).join("\n");
  const isColour = groups.length > 1 && colour !== null;
  const [{ row }] = members;
  const from =
    members.length === 1 && row.fork ? ` from ${count(row.fork.step)}` : "";
  const number = members.length > 1 ? ` (${members.length})` : "";
  return {
    key,
    label: isColour ? `${colour.symbol} = ${key}${number}` : label + from,
    values: (isColour ? key : values) + number,
    title: names.length > 6 ? `${shown}\n… ${names.length - 6} more` : shown,
    ids: members.map(({ row }) => row.id),
    ink,
    dash: groups.length > 1 ? [] : dash,
    width,
    visible: members.some(({ visible }) => visible),
  };
}

/** More entries than these are told by their values alone. */
const mostNamed = 6;

/**
 * What the values of a dense legend are values of, "η · seed"; null for a legend of few entries and for
 * one whose values do not tell them apart.
 */
export function headOf(
  items: readonly LegendItem[],
  shared: readonly Setting[],
): string | null {
  const texts = new Set(items.map(({ values }) => values));
  if (items.length <= mostNamed || texts.size < items.length) return null;
  return shared.map(({ symbol }) => symbol).join(" · ") || null;
}

function ascending({ values }: Setting) {
  const of = ({ ids }: LegendItem) => Number(values.get(ids[0]) ?? Infinity);
  return (a: LegendItem, b: LegendItem) => of(a) - of(b);
}

export interface ScaleTick {
  /** Of the length of the bar. */
  share: number;
  label: string;
}

/** The ends of a colour scale and a value between them; null where colours stand for names. */
export function colourScaleOf(
  colour: Setting | null,
): { scale: ColourScale; ticks: ScaleTick[] } | null {
  if (!colour?.isNumeric) return null;
  const texts = new Map(
    [...colour.values].map(([id, value]) => [
      Number(value),
      colour.texts.get(id) ?? "",
    ]),
  );
  const values = [...texts.keys()].sort((a, b) => a - b);
  if (values.length < 2) return null;
  const scale = scaleFor(values);
  const ticks = values.map((value) => ({
    share: shareIn(value, values, scale === "log"),
    label: texts.get(value) ?? "",
  }));
  return { scale, ticks: spread(ticks) };
}

/** Width of a digit, and of the bar under which the labels stand, in pixels. */
const digit = 7.5;
export const scaleWidth = 128;

/** The ends, which are written inside the bar, and the value nearest to its middle that has room there. */
function spread(ticks: ScaleTick[]): ScaleTick[] {
  const [first, last] = [ticks[0], ticks[ticks.length - 1]];
  const widthOf = ({ label }: ScaleTick) => digit * label.length;
  const left = widthOf(first) + digit;
  const right = scaleWidth - widthOf(last) - digit;
  const fromMiddle = ({ share }: ScaleTick) => Math.abs(share - 0.5);
  const between = ticks
    .slice(1, -1)
    .filter((tick) => {
      const [middle, half] = [tick.share * scaleWidth, widthOf(tick) / 2];
      return middle - half >= left && middle + half <= right;
    })
    .sort((a, b) => fromMiddle(a) - fromMiddle(b));
  return [first, ...between.slice(0, 1), last];
}
