/** What is looked at in an archive after a kill. Knows the tables, not the code that writes them. */
import { isDeepStrictEqual } from "node:util";
import type { RunDetail } from "../../core/contract/api";
import { tableNames, type Columns } from "../../core/series/columns";
import type { Archive } from "../../main/archive/archive";
import { Database, type Reader } from "../../main/archive/db";
import { openArchive } from "../../main/archive/open";
import type { Acknowledged } from "./program/lab-process";

/** A run with all its columns. */
export interface WholeRun {
  detail: RunDetail;
  tables: Record<(typeof tableNames)[number], Columns>;
}

export interface Findings {
  /** Acknowledged rows that were looked for, and those that were not found. */
  rows: number;
  lost: number;
  /** What is half there, a sentence each. */
  partial: string[];
  /** What SQLite says against the file. */
  broken: string[];
}

/** @param reference the run as it is when nothing disturbs it, by the name of the experiment */
export async function examine(
  path: string,
  { rows, statuses }: Acknowledged,
  reference: (name: string) => WholeRun | undefined,
): Promise<Findings & { runs: WholeRun[] }> {
  const archive = await openArchive(path);
  const runs: WholeRun[] = [];
  try {
    for (const { id } of await archive.listRuns())
      runs.push(await readWhole(archive, id));
  } finally {
    await archive.close();
  }
  const findings: Findings = { rows: 0, lost: 0, ...(await examineFile(path)) };
  const stored = new Map(runs.map((run) => [run.detail.id, run]));
  for (const [id, counts] of rows)
    for (const table of tableNames) {
      const found = stored.get(id)?.detail.rows[table] ?? 0;
      findings.rows += counts[table];
      findings.lost += Math.max(0, counts[table] - found);
    }
  for (const [id, status] of statuses) {
    const found = stored.get(id)?.detail.status;
    const isOver = !["queued", "running", "paused"].includes(status);
    if (!found || (isOver && found !== status))
      findings.partial.push(`Run ${id} was ${status} and is ${found}.`);
  }
  for (const run of runs) {
    findings.partial.push(...contradictions(run));
    const whole = reference(run.detail.spec.name);
    if (whole) findings.partial.push(...departures(run, whole));
  }
  return { ...findings, runs };
}

export async function readWhole(
  archive: Archive,
  id: number,
): Promise<WholeRun> {
  const detail = await archive.openRun(id);
  const tables: Partial<WholeRun["tables"]> = {};
  for (const table of tableNames) {
    const columns = detail.columns[table];
    tables[table] =
      columns.length === 0
        ? {}
        : await archive.readColumns({ runId: id, table, columns });
  }
  return { detail, tables: tables as WholeRun["tables"] };
}

/** The file by itself: what SQLite says of it, and whether its chunks fit together. */
export async function examineFile(
  path: string,
): Promise<Pick<Findings, "partial" | "broken">> {
  const db = await Database.open(path, { create: false, busyTimeout: 10_000 });
  try {
    return await db.read(async (sql) => ({
      partial: await crookedTables(sql),
      broken: await complaints(sql),
    }));
  } finally {
    await db.close();
  }
}

async function complaints(sql: Reader): Promise<string[]> {
  const integrity = await sql.all<{ integrity_check: string }>(
    "PRAGMA integrity_check",
  );
  const foreign = await sql.all<object>("PRAGMA foreign_key_check");
  return [
    ...integrity.map((row) => row.integrity_check).filter((s) => s !== "ok"),
    ...foreign.map((row) => JSON.stringify(row)),
  ];
}

