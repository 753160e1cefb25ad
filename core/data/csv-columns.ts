import { asNumber } from "./csv-cell";
import type { Source } from "./files";
import { badField, badFile } from "./refuse";
import { grouped } from "../text/grouped";

/** The columns of a CSV file. */
export interface CsvColumns {
  count: number;
  /** Index of the target. */
  target: number;
  /** How a message calls a column: its name, or its number from 1. */
  label(index: number): string;
}

/** @param first the cells of the first row */
export function readColumns(spec: Source<"csv">, first: string[]): CsvColumns {
  const { path } = spec;
  if (first.length < 2)
    throw badFile(
      `${path} has one column only; it needs at least one column of inputs and one of targets.`,
      "Separate the columns by commas, semicolons or tabs.",
    );
  const names = spec.header ? first.map((name) => name.trim()) : null;
  if (names) checkNames(names, path);
  return {
    count: first.length,
    target: findTarget(spec, first.length, names),
    label: (index) =>
      names?.[index] ? `column "${names[index]}"` : `column ${index + 1}`,
  };
}

function checkNames(names: string[], path: string) {
  if (names.every((name) => asNumber(name, true) !== null))
    throw badFile(
      `${path}, row 1: all names of columns are numbers, so this seems to be a row of data.`,
      'Set "header": false if the file has no names, or give the columns names.',
    );
  const seen = new Map<string, number>();
  for (const [index, name] of names.entries()) {
    const earlier = seen.get(name);
    if (earlier !== undefined)
      throw badFile(
        `${path}, row 1: columns ${earlier + 1} and ${index + 1} have the same name, "${name}".`,
        "Give each column a name of its own.",
      );
    seen.set(name, index);
  }
}

function findTarget(
  { target, path }: Source<"csv">,
  count: number,
  names: string[] | null,
): number {
  if (target === undefined) return count - 1;
  if (typeof target === "number") {
    if (target <= count) return target - 1;
    throw badField(
      "data.target",
      `${path} has ${grouped(count)} columns and no column ${grouped(target)}.`,
      `Give a number from 1 to ${grouped(count)}.`,
    );
  }
  const index = names?.indexOf(target.trim()) ?? -1;
  if (index >= 0) return index;
  const known = (names ?? []).slice(0, 20).map((name) => `"${name}"`);
  throw badField(
    "data.target",
    `${path} has no column "${target}".`,
    `Its columns are ${known.join(", ")}${count > 20 ? ", …" : ""}.`,
  );
}
