/** All that a run records. */
import type { TableName } from "../series/columns";
import type { ColumnWords } from "./columns";
import { batchSharpness } from "./batch-sharpness";
import { batchSteps } from "./batch-steps";
import type { TableDefinition } from "./definition";
import { sharpness } from "./sharpness";
import { steps } from "./steps";
import { test } from "./test";

/** What can be measured at regular steps. */
export const measurements = [sharpness, test, batchSharpness] as const;

export const recordings: readonly TableDefinition[] = [
  steps,
  ...measurements,
  batchSteps,
];

const words = new Map<string, ColumnWords>();
for (const { table, columns } of recordings)
  for (const column of columns) words.set(`${table}.${column.name}`, column);

/** The words of a column of the archive; undefined where another version has recorded it. */
export function columnWords(
  table: TableName,
  name: string,
): ColumnWords | undefined {
  return words.get(`${table}.${name}`);
}
