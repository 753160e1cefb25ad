import { LabFailure } from "../errors";
import {
  rowCount,
  storedTables,
  type Columns,
  type Tables,
  type StoredTable,
} from "../series/columns";
import { fromJsonNumber } from "./json-numbers";

const columnName = /^[A-Za-z][A-Za-z0-9]{0,39}$/;
const mostColumns = 500;

/**
 * The series of a result file as tables.
 * @throws LabFailure `file` for a column that is none, columns of different lengths, and steps that
 *   do not ascend
 */
export function readSeries(series: unknown): Tables {
  if (typeof series !== "object" || series === null || Array.isArray(series))
    throw refusal("result.series: must be columns by their names.");
  const columns = Object.entries(series);
  if (columns.length > mostColumns)
    throw refusal(`result.series: has more than ${mostColumns} columns.`);
  const records = Object.fromEntries(
    storedTables.map((table) => [table, {} as Columns]),
  ) as Tables;
  for (const [path, values] of columns) {
    const { table, name } = placeOf(path);
    records[table][name] = readColumn(path, values);
  }
  for (const table of storedTables) checkTable(table, records[table]);
  return records;
}

function placeOf(path: string): { table: StoredTable; name: string } {
  const dot = path.indexOf(".");
  const table = storedTables.find(
    (known) =>
      known === (dot < 0 ? "steps" : path.slice(0, dot)) &&
      (dot < 0 || known !== "steps"),
  );
  const name = path.slice(dot + 1);
  if (!table || !columnName.test(name))
    throw refusal(`result.series: "${path.slice(0, 60)}" is not a column.`);
  return { table, name };
}

function readColumn(path: string, values: unknown): Float64Array {
  if (!Array.isArray(values))
    throw refusal(`result.series.${path}: must be a list of numbers.`);
  const column = new Float64Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const number = fromJsonNumber(values[row]);
    if (number === undefined)
      throw refusal(
        `result.series.${path}[${row}]: must be a number, null for NaN, "Infinity", "-Infinity" or "-0".`,
      );
    column[row] = number;
  }
  return column;
}

function checkTable(table: StoredTable, columns: Columns) {
  const names = Object.keys(columns);
  if (names.length === 0) return;
  const prefix = table === "steps" ? "" : `${table}.`;
  const { step } = columns;
  if (!Object.hasOwn(columns, "step"))
    throw refusal(`result.series.${prefix}step: is missing.`);
  const short = names.find(
    (name) => columns[name].length !== rowCount({ step }),
  );
  if (short)
    throw refusal(
      `result.series.${prefix}${short}: must be as long as ${prefix}step, ${step.length} rows.`,
    );
  for (let row = 0; row < step.length; row++)
    if (!Number.isFinite(step[row]) || (row > 0 && step[row] <= step[row - 1]))
      throw refusal(`result.series.${prefix}step[${row}]: must ascend.`);
}

function refusal(message: string) {
  return new LabFailure({ code: "file", message });
}
