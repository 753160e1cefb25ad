/** Rows of the table of runs as values by the names that the program has for them. */
import {
  attributeNames,
  runAttributes,
  type AttributeName,
  type RunAttributes,
} from "../../core/export/run-attributes";
import type { ExperimentSpec } from "../../core/experiment/spec";
import { LabFailure } from "../../core/errors";
import type { SqlValue, Writer } from "./db";
import { storedJson } from "./stored-json";

/** All columns but the number; see RunRow for what they mean. */
export interface RunValues extends RunAttributes {
  name: string;
  spec: ExperimentSpec;
  deletedAt: number | null;
  groupId: number | null;
  position: number | null;
  reproduces: number | null;
  parent: number | null;
  /** The process that runs it, see owner.ts; null for one that is over or waits. */
  owner: string | null;
}

type Column = keyof RunValues;

const jsonColumns = new Set<string>([
  "spec",
  ...attributeNames.filter((name) => runAttributes[name].isJson),
]);

export function isJsonColumn(name: string): boolean {
  return jsonColumns.has(name);
}

/** The name in SQL: `created_at`. */
export function sqlName(column: string): string {
  return column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Columns for a SELECT, each under the name that the program has for it. */
export function selected(columns: readonly Column[]): string {
  return columns.map((name) => `${sqlName(name)} AS ${name}`).join(", ");
}

/** Adds a run; answers with its number. */
export async function insertRow(
  sql: Writer,
  values: Partial<RunValues>,
): Promise<number> {
  const columns = namesIn(values);
  const { lastId } = await sql.run(
    `INSERT INTO runs (${columns.map(sqlName).join(", ")})
     VALUES (${columns.map(() => "?").join(", ")})`,
    columns.map((name) => toSql(name, values[name])),
  );
  return lastId;
}

/** Changes what is named. @throws LabFailure `not-found` */
export async function updateRow(
  sql: Writer,
  id: number,
  values: Partial<RunValues>,
) {
  const columns = namesIn(values);
  if (columns.length === 0) return;
  const { changes } = await sql.run(
    `UPDATE runs SET ${columns.map((name) => `${sqlName(name)} = ?`).join(", ")} WHERE id = ?`,
    [...columns.map((name) => toSql(name, values[name])), id],
  );
  if (changes === 0) throw notFound(id);
}

/** A row as it was read, with its JSON parsed. @throws ArchiveFailure `archive-damaged` */
export function fromSql<Row extends { id: number }>(
  stored: Record<string, unknown>,
): Row {
  const { id } = stored as { id: number };
  return Object.fromEntries(
    Object.entries(stored).map(([name, value]) => [
      name,
      jsonColumns.has(name) && !(value === null && mayBeNull(name))
        ? storedJson(value, `run ${id}`)
        : value,
    ]),
  ) as Row;
}

export function notFound(id: number) {
  return new LabFailure({
    code: "not-found",
    message: `There is no run ${id} in the archive.`,
  });
}

/** What stands in the place of attributes that cannot be read any more. */
export function blanksOf(names: AttributeName[]): Partial<RunValues> {
  return Object.fromEntries(
    names.map((name) => {
      const attribute = runAttributes[name];
      return [name, "blank" in attribute ? attribute.blank : null];
    }),
  );
}

function mayBeNull(name: string): boolean {
  const attribute = runAttributes[name as AttributeName] as
    { blank?: unknown } | undefined;
  return attribute?.blank === null;
}

function namesIn(values: Partial<RunValues>): Column[] {
  return (Object.keys(values) as Column[]).filter(
    (name) => values[name] !== undefined,
  );
}

function toSql(name: string, value: unknown): SqlValue {
  return jsonColumns.has(name) && value !== null
    ? JSON.stringify(value)
    : (value as SqlValue);
}
