/**
 * Curves in JSON: a list of records (histories of Weights & Biases), an object of lists (what programs in a browser
 * keep), or TensorBoard's list of [wall time, step, value]. Records may also stand one on each line.
 */
import { parseJson } from "../text/parse-json";
import { tensorboard } from "./csv";
import { refused, tableOf, type CurveTable } from "./table";

/** How deep lists are looked for. */
const deepest = 4;

/** @throws LabFailure `file` that names the line or the entry */
export function readJson(text: string): CurveTable {
  const whole = parsed(text);
  if (whole === undefined) return readLines(text);
  const found = tableIn(whole, "", 0);
  if (found) return found;
  throw refused(
    "It is JSON, but it contains no curves: neither a list of records nor an object with lists of numbers.",
    'Curves look like [{"step": 0, "loss": 2.3}, …] or {"step": [0, …], "loss": [2.3, …]}.',
  );
}

/** Undefined where the text is not one value. */
function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch (thrown) {
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    if (lines.length > 1 && isRecord(oneLine(lines[0]))) return undefined;
    throw refused(`It is not JSON: ${(thrown as Error).message}.`);
  }
}

function oneLine(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function readLines(text: string): CurveTable {
  const records: Record<string, unknown>[] = [];
  const numbers: number[] = [];
  text.split("\n").forEach((line, i) => {
    if (line.trim() === "") return;
    const record = oneLine(line);
    if (!isRecord(record))
      throw refused(`Line ${i + 1} is not a record in JSON.`);
    records.push(record);
    numbers.push(i + 1);
  });
  return ofRecords(records, (row) => `line ${numbers[row]}`);
}

function tableIn(
  value: unknown,
  path: string,
  depth: number,
): CurveTable | null {
  if (Array.isArray(value)) {
    if (value.length === 0) return null;
    const entry = (row: number) => `entry ${row + 1}${path && ` of ${path}`}`;
    if (value.every(isRecord)) return ofRecords(value, entry);
    if (value.every(isTriple))
      return tableOf(tensorboard, ["Wall time", "Step", "Value"], value, entry);
    return null;
  }
  if (!isRecord(value) || depth > deepest) return null;
  const lists = Object.entries(value).filter(
    (one): one is [string, unknown[]] => isListOfNumbers(one[1]),
  );
  if (lists.length > 0) return ofLists(lists, path);
  for (const [key, inner] of Object.entries(value)) {
    const found = tableIn(inner, path ? `${path}.${key}` : key, depth + 1);
    if (found) return found;
  }
  return null;
}

function ofRecords(
  records: readonly Record<string, unknown>[],
  place: (row: number) => string,
): CurveTable {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const format = names.includes("_step")
    ? "Weights & Biases history"
    : "JSON records";
  const rows = records.map((record) => names.map((name) => record[name]));
  return tableOf(format, names, rows, place);
}

function ofLists(lists: [string, unknown[]][], path: string): CurveTable {
  const [[first, { length }]] = lists;
  const other = lists.find(([, list]) => list.length !== length);
  if (other)
    throw refused(
      `The list ${path && `${path}.`}${other[0]} has ${other[1].length} entries, and ${path && `${path}.`}${first} has ${length}.`,
      "Lists of one run must be equally long.",
    );
  return tableOf(
    "JSON lists",
    lists.map(([name]) => name),
    Array.from({ length }, (_, row) => lists.map(([, list]) => list[row])),
    (row) => `entry ${row + 1}`,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTriple(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.length === 3;
}

/** What stands for a number that JSON does not have is allowed. */
function isListOfNumbers(value: unknown): value is unknown[] {
  return (
    Array.isArray(value) &&
    value.some((one) => typeof one === "number") &&
    value.every(
      (one) => one === null || ["number", "string"].includes(typeof one),
    )
  );
}
