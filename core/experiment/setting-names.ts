import type { ExperimentSpec } from "./spec";
import { wordsAt } from "./words";

/** What a person calls a setting, by its path in the experiment file. */
const names: Record<string, string> = {
  "data.source": "data source",
  "model.init.scheme": "initialisation",
  "optimizer.kind": "optimiser",
  "model.alpha": "α",
  "model.beta": "β",
};

/**
 * For example `optimizer.stepSize` → "step size"; the last part of a path without its own name.
 * @param specs of which one has the field
 */
export function settingName(
  path: string,
  specs: readonly ExperimentSpec[],
): string {
  const words = specs.map((spec) => wordsAt(path, spec)).find(Boolean);
  return (
    names[path] ??
    words?.setting ??
    (words ? inSentence(words.label) : path.slice(path.lastIndexOf(".") + 1))
  );
}

/** Without the capital of its first word, where the rest of the word has none. */
export function inSentence(label: string): string {
  return /^\p{Lu}(?!\p{Lu})/u.test(label)
    ? label[0].toLowerCase() + label.slice(1)
    : label;
}
