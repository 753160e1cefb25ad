/** One setting that a sweep may vary, and its values in words. */
import type { z } from "zod";

export type SettingValue = number | string | boolean;

export interface Choice {
  value: string | boolean;
  label: string;
}

export interface Setting {
  /** Where it stands in the experiment file, e.g. `model.layers[0].units`. */
  path: string;
  /** "Step size η", "Units of layer 1" */
  label: string;
  /** The same within a sentence, without its letter: "step size". */
  name: string;
  /** The letter that formulas use for it. */
  symbol?: string | undefined;
  help?: string | undefined;
  unit?: string | undefined;
  /** Of a number; null for a choice or a switch. */
  number: { isWhole: boolean; min: number; max: number } | null;
  /** The values of a choice, and the words that a number may also be. */
  choices: Choice[];
  /** As it stands; undefined where the file leaves it out. */
  value: SettingValue | undefined;
  /** Checks one value. */
  schema: z.ZodType;
  /** Whether it chooses between kinds that have fields of their own. */
  isKind?: boolean;
  /** The paths of a setting that several layers share, whose own path has `[*]` in place of their numbers. */
  shared?: string[];
}

/** A value as people say it. */
export function valueWords({ choices }: Setting, value: SettingValue): string {
  return choices.find((one) => one.value === value)?.label ?? String(value);
}
