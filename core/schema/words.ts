/** What a field is called: kept with its schema, as zod's own metadata. */
import { z } from "zod";

declare module "zod/v4/core" {
  interface GlobalMeta {
    /** The letter that formulas use for it, e.g. η. */
    symbol?: string;
    unit?: string;
    /** What comparisons call it, where that is not the label. */
    setting?: string;
    /** How the form writes a value that a box for numbers or text does not hold. */
    entry?: Entry;
    /** What a choice is called that leaves the field out. */
    absent?: string;
    /** What each value of a choice is called on screen. */
    choices?: Readonly<Record<string, string>>;
  }
}

/**
 * `column`: the name of a column or its number, or several; `columns`: a list of these. `matrix`: a row on
 * each line. `targets`: the same, or a class on each line.
 */
export type Entry = "column" | "columns" | "matrix" | "targets";

export interface Words {
  /** Its name, e.g. "Step size": heads the field on screen and begins each message about it. */
  label: string;
  symbol?: string;
  /** A sentence below the field. */
  help?: string;
  unit?: string;
  setting?: string;
  entry?: Entry;
  absent?: string;
  choices?: Readonly<Record<string, string>>;
}

/** The same schema, with its words. `title` and `description` are what JSON Schema calls label and help. */
export function named<Schema extends z.ZodType>(
  schema: Schema,
  { label, help, ...rest }: Words,
): Schema {
  return schema.meta({
    title: label,
    ...(help !== undefined && { description: help }),
    ...rest,
  });
}

/** The words of a schema; null where it has none. A default or `optional()` around it changes nothing. */
export function wordsOf(schema: z.ZodType): Words | null {
  const { title, description, ...rest } = z.globalRegistry.get(schema) ?? {};
  if (title === undefined) {
    const inner = innerOf(schema);
    return inner && wordsOf(inner);
  }
  return {
    label: title,
    ...(description !== undefined && { help: description }),
    ...rest,
  };
}

/** The schema inside a default or an optional one; null for any other. */
export function innerOf(schema: unknown): z.ZodType | null {
  return schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodOptional
    ? (schema.unwrap() as z.ZodType)
    : null;
}

/** "Step size η" */
export function labelOf({ label, symbol }: Words): string {
  return symbol === undefined ? label : `${label} ${symbol}`;
}
