/** The table of runs. Every function works within the transaction of its caller. */
import type { RunDetail, RunPage, RunRow } from "../../core/contract/api";
import type { LabError } from "../../core/errors";
import type { ExperimentSpec } from "../../core/experiment/spec";
import { valueAt } from "../../core/experiment/path";
import { validateExperiment } from "../../core/experiment/validate";
import {
  attributeNames,
  detailAttributes,
  type AttributeName,
  type DetailAttribute,
} from "../../core/export/run-attributes";
import { measurements } from "../../core/measurements";
import { optimizers } from "../../core/optimizers";
import type { Fork } from "../../core/run/fork";
import type { FinalStatus } from "../../core/run/status";
import { emptySummary } from "../../core/run/summary";
import { z } from "zod";
import type { Reader, Writer } from "./db";
import { isRefusedRow, notAsStored } from "./failure";
import {
  fromSql,
  insertRow,
  isJsonColumn,
  notFound,
  selected,
  sqlName,
} from "./run-columns";

/** A row as it was read. */
type Stored = Record<string, unknown> & { id: number };

/** What is read of each run, in SQL by the name that the program has for it. */
const expressions: Record<string, string> = {
  id: "id",
  ...Object.fromEntries(
    (
      [
        "name",
        "spec",
        ...attributeNames.filter(
          (name) => name !== "summary" && !isDetail(name),
        ),
        "deletedAt",
        "groupId",
        "position",
        "reproduces",
        "parent",
      ] as const
    ).map((name) => [name, sqlName(name)]),
  ),
  // The summary of a run that is going is with its newest rows.
  summary: `CASE WHEN owner IS NULL THEN summary ELSE coalesce((SELECT t.summary FROM tails t
    WHERE t.run_id = runs.id ORDER BY t.place DESC LIMIT 1), summary) END`,
  groupName: `(SELECT g.name FROM run_groups g WHERE g.id = group_id)`,
  parameters: `CASE WHEN json_valid(engine) THEN json_extract(engine, '$.parameters') END`,
  keptBytes: `CASE WHEN EXISTS (SELECT 1 FROM kept_checkpoints) THEN
    (SELECT total(length(k.data) + length(k.state)) FROM kept_checkpoints k WHERE k.run_id = runs.id
      AND k.step > coalesce(CASE WHEN json_valid(fork) THEN json_extract(fork, '$.step') END, -1))
    ELSE 0 END`,
};

const named = (names: string[]) =>
  names.map((name) => `${expressions[name]} AS ${name}`).join(", ");

const columns = named(Object.keys(expressions));

/**
 * Columns that SQLite writes as JSON, all in one: the driver takes its time for each column of a row. Not those that
 * are JSON already, nor real numbers, of which SQLite writes 15 digits.
 */
const plain = Object.keys(expressions).filter(
  (name) => !isJsonColumn(name) && name !== "threshold",
);
const others = Object.keys(expressions).filter((name) => !plain.includes(name));
const columnsForJson = `json_object(${plain
  .map((name) => `'${name}', ${expressions[name]}`)
  .join(", ")}) AS plain, ${named(others)}`;

function isDetail(name: AttributeName): name is DetailAttribute {
  return (detailAttributes as readonly AttributeName[]).includes(name);
}

/** What a fork comes from: the number of its parent, which may be gone, and what it says of it. */
export interface Origin {
  parent: number | null;
  fork: Fork;
}

/** Adds a run that is about to start; answers with its number. */
export function insertRun(
  sql: Writer,
  spec: ExperimentSpec,
  threshold: number | null,
  owner: string,
  origin: Origin | null,
): Promise<number> {
  return insertRow(sql, {
    ...origin,
    name: spec.name,
    spec,
    status: "running",
    createdAt: Date.now(),
    threshold,
    summary: emptySummary,
    owner,
  });
}

