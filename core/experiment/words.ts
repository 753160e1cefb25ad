import { declaredAt } from "../schema/walk";
import { wordsOf, type Words } from "../schema/words";
import { experimentSchema, type ExperimentSpec } from "./spec";

/** The words of a field by its dotted path, e.g. `optimizer.stepSize`; null where it has none. */
export function wordsAt(path: string, spec: ExperimentSpec): Words | null {
  return wordsOf(declaredAt(parts(path), experimentSchema, spec));
}

/** A path as its keys and places in lists: `model.layers[2].units` → model, layers, 2, units. */
export function parts(path: string): (string | number)[] {
  return [...path.matchAll(/[^.[\]]+/g)].map(([part]) =>
    /^\d+$/.test(part) ? Number(part) : part,
  );
}
