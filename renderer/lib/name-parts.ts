/** A name in two parts: what it shares with its like, and the rest, which tells it apart. */
export type NameParts = readonly [shared: string, own: string];

/** Names that share less than this many characters are no family: nothing of them is left out. */
const leastShared = 6;

/**
 * Splits names so that a narrow place can leave out what they share and show where they differ.
 * Names that begin alike make a family; what all of a family begin with, up to a whole word or a separator, is shared.
 * @returns the parts of each name; they are always the whole name when put together
 */
export function partsOf(names: Iterable<string>): Map<string, NameParts> {
  const sorted = [...new Set(names)].sort();
  const parts = new Map<string, NameParts>();
  let family: string[] = [];
  const close = () => {
    // In order, the first and the last differ the most.
    const first = family[0] ?? "";
    const shared = wholeWords(first, sharedLength(first, family.at(-1) ?? ""));
    for (const name of family)
      parts.set(
        name,
        family.length > 1 && shared >= leastShared
          ? [name.slice(0, shared), name.slice(shared)]
          : ["", name],
      );
    family = [];
  };
  for (const name of sorted) {
    const before = family.at(-1);
    if (before !== undefined && !isAlike(before, name)) close();
    family.push(name);
  }
  close();
  return parts;
}

/** The same, made anew only when a name has changed. */
export function keptParts(): (names: string[]) => Map<string, NameParts> {
  let known: string[] = [];
  let parts = partsOf(known);
  return (names) => {
    const isSame =
      names.length === known.length &&
      names.every((name, i) => name === known[i]);
    if (!isSame) parts = partsOf((known = names));
    return parts;
  };
}

function isAlike(a: string, b: string): boolean {
  return wholeWords(a, sharedLength(a, b)) >= leastShared;
}

function sharedLength(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let i = 0;
  while (i < most && a[i] === b[i]) i++;
  return i;
}

/**
 * A number of characters of a name, less the part between separators that it would cut ("η 0.05"), or
 * less the word, where too little would be left.
 */
function wholeWords(name: string, length: number): number {
  const shared = name.slice(0, length);
  const part = /^.*[_/,·–—]\s*/su.exec(shared)?.[0].length ?? 0;
  if (part >= leastShared) return part;
  return /^.*\s/su.exec(shared)?.[0].length ?? 0;
}
