/** Names cut in the middle, so that what tells them from similar ones is seen. */

/** Shorter beginnings that names have in common are no reason to cut them there. */
const shortest = 8;
/** A longer ending would not be seen whole either. */
const longestTail = 24;
/** Similar names that are looked at before and behind each, in their order. */
const reach = 200;

export interface ShortName {
  /** What similar names begin with as well; it gives way when there is no room. */
  head: string;
  /** What tells it from them; empty where the name is like no other. */
  tail: string;
}

/** Splits each name where it begins to differ from those that begin like it, at the start of a word. */
export function shortNames(
  names: readonly string[],
): ReadonlyMap<string, ShortName> {
  const sorted = [...new Set(names)].sort();
  /** How many letters each name has in common with the next one. */
  const shared = sorted.map((name, i) => sharedLength(name, sorted[i + 1]));
  return new Map(
    sorted.map((name, i) => {
      const least = Math.max(shortest, name.length - longestTail);
      const before = shared.slice(Math.max(0, i - reach), i).reverse();
      const behind = shared.slice(i, i + reach);
      const common = Math.min(fewest(before, least), fewest(behind, least));
      return [name, split(name, common)];
    }),
  );
}

/** The same, made anew only when a name has changed. */
export function keptShortNames(): (
  names: string[],
) => ReadonlyMap<string, ShortName> {
  let known: string[] = [];
  let short = shortNames(known);
  return (names) => {
    const isSame =
      names.length === known.length &&
      names.every((name, i) => name === known[i]);
    if (!isSame) short = shortNames((known = names));
    return short;
  };
}

/** The fewest letters in common with those of a row of neighbours that have at least so many. */
function fewest(shared: number[], least: number): number {
  const end = shared.findIndex((length) => length < least);
  return Math.min(...(end < 0 ? shared : shared.slice(0, end)));
}

function split(name: string, common: number): ShortName {
  if (common === Infinity) return { head: name, tail: "" };
  // A number or a word that differs is shown whole: "0.05" and "0.08" differ in "5" and "8".
  const start = name.slice(0, common).search(/[^\s,;:/=()]*$/);
  return { head: name.slice(0, start), tail: name.slice(start) };
}

function sharedLength(a: string, b = ""): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
