/** Flags along x whose words would touch, as one flag for all of them. */
import type { Ink } from "./palette";
import { sharedName } from "./together";

export interface Flag {
  x: number;
  /** Whose it is, e.g. "A". */
  label: string;
  ink: Ink;
}

export interface PlacedFlag {
  flags: Flag[];
  text: string;
  /** Middle of the text, in pixels. */
  at: number;
  /** null where it speaks of several. */
  ink: Ink | null;
}

/** Room between two texts, in pixels. */
const gap = 8;
/** So many are still named one by one. */
const named = 3;

/**
 * @param place of an x, in pixels
 * @param within the pixels between which texts must be
 * @param write a value of x in letters
 */
export function mergedFlags(
  flags: readonly Flag[],
  place: (x: number) => number,
  within: { left: number; right: number },
  widthOf: (text: string) => number,
  write: (x: number) => string,
): PlacedFlag[] {
  const groups: PlacedFlag[] = [];
  const put = (group: Flag[]): PlacedFlag => {
    const text = textOf(group, write);
    const middle = (place(group[0].x) + place(group[group.length - 1].x)) / 2;
    const half = widthOf(text) / 2;
    const at = Math.max(
      within.left + half,
      Math.min(within.right - half, middle),
    );
    return {
      flags: group,
      text,
      at,
      ink: group.length === 1 ? group[0].ink : null,
    };
  };
  for (const flag of [...flags].sort((a, b) => a.x - b.x)) {
    let last = put([flag]);
    // One that is merged is wider, and may touch the one before it.
    for (let before = groups.at(-1); before; before = groups.at(-1)) {
      const left = last.at - widthOf(last.text) / 2;
      if (before.at + widthOf(before.text) / 2 + gap <= left) break;
      groups.pop();
      last = put([...before.flags, ...last.flags]);
    }
    groups.push(last);
  }
  return groups;
}

/** "A, B", "0.3 (2)", or "12 crossings, 200–260". */
function textOf(flags: Flag[], write: (x: number) => string): string {
  const names = flags.map(({ label }) => label);
  const shared = sharedName(names);
  if (shared) return shared;
  if (flags.length <= named) return names.join(", ");
  const [first, last] = [flags[0].x, flags[flags.length - 1].x].map(write);
  const where = first === last ? `at ${first}` : `${first}–${last}`;
  return `${flags.length} crossings, ${where}`;
}
