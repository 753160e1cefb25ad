/** Curves in a CSV file: of any program, of TensorBoard, of Weights & Biases. */
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="../data/csv/papaparse.d.ts" />
import Papa from "papaparse";
import { cellNumber, refused, tableOf, type CurveTable } from "./table";

const separators = [",", ";", "\t"];
const mostRows = 5_000_000;

interface Line {
  /** From 1. */
  number: number;
  cells: string[];
}

/** @throws LabFailure `file` that names the line */
export function readCsv(text: string): CurveTable {
  const [head, ...rest] = linesOf(text.replaceAll(/\r\n?/g, "\n"));
  if (!head) throw refused("It is empty.");
  const hasNames = head.cells.some((cell) => cellNumber(cell) === undefined);
  const names = hasNames
    ? head.cells.map((cell, i) => cell.trim() || `column ${i + 1}`)
    : head.cells.map((_, i) => `column ${i + 1}`);
  const lines = hasNames ? rest : [head, ...rest];
  if (lines.length === 0) throw refused("It has a header but no rows.");
  for (const { number, cells } of lines)
    if (cells.length !== names.length)
      throw refused(
        `Line ${number} has ${cells.length} cell${cells.length === 1 ? "" : "s"}, and the first line has ${names.length}.`,
        "Each line must have one cell for each column; a cell may be empty.",
      );
  requireDifferent(names);
  return tableOf(
    formatOf(names),
    names,
    lines.map(({ cells }) => cells),
    (row) => `line ${lines[row].number}`,
  );
}

/** The lines that are not empty. */
function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  const end = text.indexOf("\n");
  const delimiter = separatorOf(end < 0 ? text : text.slice(0, end));
  let number = 1;
  let from = 0;
  Papa.parse(text, {
    delimiter,
    newline: "\n",
    step({ data, errors, meta }) {
      if (errors.some(({ code }) => code === "MissingQuotes"))
        throw refused(
          `Line ${number} opens a quotation mark that is never closed.`,
        );
      if (data.length > 1 || data[0].trim() !== "")
        lines.push({ number, cells: data });
      if (lines.length > mostRows)
        throw refused(
          "It has more than 5,000,000 lines.",
          "Export fewer rows.",
        );
      number += text.slice(from, meta.cursor).split("\n").length - 1;
      from = meta.cursor;
    },
  });
  return lines;
}

function separatorOf(head: string): string {
  const counts = separators.map((one) => head.split(one).length);
  return separators[counts.indexOf(Math.max(...counts))];
}

function requireDifferent(names: readonly string[]) {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw refused(
      `Two columns of line 1 are called ${twice}.`,
      "Rename one of them.",
    );
}

export const tensorboard = "TensorBoard scalars";

function formatOf(names: readonly string[]): string {
  if (names.join() === "Wall time,Step,Value") return tensorboard;
  const isWandb = names.some(
    (name) => name === "_step" || / - .*__(MIN|MAX)$/.test(name),
  );
  return isWandb ? "Weights & Biases CSV file" : "CSV file";
}
