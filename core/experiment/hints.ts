import { activationNames } from "./model-spec";
import { nearest } from "../text/nearest";
import { fields, missing, remarks, words } from "./synonyms";

/**
 * What to write instead of a word that a field does not take.
 * @param field the name of the field
 * @param names the words it takes
 */
export function wordHint(
  word: string,
  field: string,
  names: readonly string[],
): string | undefined {
  const key = plain(word);
  const remark = own(remarks, field) && own(remarks[field], key);
  if (remark) return remark;
  const meant = (among: readonly string[]) =>
    equal(key, among, own(words, key)) ?? nearest(word, among);
  const name = meant(names);
  if (name) return `Did you mean "${name}"?`;
  const fn = field === "type" ? meant(activationNames) : undefined;
  return fn && `Write {"type": "activation", "fn": "${fn}"}.`;
}

/**
 * What to do about a field that is not known where it stands.
 * @param names the fields that are
 */
export function fieldHint(field: string, names: readonly string[]): string {
  const key = plain(field);
  const places = own(fields, key) ?? [];
  const last = places.map((path) => path.slice(path.lastIndexOf(".") + 1));
  const here = equal(key, names, last);
  if (here) return `Did you mean "${here}"?`;
  const remark = own(missing, key);
  if (remark) return remark;
  const near = nearest(field, names);
  if (near) return `Did you mean "${near}"?`;
  const elsewhere = places.find((path) => path.includes("."));
  return elsewhere ? `Write it as ${elsewhere}.` : "Remove it.";
}

/** Without case and what stands between words. */
function plain(word: string): string {
  return word.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** The name that is the same word, or else the first candidate that is one of the names. */
function equal(
  key: string,
  names: readonly string[],
  candidates: string[] = [],
): string | undefined {
  return (
    names.find((name) => plain(name) === key) ??
    candidates.find((candidate) => names.includes(candidate))
  );
}

/** Words of a file may be called "constructor". */
function own<T>(table: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
