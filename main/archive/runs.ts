/** The table of runs. Every function works within the transaction of its caller. */
import type { RunDetail, RunRow } from "../../core/contract/api";
import { LabFailure, type LabError } from "../../core/errors";
import type { Pin } from "../../core/contract/organise";
import { limits, withoutNul } from "../../core/schema/fields";
import type { ExperimentSpec } from "../../core/experiment/spec";
import { validateExperiment } from "../../core/experiment/validate";
import {
  emptySummary,
  type EngineInfo,
  type RunSummary,
} from "../../core/run/summary";
import type { FinalStatus, RunStatus } from "../../core/run/status";
import { optimizers } from "../../core/optimizers";
import type { Reader, SqlValue, Writer } from "./db";
import { isRefusedRow, notAsStored } from "./failure";
import { storedJson } from "./stored-json";

interface StoredRun {
  id: number;
  name: string;
  status: RunStatus;
  createdAt: number;
  threshold: number;
  spec: string;
  summary: string;
  tags: string;
  project: string;
  colour: number | null;
  notes: string;
  deletedAt: number | null;
  groupId: number | null;
  groupName: string | null;
  position: number | null;
  reproduces: number | null;
  expectation: string | null;
}

/** The summary of a run that is going is with its newest rows. */
const columns = `id, name, status, created_at AS createdAt, threshold, spec,
  CASE WHEN owner IS NULL THEN summary ELSE coalesce((SELECT t.summary FROM tails t
    WHERE t.run_id = runs.id ORDER BY t.place DESC LIMIT 1), summary) END AS summary, tags, project,
  colour, notes, deleted_at AS deletedAt, group_id AS groupId,
  (SELECT g.name FROM run_groups g WHERE g.id = group_id) AS groupName, position, reproduces,
  expectation`;

/** Adds a run that is about to start; answers with its number. */
export async function insertRun(
  sql: Writer,
  spec: ExperimentSpec,
  threshold: number,
  owner: string,
): Promise<number> {
  const { lastId } = await sql.run(
    `INSERT INTO runs (name, status, created_at, threshold, spec, summary, owner)
     VALUES (?, 'running', ?, ?, ?, ?, ?)`,
    [
      spec.name,
      Date.now(),
      threshold,
      JSON.stringify(spec),
      JSON.stringify(emptySummary),
      owner,
    ],
  );
  return lastId;
}

/** All runs that are not put aside, newest first. */
export async function selectRuns(sql: Reader): Promise<RunRow[]> {
  const stored = await sql.all<StoredRun>(
    `SELECT ${columns} FROM runs WHERE deleted_at IS NULL ORDER BY created_at DESC, id DESC`,
  );
  return stored.map(toRow);
}

/** The runs put aside, the last one first. */
export async function selectDeleted(sql: Reader): Promise<RunRow[]> {
  const stored = await sql.all<StoredRun>(
    `SELECT ${columns} FROM runs WHERE deleted_at IS NOT NULL ORDER BY deleted_at DESC, id DESC`,
  );
  return stored.map(toRow);
}

/** @throws LabFailure `not-found` */
export async function selectRun(sql: Reader, id: number): Promise<RunRow> {
  const stored = await sql.get<StoredRun>(
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
  const only = await sql.get<Record<"engine" | "error" | "pins", string>>(
    `SELECT coalesce(engine, 'null') AS engine, coalesce(error, 'null') AS error, pins
     FROM runs WHERE id = ?`,
    [id],
  );
  if (!only) throw notFound(id);
  return {
    ...row,
    engine: storedJson<EngineInfo | null>(only.engine, `run ${id}`),
    error: storedJson<LabError | null>(only.error, `run ${id}`),
    pins: storedJson<Pin[]>(only.pins, `run ${id}`),
  };
}

/** @throws LabFailure `not-found` */
export async function updateEngine(
  sql: Writer,
  id: number,
  engine: EngineInfo,
) {
  await update(sql, id, "engine = ?", [JSON.stringify(engine)]);
}

/** @throws LabFailure `not-found` */
export async function updateSummary(
  sql: Writer,
  id: number,
  summary: RunSummary,
) {
  await update(sql, id, "summary = ?", [JSON.stringify(summary)]);
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

/** @throws LabFailure `not-found`, or `bad-request` for an empty or overlong name */
export async function updateName(sql: Writer, id: number, name: string) {
  const trimmed = name.trim();
  if (trimmed.length < 1 || trimmed.length > limits.name)
    throw new LabFailure({
      code: "bad-request",
      message: `A name must have 1 to ${limits.name} characters.`,
    });
  if (!withoutNul.test(trimmed))
    throw new LabFailure({
      code: "bad-request",
      message: "A name must not contain the character of code 0.",
    });
  await update(sql, id, "name = ?", [trimmed]);
}

/** Lets a run that is over go on, under a new owner, with the summary it had there. */
export async function reopenRun(
  sql: Writer,
  id: number,
  owner: string,
  summary: RunSummary,
) {
  await update(
    sql,
    id,
    "status = 'running', owner = ?, error = NULL, summary = ?",
    [owner, JSON.stringify(summary)],
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

/** Sets columns of a run. @throws LabFailure `not-found` */
export async function update(
  sql: Writer,
  id: number,
  set: string,
  values: SqlValue[],
) {
  const { changes } = await sql.run(`UPDATE runs SET ${set} WHERE id = ?`, [
    ...values,
    id,
  ]);
  if (changes === 0) throw notFound(id);
}

function toRow(stored: StoredRun): RunRow {
  const parse = <T>(json: string) => storedJson<T>(json, `run ${stored.id}`);
  return {
    ...stored,
    spec: experiment(parse(stored.spec)),
    summary: parse(stored.summary),
    tags: parse(stored.tags),
    expectation: parse(stored.expectation ?? "null"),
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
  if (measure && "test" in measure && isComplete) return spec;
  const validation = validateExperiment(spec);
  return validation.ok ? validation.spec : spec;
}

function notFound(id: number) {
  return new LabFailure({
    code: "not-found",
    message: `There is no run ${id} in the archive.`,
  });
}
