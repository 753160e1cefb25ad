/** Whether a run that is to be imported is in the archive already. */
import type { ExperimentSpec } from "../../core/experiment/spec";
import type { ImportedRun } from "../../core/export/capsule";
import {
  attributesOf,
  type RunAttributes,
} from "../../core/export/run-attributes";
import type { RunEvent } from "../../core/run/status";
import {
  rowCount,
  storedTables,
  type Columns,
  type StoredTable,
} from "../../core/series/columns";
import { isSameJson } from "../../core/text/same-json";
import type { Reader } from "./db";
import { readEvents } from "./events";
import { ArchiveFailure } from "./failure";
import { selectWhole } from "./runs";
import { columnNames, readColumns } from "./series";
import { selectTheory } from "./theory";

/** What a person cannot change; an analysis, which can be made and deleted at any time, is looked at on its own. */
const fixed = [
  "status",
  "createdAt",
  "threshold",
  "engine",
  "summary",
  "error",
  "expectation",
  "fork",
] as const;

/**
 * The number of a run that has all that this one would bring, but for its name and what a person has said of it: tags,
 * project, colour, notes and pins. Null where there is none; runs that are put aside or damaged do not count.
 */
export async function selectSame(
  sql: Reader,
  run: ImportedRun,
): Promise<number | null> {
  const begunThen = await sql.all<{ id: number }>(
    `SELECT id FROM runs WHERE created_at = ? AND deleted_at IS NULL ORDER BY id`,
    [run.createdAt],
  );
  for (const { id } of begunThen) if (await isSame(sql, id, run)) return id;
  return null;
}

async function isSame(sql: Reader, id: number, run: ImportedRun) {
  try {
    const kept = await selectWhole(sql, id);
    const events = await readEvents(sql, id);
    if (!isSameJson(facts(kept, events), facts(run, run.events))) return false;
    const theory = run.theory && (await selectTheory(sql, id));
    if (!isSameJson(theory, run.theory)) return false;
    for (const table of storedTables)
      if (table !== "theory" || theory)
        if (!isSameTable(await readTable(sql, id, table), run.records[table]))
          return false;
    return true;
  } catch (error) {
    if (error instanceof ArchiveFailure) return false;
    throw error;
  }
}

function facts(
  run: Pick<RunAttributes, (typeof fixed)[number]> & { spec: ExperimentSpec },
  events: RunEvent[],
) {
  return [{ ...run.spec, name: "" }, attributesOf(run, fixed), events];
}

async function readTable(sql: Reader, id: number, table: StoredTable) {
  const names = await columnNames(sql, id, table);
  return names.length === 0 ? {} : readColumns(sql, id, table, names);
}

function isSameTable(a: Columns, b: Columns): boolean {
  if (rowCount(a) === 0 && rowCount(b) === 0) return true;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => name in b && isSameColumn(a[name], b[name]))
  );
}

function isSameColumn(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((x, i) => Object.is(x, b[i]));
}
