/** Names cut in the middle, so that what tells them from similar ones is seen. */

/** Shorter beginnings that names have in common are no reason to cut them there. */
const shortest = 8;

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
  const found = new Map<string, ShortName>();
  let family: string[] = [];
  let common = "";
  const settle = () => {
    for (const name of family) found.set(name, split(name, family, common));
  };
  for (const name of sorted) {
    const shared = family.length > 0 ? sharedStart(common, name) : name;
    if (family.length > 0 && shared.length < shortest) {
      settle();
      family = [];
      common = name;
    } else common = shared;
    family.push(name);
  }
  settle();
  return found;
}

function split(name: string, family: string[], common: string): ShortName {
  if (family.length < 2) return { head: name, tail: "" };
  // A number or a word that differs is shown whole: "0.05" and "0.08" differ in "5" and "8".
  const start = common.search(/[^\s,;:/=()]*$/);
  return { head: name.slice(0, start), tail: name.slice(start) };
}

function sharedStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}
