import type { RunDetail } from "../../core/contract/api";
import {
  tableNames,
  type Columns,
  type RecordBatch,
  type Tables,
  type TableName,
} from "../../core/series/columns";
import type { Archive } from "./archive";

/** All that a run recorded. */
export async function readRecords(
  archive: Archive,
  { id, columns }: RunDetail,
): Promise<Tables> {
  const tables = await Promise.all(
    tableNames.map(async (table): Promise<[TableName, Columns]> => {
      const names = columns[table];
      if (names.length === 0) return [table, {}];
      const window = { runId: id, table, columns: names };
      return [table, await archive.readColumns(window)];
    }),
  );
  const recorded = Object.fromEntries(tables) as RecordBatch;
  return { ...recorded, theory: await archive.readTheory(id) };
}