/** Runs that are not put aside, newest first; its values are those of `placeOf`. */
const listed = `FROM runs WHERE deleted_at IS NULL AND (created_at, id) < (?, ?)
  ORDER BY created_at DESC, id DESC LIMIT ?`;

/** Where a page of the list begins and how long it is. */
function placeOf(page?: RunPage): number[] {
  const { after = null, most = -1 } = page ?? {};
  return [after?.createdAt ?? Infinity, after?.id ?? 0, most];
}

/** All runs that are not put aside, newest first; or a page of them. */
export async function selectRuns(
  sql: Reader,
  page?: RunPage,
): Promise<RunRow[]> {
  const stored = await sql.all<Stored>(
    `SELECT ${columns} ${listed}`,
    placeOf(page),
  );
  return stored.map(toRow);
}

/**
 * The same as JSON text, made of the texts as they are stored: ten thousand runs are not parsed for that.
 * @returns null where a run has to be looked at first: one of an earlier version, or damage
 */
export async function selectRunsAsJson(
  sql: Reader,
  page?: RunPage,
): Promise<string | null> {
  const stored = await sql.all<StoredText>(
    `SELECT ${columnsForJson}, ${isWhole} AS isWhole ${listed}`,
    placeOf(page),
  );
  const texts = stored.map(rowAsJson);
  return texts.includes(null) ? null : `[${texts.join(",")}]`;
}

/** The fields of what is always measured that every experiment of today has, e.g. `sharpness.k`. */
const measured = measurements.flatMap((one) =>
  "isOptional" in one
    ? []
    : Object.entries<z.ZodType>(one.schema.shape)
        .filter(([, field]) => !(field instanceof z.ZodOptional))
        .map(([field]) => `${one.name}.${field}`),
);

/** Whether an experiment has all of some fields; one look at its JSON, which ten thousand rows notice. */
function areThere(fields: string[]): string {
  const paths = fields.map((field) => `'$.${field}'`).join(", ");
  return `instr(json_extract(spec, ${paths}), 'null') = 0`;
}

/** Whether all JSON of a row can be read and its experiment has every field of today, see `experiment` below. */
const isWhole = `coalesce(json_valid(spec) AND json_valid(summary) AND json_valid(tags)
  AND (expectation IS NULL OR json_valid(expectation)) AND (fork IS NULL OR json_valid(fork))
  AND ${areThere(measured.map((path) => `measure.${path}`))}
  AND CASE json_extract(spec, '$.optimizer.kind') ${optimizers
    .map(
      ({ name, schema }) =>
        `WHEN '${name}' THEN ${areThere(Object.keys(schema.shape).map((field) => `optimizer.${field}`))}`,
    )
    .join(" ")} END, 0)`;

type StoredText = Record<string, unknown> & { plain: string; isWhole: number };

function rowAsJson(row: StoredText): string | null {
  const { plain, isWhole, threshold } = row;
  // JSON has no infinities.
  const isNumber = threshold === null || Number.isFinite(threshold);
  if (isWhole !== 1 || !isNumber) return null;
  const parts = [plain.slice(0, -1)];
  for (const name of others)
    parts.push(`"${name}":${String(row[name] ?? null)}`);
  return `${parts.join(",")}}`;
}

/** The runs put aside, the last one first. */
export async function selectDeleted(sql: Reader): Promise<RunRow[]> {
  const stored = await sql.all<Stored>(
    `SELECT ${columns} FROM runs WHERE deleted_at IS NOT NULL ORDER BY deleted_at DESC, id DESC`,
  );
  return stored.map(toRow);
}

/** Those of some runs that are there, put aside or not, newest first. */
export async function selectSome(
  sql: Reader,
  ids: number[],
): Promise<RunRow[]> {
  const stored = await sql.all<Stored>(
    `SELECT ${columns} FROM runs WHERE id IN (${ids.map(() => "?").join(", ")})
     ORDER BY created_at DESC, id DESC`,
    ids,
  );
  return stored.map(toRow);
}

