import { quoted } from "./cell";
import type { Table } from "./fill";
import type { Column, TablePlan } from "./table";
import type { CsvSpec } from "./fields";
import { grouped } from "../../text/grouped";
import { listed as inSentence } from "../../text/listed";

/** Names of columns that number the rows. */
const numbering =
  /^(?:id|index|idx|nr|no|row(?:[ _]?(?:id|nr|no|number))?|unnamed: \d+|#)$/i;

interface Training {
  /** [samples, width of the inputs], missing values filled, not standardised. */
  inputs: Float64Array;
  /** [samples, targets], as in the table. */
  targets: Float64Array;
}

/** What is odd about a table that can be read all the same, a sentence each. */
export function cautionsOf(
  spec: CsvSpec,
  plan: TablePlan,
  table: Table,
  training: Training,
): string[] {
  const counting = plan.inputs.filter(
    (column) => column.kind === "number" && numbersRows(column, plan.rows),
  );
  return [
    gapCaution(spec, plan, table),
    counting.length > 0
      ? `${listed(counting.map(({ label }) => label))} ${counting.length === 1 ? "seems to number the rows and is an input" : "seem to number the rows and are inputs"}: put ${counting.length === 1 ? "it" : "them"} into "ignore" unless ${counting.length === 1 ? "it means" : "they mean"} something.`
      : null,
    sameCaution(plan.inputs, training.inputs, table.width),
    manyWords(plan.inputs, plan.rows),
    ...plan.targets.map((column, i) =>
      targetCaution(column, i, plan.targets.length, training.targets),
    ),
  ].filter((caution) => caution !== null);
}

function gapCaution(
  { missing }: CsvSpec,
  { rows, inputs }: TablePlan,
  { gaps }: Table,
): string | null {
  if (gaps === 0) return null;
  const share = `${grouped(gaps)} of ${grouped(rows)} rows`;
  if (missing === "drop")
    return `${share} ${gaps === 1 ? "lacks a value and was" : "lack a value and were"} left out.`;
  const own = inputs.filter(({ scan }) => scan.counts.missing);
  return `Missing values in ${share} were filled with the mean of the training samples: ${listed(own.map(({ label }) => label))}.`;
}

/** Whether a column of numbers seems to number the rows. @param rows how many there are */
export function numbersRows(
  { index, name, scan }: Pick<Column, "index" | "name" | "scan">,
  rows: number,
): boolean {
  if (rows < 3) return false;
  const isWhole = Object.keys(scan.counts).every(
    (found) => found === "whole" || found === "missing",
  );
  if (name === null) return index === 0 && scan.order === "by-one";
  if (name === "") return isWhole && scan.order !== null;
  return isWhole && numbering.test(name);
}

/** Inputs that are the same in all training samples. */
function sameCaution(
  inputs: Column[],
  rows: Float64Array,
  width: number,
): string | null {
  const isSame = (at: number) => {
    for (let i = at; i < rows.length; i += width)
      if (rows[i] !== rows[at]) return false;
    return true;
  };
  const same: string[] = [];
  let at = 0;
  for (const column of inputs) {
    for (let i = 0; i < column.width; i++)
      if (isSame(at + i))
        same.push(
          column.classes && column.width > 1
            ? `${quoted(column.classes.names[i])} of ${column.label}`
            : column.label,
        );
    at += column.width;
  }
  if (same.length === 0 || rows.length <= width) return null;
  return `${listed(same)} ${same.length === 1 ? "is" : "are"} the same in all training samples, so ${same.length === 1 ? "it carries" : "they carry"} no information.`;
}

function manyWords(inputs: Column[], rows: number): string | null {
  const many = inputs.filter(({ width }) => width > 20 && width > rows / 2);
  if (many.length === 0) return null;
  return `${listed(many.map(({ label, width }) => `${label} (${grouped(width)} words)`))} ${many.length === 1 ? "has" : "have"} a different word in nearly every row, and each word becomes an input. Put such columns into "ignore".`;
}

function targetCaution(
  { classes, label }: Column,
  at: number,
  width: number,
  targets: Float64Array,
): string | null {
  // Of classes it is said which ones training lacks.
  if (classes) return null;
  const own = new Set<number>();
  for (let i = at; i < targets.length; i += width) own.add(targets[i]);
  return own.size === 1 && targets.length > width
    ? `The target ${label} is ${[...own][0]} in all training samples.`
    : null;
}

/** A list at the beginning of a sentence. */
function listed(names: string[]): string {
  const text = inSentence(names);
  return text[0].toUpperCase() + text.slice(1);
}
