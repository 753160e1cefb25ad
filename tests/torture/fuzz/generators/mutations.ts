import fc from "fast-check";
import { oddKeys, oddValues, setOwn } from "./odd";

/** One change to plain data. Places are numbered; a number beyond the last one begins again. */
interface Mutation {
  kind:
    "delete" | "replace" | "add" | "rename" | "duplicate" | "graft" | "nudge";
  place: number;
  key: string;
  value: unknown;
}

interface Place {
  parent: object;
  key: string;
}

const mutation = (values: fc.Arbitrary<unknown>): fc.Arbitrary<Mutation> =>
  fc.record({
    kind: fc.oneof(
      fc.constantFrom<Mutation["kind"][]>("nudge", "graft"),
      fc.constantFrom<Mutation["kind"][]>(
        "delete",
        "duplicate",
        "rename",
        "replace",
        "add",
      ),
    ),
    place: fc.nat(10_000),
    key: oddKeys,
    value: values,
  });

/** Plain data with one to four changes; a graft puts a part of one base into another. */
export function mutated(
  bases: readonly unknown[],
  values = oddValues,
): fc.Arbitrary<unknown> {
  return fc
    .tuple(
      fc.nat(bases.length - 1),
      fc.nat(bases.length - 1),
      fc.array(mutation(values), { minLength: 1, maxLength: 4, size: "-1" }),
    )
    .map(([base, donor, mutations]) =>
      mutations.reduce(
        (value, change) => apply(value, change, bases[donor]),
        structuredClone(bases[base]),
      ),
    );
}

function apply(root: unknown, change: Mutation, donor: unknown): unknown {
  const places = placesOf(root);
  if (places.length === 0) return change.value;
  const { parent, key } = places[change.place % places.length];
  const found = Reflect.get(parent, key) as unknown;
  switch (change.kind) {
    case "delete":
      if (Array.isArray(parent) && /^\d+$/.test(key))
        removeAt(parent, Number(key));
      else Reflect.deleteProperty(parent, key);
      break;
    case "replace":
      setOwn(parent, key, change.value);
      break;
    case "add":
      if (Array.isArray(found)) found.push(change.value);
      else setOwn(isObject(found) ? found : parent, change.key, change.value);
      break;
    case "rename":
      if (Array.isArray(parent)) parent.reverse();
      else {
        Reflect.deleteProperty(parent, key);
        setOwn(parent, change.key, found);
      }
      break;
    case "duplicate":
      if (Array.isArray(parent)) parent.push(copyOf(found));
      else setOwn(parent, `${key}2`, copyOf(found));
      break;
    case "nudge":
      setOwn(parent, key, nudged(found, change.place));
      break;
    case "graft": {
      const others = placesOf(donor);
      const other = others[(change.place * 7) % Math.max(1, others.length)];
      if (other)
        setOwn(
          parent,
          key,
          structuredClone(Reflect.get(other.parent, other.key)),
        );
    }
  }
  return root;
}

/** Not by splice, which asks the list for its constructor: that may be one of the things it was given. */
function removeAt(list: unknown[], index: number) {
  list.copyWithin(index, index + 1);
  list.length--;
}

/** What is nested too deep to be copied comes as it is. */
function copyOf(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    return value;
  }
}

/** Something of the same type, and not far away. */
function nudged(value: unknown, by: number): unknown {
  if (typeof value === "number")
    return [value + 1, value / 2, -value, value * 3][by % 4];
  if (typeof value === "boolean") return !value;
  return typeof value === "string" ? `${value}${by}` : value;
}

/** Every key of every object and array, as far as anybody would write by hand. */
function placesOf(root: unknown): Place[] {
  const places: Place[] = [];
  const queue: unknown[] = [root];
  for (
    let parent = queue.shift();
    parent !== undefined;
    parent = queue.shift()
  ) {
    if (!isObject(parent)) continue;
    for (const key of Object.keys(parent).slice(0, 50)) {
      places.push({ parent, key });
      if (places.length < 2000) queue.push(Reflect.get(parent, key));
    }
  }
  return places;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
