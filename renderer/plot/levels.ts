import type { Ink } from "./palette";
import { sharedName } from "./together";

/** The threshold of one run, or of several that share it. */
export interface Level {
  value: number;
  /** Whose it is, e.g. "A, C". */
  who: string;
  /** What it is a value of, e.g. "2/η". */
  quantity: string;
  /** The value as written, e.g. "40". */
  number: string;
  ink: Ink;
}

export interface LevelLabel {
  /** The middle of its letters, in pixels from the top. */
  y: number;
  text: string;
  /** null where it speaks of several runs. */
  ink: Ink | null;
}

/** Height of a line of letters, in pixels. */
const room = 15;
/** From a line to the middle of the letters that name it, in pixels. */
export const beside = 9;
/** So many are still named one by one. */
const named = 4;
/** As long as their names may be together, in letters. */
const longest = 24;

/**
 * What is written at thresholds: those too close for a line of letters each are named together,
 * "A, B · 2/η = 38–43", or "12 lines · 2/η = 38–43".
 * A name stands above its line; that of the highest below it where flags or the edge leave no room.
 * @param place of a value, in pixels from the top
 * @param top of the plot
 */
export function levelLabels(
  levels: Level[],
  place: (value: number) => number,
  top: number,
): LevelLabel[] {
  const groups: Level[][] = [];
  for (const level of [...levels].sort((a, b) => a.value - b.value)) {
    const below = groups.at(-1)?.at(-1);
    if (below && place(below.value) - place(level.value) < room)
      groups.at(-1)?.push(level);
    else groups.push([level]);
  }
  const lineOf = (group: Level[]) => place(group[group.length - 1].value);
  const heightOf = (group: Level[]) => {
    const y = lineOf(group) - beside;
    return y < top + room / 2 ? y + 2 * beside : y;
  };
  const [next, highest] = groups.slice(-2);
  if (highest && heightOf(next) - heightOf(highest) < room)
    groups.splice(-2, 2, [...next, ...highest]);
  return groups.map((group) => ({
    y: heightOf(group),
    text: `${whose(group)} · ${together(group)}`,
    ink: group.length === 1 ? group[0].ink : null,
  }));
}

function whose(group: Level[]): string {
  const names = group.flatMap(({ who }) => who.split(", "));
  const shared = sharedName(names);
  if (shared) return shared;
  const listed = names.join(", ");
  if (names.length <= named && listed.length <= longest) return listed;
  return `${names.length} lines`;
}

/** "2/η = 38–43"; without numbers where the thresholds are of several quantities. */
function together(group: Level[]): string {
  const [{ quantity, number }] = group;
  if (group.length === 1) return `${quantity} = ${number}`;
  return group.every((level) => level.quantity === quantity)
    ? `${quantity} = ${number}–${group[group.length - 1].number}`
    : "thresholds";
}