/** @throws LabFailure `not-found` */
export async function selectRun(sql: Reader, id: number): Promise<RunRow> {
  const stored = await sql.get<Stored>(
    `SELECT ${columns} FROM runs WHERE id = ?`,
    [id],
  );
  if (!stored) throw notFound(id);
  return toRow(stored);
}

/** @throws LabFailure `not-found` */
export async function requireRun(sql: Reader, id: number) {
  if (!(await sql.get(`SELECT 1 FROM runs WHERE id = ?`, [id])))
    throw notFound(id);
}

/** A run with what only its own page shows. @throws LabFailure `not-found` */
export async function selectWhole(
  sql: Reader,
  id: number,
): Promise<RunRow & Pick<RunDetail, "engine" | "error" | "pins">> {
  const row = await selectRun(sql, id);
  const only = await sql.get<Stored>(
    `SELECT id, ${selected(["engine", "error", "pins"])} FROM runs WHERE id = ?`,
    [id],
  );
  if (!only) throw notFound(id);
  return { ...row, ...fromSql<RunDetail>(only) };
}

/** Running or paused; a run that is over stays as it is. */
export async function updateActivity(
  sql: Writer,
  id: number,
  status: "running" | "paused",
) {
  await sql.run(
    `UPDATE runs SET status = ? WHERE id = ? AND owner IS NOT NULL`,
    [status, id],
  );
}

/** Ends a run. The first end counts: a run that is over stays as it is. */
export async function endRun(
  sql: Writer,
  id: number,
  status: FinalStatus,
  error: LabError | null,
) {
  await sql.run(
    `UPDATE runs SET status = ?, error = ?, owner = NULL WHERE id = ? AND owner IS NOT NULL`,
    [status, error && JSON.stringify(error), id],
  );
}

/** Processes that have runs going. */
export async function selectOwners(sql: Reader): Promise<string[]> {
  const rows = await sql.all<{ owner: string }>(
    `SELECT DISTINCT owner FROM runs WHERE owner IS NOT NULL`,
  );
  return rows.map(({ owner }) => owner);
}

/**
 * Ends the runs of a process that is gone; answers with their numbers.
 * @throws ArchiveFailure `archive-damaged`
 */
export async function interruptRunsOf(
  sql: Writer,
  owner: string,
): Promise<number[]> {
  try {
    const rows = await sql.all<{ id: number }>(
      `UPDATE runs SET status = 'interrupted', owner = NULL WHERE owner = ? RETURNING id`,
      [owner],
    );
    return rows.map(({ id }) => id);
  } catch (error) {
    throw isRefusedRow(error) ? notAsStored("a run that was going") : error;
  }
}

function toRow(stored: Stored): RunRow {
  const row = fromSql<RunRow>(stored);
  return {
    ...row,
    spec: experiment(row.spec),
    fork: row.fork && forked(row.fork),
  };
}

function forked(fork: Fork): Fork {
  const { parent, earlier } = fork;
  return {
    ...fork,
    parent: { ...parent, spec: experiment(parent.spec) },
    earlier: earlier.map((leg) => ({ ...leg, spec: experiment(leg.spec) })),
  };
}

/**
 * An experiment of an earlier version lacks the fields that came later; they have their defaults. A
 * damaged one may lack any.
 */
function experiment(spec: ExperimentSpec): ExperimentSpec {
  const { measure, optimizer } = spec as Partial<ExperimentSpec>;
  const names = optimizers.find(({ name }) => name === optimizer?.kind)?.schema
    .shape;
  const isComplete = Object.keys(names ?? {}).every(
    (name) => optimizer && name in optimizer,
  );
  const isMeasured = measured.every(
    (path) => valueAt({ measure }, `measure.${path}`) !== undefined,
  );
  if (isMeasured && isComplete) return spec;
  const validation = validateExperiment(spec);
  return validation.ok ? validation.spec : spec;
}
