import { isMissing, isNumber, kindOf, quoted } from "./cell";
import type { CsvSpec } from "./fields";
import { badField } from "../refuse";

/** The names of the columns, null where the first row is a sample. */
export interface Header {
  names: string[] | null;
  caution: string | null;
}

/**
 * Whether the first row names the columns. It does where more of its cells are unlike the cells below (a
 * word above numbers) than like them (a number above numbers, a word that comes again).
 * @param rows the first rows of the file
 * @throws LabFailure where it does not, and the experiment does not say what the row is
 */
export function judgeHeader(
  { header, path }: Pick<CsvSpec, "header" | "path">,
  rows: string[][],
): Header {
  if (header === false || rows.length === 0)
    return { names: null, caution: null };
  const [names, ...below] = rows;
  const likenesses = names.map((name, i) => likeness(name, below, i));
  const alike = names.filter((_, i) => likenesses[i] === "alike");
  const unlike = names.filter((_, i) => likenesses[i] === "unlike");
  const some = `${alike.slice(0, 4).map(quoted).join(", ")}${alike.length > 4 ? ", …" : ""}`;
  const are = alike.length === 1 ? "is" : "are";
  if (header === undefined && below.length > 0 && alike.length >= unlike.length)
    throw badField(
      "data.header",
      alike.length > 0
        ? `${path}, row 1 looks like data: ${some} ${are} like the cells below it.`
        : `${path}, row 1 may contain column names or a sample: its cells are words, like those below.`,
      'Set "header": false if row 1 is a sample, or "header": true if it names the columns.',
    );
  return {
    names,
    caution:
      alike.length === 0
        ? null
        : `Row 1 was read as column names, but ${some} ${are} like the cells below it.`,
  };
}

function likeness(
  name: string,
  below: string[][],
  column: number,
): "alike" | "unlike" | "neither" {
  const cells = below
    .map((row) => row[column] ?? "")
    .filter((cell) => !isMissing(cell));
  if (cells.length === 0 || isMissing(name)) return "neither";
  const own = groupOf(name);
  const [group, ...others] = new Set(cells.map(groupOf));
  if (others.length === 0 && group !== "word")
    return own === group ? "alike" : own === "word" ? "unlike" : "neither";
  return cells.includes(name) ? "alike" : "neither";
}

function groupOf(cell: string): "number" | "truth" | "word" {
  const kind = kindOf(cell);
  if (isNumber(kind)) return "number";
  return kind === "truth" ? kind : "word";
}
