import { z } from "zod";
import { sources } from "../data";
import { activationFunctions } from "../layers/activation";
import { landscapes } from "../landscapes";
import { inits } from "../layers/init";
import { layerDefinitions } from "../layers/spec";
import { losses } from "../losses";
import { optimizers } from "../optimizers";
import type { Definition } from "../schema/definition";
import { nearest } from "../text/nearest";
import type { Option } from "../schema/walk";
import { fields, missing, remarks, words } from "./synonyms";

const kinds: readonly Definition[] = [
  ...optimizers,
  ...losses,
  ...sources,
  ...landscapes,
  ...layerDefinitions,
  ...activationFunctions,
  ...inits,
];

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
  const here = kinds.filter(({ name }) => names.includes(name));
  const remark =
    (own(remarks, field) && own(remarks[field], key)) ??
    here.map((kind) => kind.remarks && own(kind.remarks, key)).find(Boolean);
  if (remark) return remark;
  const meant = (among: readonly string[]) => {
    const synonyms = kinds
      .filter((kind) => kind.synonyms?.includes(key))
      .map(({ name }) => name);
    const candidates = [...(own(words, key) ?? []), ...synonyms];
    return equal(key, among, candidates) ?? nearest(word, among);
  };
  const name = meant(names);
  if (name) return `Did you mean "${name}"?`;
  return field === "type" ? choiceHint(meant) : undefined;
}

/** Where the word is a choice of some layer, as the name of an activation function is. */
function choiceHint(meant: (among: readonly string[]) => string | undefined) {
  for (const { name, schema } of layerDefinitions)
    for (const [key, field] of Object.entries(schema.shape)) {
      const choices = field instanceof z.ZodEnum ? field.options : [];
      const choice = meant(choices.map(String));
      if (choice) return `Write {"type": "${name}", "${key}": "${choice}"}.`;
    }
  return undefined;
}

/**
 * What to do about a field that is not known where it stands.
 * @param names the fields that are
 * @param others what the object could be instead, each with fields of its own
 */
export function fieldHint(
  field: string,
  names: readonly string[],
  others: readonly Option[] = [],
): string {
  const key = plain(field);
  const places = own(fields, key) ?? [];
  const last = places.map((path) => path.slice(path.lastIndexOf(".") + 1));
  const here = equal(key, names, last);
  if (here) return `Did you mean "${here}"?`;
  const remark =
    own(missing, key) ??
    layerDefinitions
      .map(({ fieldRemarks }) => fieldRemarks && own(fieldRemarks, key))
      .find(Boolean);
  if (remark) return remark;
  const near = nearest(field, names);
  if (near) return `Did you mean "${near}"?`;
  const elsewhere = places.find((path) => path.includes("."));
  if (elsewhere) return `Write it as ${elsewhere}.`;
  return otherKindHint(field, others) ?? "Remove it.";
}

/** More kinds than this that have a field are no help. */
const fewKinds = 3;

/** Where the field, or a kind by its name, is one of another kind. */
function otherKindHint(field: string, others: readonly Option[]) {
  const having = others
    .filter(
      ({ tag, schema }) =>
        tag === field ||
        (schema instanceof z.ZodObject && field in schema.shape),
    )
    .map(({ tag }) => `"${tag}"`);
  if (having.length === 0 || having.length > fewKinds) return undefined;
  const last = having.pop();
  const list = [...(having.length > 0 ? [having.join(", ")] : []), last];
  return `Choose the kind ${list.join(" or ")} for ${field}.`;
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
function own<T>(
  table: Readonly<Record<string, T>>,
  key: string,
): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
