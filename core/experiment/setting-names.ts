import type { ExperimentSpec } from "./spec";
import { wordsAt } from "./words";

/** What a person calls a setting, by its path in the experiment file. */
const names: Record<string, string> = {
  "data.samples": "samples",
  "data.testSamples": "test samples",
  "data.seed": "seed of the data",
  "data.split": "split",
  "data.path": "data file",
  "data.images": "image file",
  "data.labels": "label file",
  "data.header": "first row",
  "data.decimal": "decimal sign",
  "data.targetKind": "kind of target",
  "data.inputs": "input columns",
  "data.ignore": "ignored columns",
  "data.oneHot": "columns of names",
  "data.missing": "missing values",
  "data.standardize": "standardised inputs",
  "data.standardizeTarget": "standardised target",
  "data.x": "inputs",
  "data.y": "targets",
  "model.init.scheme": "initialisation",
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