async function crookedTables(sql: Reader): Promise<string[]> {
  const chunks = await sql.all<{
    run: number;
    table: string;
    column: string;
    chunks: number;
    last: number;
    rows: number;
    shortest: number;
  }>(`SELECT run_id AS run, table_name AS "table", column_name AS "column",
    count(*) AS chunks, max(chunk) AS last, sum(rows) AS rows,
    min(CASE WHEN length(data) = 8 * rows THEN rows ELSE 0 END) AS shortest
    FROM series GROUP BY 1, 2, 3`);
  const lengths = new Map<string, number>();
  return chunks.flatMap(
    ({ run, table, column, chunks, last, rows, shortest }) => {
      const where = `Run ${run}, ${table}.${column}`;
      const length = lengths.get(`${run} ${table}`) ?? rows;
      lengths.set(`${run} ${table}`, length);
      if (last !== chunks - 1) return [`${where} lacks chunks.`];
      if (shortest === 0) return [`${where} has a chunk of another length.`];
      return rows === length ? [] : [`${where}: ${rows} rows, not ${length}.`];
    },
  );
}

/** What a run says of itself in two ways. */
function contradictions({ detail, tables }: WholeRun): string[] {
  const { id, summary, rows } = detail;
  const found: string[] = [];
  const agree = (what: string, a: number | null, b: number | null) => {
    if (!Object.is(a, b)) found.push(`Run ${id}: ${what} is ${a} and ${b}.`);
  };
  const { steps, spectrum, batch } = tables;
  // With mini-batches the loss on all samples has a cadence of its own.
  const each = rows.batchSteps > 0 ? tables.batchSteps : steps;
  if (rows.steps > 0) {
    agree("the last step", summary.step, each.step.at(-1) ?? null);
    agree("the loss", summary.finalLoss, steps.loss.at(-1) ?? null);
    agree("the first loss", summary.initialLoss, steps.loss[0]);
    agree("the smallest loss", summary.minLoss, smallest(steps.loss));
    // The last measurement comes after the last row.
    const time = each.seconds.at(-1) ?? null;
    if (time === null || summary.seconds < time)
      agree("the time", summary.seconds, time);
  }
  if (rows.spectrum > 0)
    agree(
      "the sharpness",
      summary.finalSharpness,
      spectrum.lambda1.at(-1) ?? null,
    );
  if (rows.batch > 0)
    agree(
      "the batch sharpness",
      summary.finalBatchSharpness ?? null,
      batch.sharpness.at(-1) ?? null,
    );
  const crossing = detail.events.find(({ kind }) => kind === "crossing");
  agree("the crossing", summary.crossingStep, crossing?.step ?? null);
  return found;
}

/** Where a run, as far as it is, is not the beginning of the undisturbed one. */
function departures(run: WholeRun, whole: WholeRun): string[] {
  const { id, status } = run.detail;
  const found: string[] = [];
  for (const table of tableNames)
    for (const [name, column] of Object.entries(run.tables[table])) {
      if (name === "seconds") continue;
      const expected = whole.tables[table][name].subarray(0, column.length);
      if (!sameBits(column, expected))
        found.push(`Run ${id}: ${table}.${name} is not what it was.`);
    }
  const { events } = run.detail;
  if (!isDeepStrictEqual(events, whole.detail.events.slice(0, events.length)))
    found.push(`Run ${id}: its events are ${JSON.stringify(events)}.`);
  if (["running", "paused"].includes(status))
    found.push(`Run ${id} is ${status}, and nobody runs it.`);
  return found;
}

/** Whether two runs are the same in all but the time they took. */
export function isSame(run: WholeRun, whole: WholeRun): boolean {
  const numbers = ({ detail }: WholeRun) => [
    detail.status,
    { ...detail.summary, seconds: 0 },
    detail.events,
    detail.rows,
  ];
  return (
    departures(run, whole).length === 0 &&
    isDeepStrictEqual(numbers(run), numbers(whole))
  );
}

function sameBits(a: Float64Array, b: Float64Array): boolean {
  const bytes = (x: Float64Array) =>
    Buffer.from(x.buffer, x.byteOffset, x.byteLength);
  return bytes(a).equals(bytes(b));
}

function smallest(column: Float64Array): number {
  return column.reduce((least, x) => Math.min(least, x), Infinity);
}
