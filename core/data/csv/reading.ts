import { mostClasses, sortedClasses, type Classes } from "../class-names";
import {
  isNumber,
  notANumber,
  quoted,
  type CellKind,
  type DecimalSign,
} from "./cell";
import type { ColumnScan, Place, Texts } from "./scan";
import type { CsvSpec } from "./fields";
import { badField, badFile } from "../refuse";
import { grouped } from "../../text/grouped";

/** How the cells of a column become numbers. */
export interface Reading {
  index: number;
  label: string;
  kind: "number" | "truth" | "words";
  /** Of words. */
  classes: Classes | null;
  /** Numbers that a cell becomes. */
  width: number;
}

interface Column {
  index: number;
  label: string;
  scan: ColumnScan;
}

/** Whether a column is to be read as numbers, so that its decimal sign counts; or names that are numbers. */
export function holdsNumbers({ counts }: ColumnScan): boolean {
  return Object.keys(counts).some((kind) => isNumber(kind as CellKind));
}

export function holdsOnlyNumbers({ counts }: ColumnScan): boolean {
  return Object.keys(counts).every(
    (kind) => kind === "missing" || isNumber(kind as CellKind),
  );
}

export function readingOfInput(
  spec: CsvSpec,
  { index, label, scan }: Column,
  decimal: DecimalSign,
  /** Its values where they are names, though they look like numbers. */
  oneHot: Texts | undefined,
): Reading {
  const place = (found: Place) => placeOf(spec, found, label);
  requireValue(spec, label, scan);
  const texts = onlyOf(scan, ["word", "truth"], "word") ? scan.words : oneHot;
  if (texts) {
    if (texts.surplus)
      throw badFile(
        `${place(texts.surplus)}: the column has more than ${grouped(mostClasses)} different words, each of which would be an input.`,
        `Put the column into "ignore".`,
      );
    const classes = sortedClasses(texts.known, decimal);
    return {
      index,
      label,
      kind: "words",
      classes,
      width: classes.names.length,
    };
  }
  if (onlyOf(scan, ["truth"], "truth"))
    return { index, label, kind: "truth", classes: null, width: 1 };
  const wrong = notNumber(scan, decimal);
  if (wrong)
    throw badFile(
      `${place(wrong)}: ${notANumber(wrong.text, decimal)}`,
      hintFor(spec, wrong, scan, decimal) ??
        'Inputs must be finite numbers such as 1.5 or -2e3. Put the column into "ignore", or into "oneHot" if its values are categories.',
    );
  return { index, label, kind: "number", classes: null, width: 1 };
}

export function readingOfTarget(
  spec: CsvSpec,
  { index, label, scan }: Column,
  decimal: DecimalSign,
  /** Its values where they are classes. */
  texts: Texts | undefined,
): Reading {
  const place = (found: Place) => placeOf(spec, found, label);
  requireValue(spec, label, scan);
  if (texts) {
    if (texts.surplus)
      throw badFile(
        `${place(texts.surplus)}: the targets have more than ${grouped(mostClasses)} classes.`,
        'Set "targetKind": "number" if the target is a number to predict, or choose another target column.',
      );
    const classes = sortedClasses(texts.known, decimal);
    if (classes.names.length === 1)
      throw badField(
        "data.target",
        `${spec.path}, ${label} contains only one class (${quoted([...texts.known][0])}).`,
        "Choose another target column, or a file with samples of at least two classes.",
      );
    return { index, label, kind: "words", classes, width: 1 };
  }
  if (onlyOf(scan, ["truth"], "truth"))
    return { index, label, kind: "truth", classes: null, width: 1 };
  const wrong = notNumber(scan, decimal);
  if (wrong) {
    const isWords = !holdsNumbers(scan);
    const hint = hintFor(spec, wrong, scan, decimal);
    const words = `Set "targetKind": "class" if the targets are classes`;
    const message = `${place(wrong)}: ${notANumber(wrong.text, decimal)}`;
    if (isWords) throw badField("data.targetKind", message, `${words}.`);
    throw badFile(message, hint ?? `${words}; numbers look like 1.5 or -2e3.`);
  }
  return { index, label, kind: "number", classes: null, width: 1 };
}

/** Whether all cells with a value are of these kinds, and one at least of the last. */
function onlyOf({ counts }: ColumnScan, kinds: CellKind[], needed: CellKind) {
  return (
    counts[needed] !== undefined &&
    Object.keys(counts).every(
      (kind) => kind === "missing" || kinds.includes(kind as CellKind),
    )
  );
}

/** The first cell that is no number in a file with this decimal sign. */
function notNumber({ first }: ColumnScan, decimal: DecimalSign) {
  const wrong: CellKind[] = [
    "word",
    "truth",
    "odd",
    decimal === "." ? "comma" : "point",
  ];
  return wrong
    .flatMap((kind) => first[kind] ?? [])
    .reduce<Place | null>(
      (best, place) => (best && best.row < place.row ? best : place),
      null,
    );
}

function hintFor(
  spec: CsvSpec,
  wrong: Place,
  { counts, top }: ColumnScan,
  decimal: DecimalSign,
): string | null {
  const others = (counts.word ?? 0) + (counts.odd ?? 0);
  if (spec.header === false && wrong.row === top && others === 1)
    return 'Set "header": true if the first row holds the names of the columns.';
  const other = decimal === "." ? "," : ".";
  if (spec.decimal && counts[decimal === "." ? "comma" : "point"])
    return `Set "decimal": "${other}" if that is the decimal sign of the file.`;
  return null;
}

function requireValue(spec: CsvSpec, label: string, scan: ColumnScan) {
  if (Object.keys(scan.counts).some((kind) => kind !== "missing")) return;
  throw badFile(
    `${spec.path}, ${label} has no value in any row.`,
    'Put the column into "ignore", or choose another target.',
  );
}

function placeOf({ path }: CsvSpec, { row }: Place, label: string) {
  return `${path}, row ${grouped(row)}, ${label}`;
}
