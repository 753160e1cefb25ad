/** Many runs with some of their columns, whole: what their curves are made of. */
import type { RunRow } from "../../core/contract/api";
import type { LabFailure } from "../../core/errors";
import { flowTimesOf } from "../../core/run/fork";
import type { ColumnName, RunColumns } from "../../core/series/align";
import {
  tableNames,
  type Columns,
  type TableName,
} from "../../core/series/columns";
import type { CurveRun } from "../../core/series/curves";
import type { Reader } from "./db";
import { ArchiveFailure } from "./failure";
import { notFound } from "./run-columns";
import { selectSome } from "./runs";
import { readWhole } from "./series";
import { readTail, withTail } from "./tails";

type Tails = Map<number, Record<TableName, Columns> | ArchiveFailure>;

/**
 * @param ids at most some hundred
 * @param wanted columns, which a run need not have
 * @returns for each run what was read, or why it could not be
 */
export async function readCurveRuns(
  sql: Reader,
  ids: number[],
  wanted: ColumnName[],
): Promise<Map<number, CurveRun | LabFailure>> {
  const tails = await tailsOf(sql, ids);
  const read = new Map<number, CurveRun | LabFailure>(
    ids.map((id) => [id, notFound(id)]),
  );
  for (const row of await selectSome(sql, ids)) {
    const tail = tails.get(row.id);
    read.set(row.id, tail instanceof ArchiveFailure ? tail : curveRun(row));
  }
  for (const table of tableNames) {
    const names = wanted
      .filter((name) => name.table === table)
      .map(({ column }) => column);
    if (names.length === 0) continue;
    const tables = await readWhole(
      sql,
      ids,
      table,
      names,
      tailOf(tails, table),
    );
    for (const [id, columns] of tables) {
      const run = read.get(id);
      if (columns instanceof ArchiveFailure) read.set(id, columns);
      else if (run && "columns" in run) run.columns[table] = columns;
    }
  }
  return read;
}

function curveRun(row: RunRow): CurveRun & { columns: RunColumns } {
  return {
    id: row.id,
    threshold: row.threshold,
    flowTimes: (at) => flowTimesOf(row, at),
    crossingStep: row.summary.crossingStep,
    stepsPerEpoch: row.spec.data ? (row.summary.stepsPerEpoch ?? 1) : null,
    columns: {},
  };
}

async function tailsOf(sql: Reader, ids: number[]): Promise<Tails> {
  const tails: Tails = new Map();
  for (const id of await withTail(sql, ids))
    try {
      tails.set(id, await readTail(sql, id));
    } catch (error) {
      if (!(error instanceof ArchiveFailure)) throw error;
      tails.set(id, error);
    }
  return tails;
}

function tailOf(tails: Tails, table: TableName): Map<number, Columns> {
  return new Map(
    [...tails].flatMap(([id, tail]) =>
      tail instanceof ArchiveFailure ? [] : [[id, tail[table]] as const],
    ),
  );
}
