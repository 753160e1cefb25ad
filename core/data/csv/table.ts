import type { DecimalSign } from "./cell";
import { chooseColumns, ColumnNames } from "./columns";
import { decimalOf } from "./decimal";
import { judgeHeader } from "./header";
import {
  holdsNumbers,
  holdsOnlyNumbers,
  readingOfInput,
  readingOfTarget,
  type Reading,
} from "./reading";
import { firstRows, usedWidth } from "./rows";
import { scanTable, textsOf, type ColumnScan } from "./scan";
import { tableText, type TableText } from "./text";
import type { CsvSpec } from "./fields";
import { badFile } from "../refuse";
import { grouped } from "../../text/grouped";

/** How the rows of a text file become samples. */
export interface TablePlan extends TableText {
  /** Whether the first row holds names. */
  hasHeader: boolean;
  decimal: DecimalSign;
  inputs: Column[];
  targets: Column[];
  /** Rows of data. */
  rows: number;
  cautions: string[];
}

/** A column as it is read, and what its cells are. */
export type Column = Reading & { name: string | null; scan: ColumnScan };

/**
 * Judges a text file: separator, header, columns, decimal sign. Yields between pieces of work, with the
 * share that is done.
 * @throws LabFailure that names the field, or the row and column, where it has no or two meanings
 */
export function* planTable(
  spec: CsvSpec,
  raw: string,
): Generator<number, TablePlan> {
  const { path } = spec;
  const text = tableText(raw, path, spec.separator);
  const top = firstRows(text.text, text.separator).filter((r) => r.length > 0);
  if (top.length > 0 && top.every((row) => usedWidth(row) < 2))
    throw oneColumn(path);
  const header = judgeHeader(spec, top);
  const hasHeader = header.names !== null;
  const rows = { ...text, path };
  const scan = yield* scanTable(rows, hasHeader);
  if (scan.rows === 0) throw noRows(path, hasHeader, text);
  if (scan.width < 2) throw oneColumn(path);
  const names = new ColumnNames(path, header.names);
  const chosen = chooseColumns(spec, names, scan.width);
  const column = (index: number) => ({
    index,
    label: names.label(index),
    name: names.name(index),
    scan: scan.columns[index],
  });
  const [inputs, targets] = [chosen.inputs, chosen.targets].map((list) =>
    list.map(column),
  );
  const texts = yield* textsOf(rows, hasHeader, [
    ...chosen.oneHot,
    ...(spec.targetKind === "class" ? chosen.targets : []),
  ]);
  const { sign, caution } = decimalOf(
    spec,
    [...inputs, ...targets].filter(({ index, scan }) =>
      texts.has(index) ? holdsOnlyNumbers(scan) : holdsNumbers(scan),
    ),
  );
  return {
    ...text,
    hasHeader,
    decimal: sign,
    inputs: inputs.map((one) => ({
      ...one,
      ...readingOfInput(spec, one, sign, texts.get(one.index)),
    })),
    targets: targets.map((one) => ({
      ...one,
      ...readingOfTarget(spec, one, sign, texts.get(one.index)),
    })),
    rows: scan.rows,
    cautions: [header.caution, ...commentCautions(text, top), caution].filter(
      (one) => one !== null,
    ),
  };
}

export function oneColumn(path: string) {
  return badFile(
    `${path} has only one column; it needs at least one input column and one target column.`,
    'Separate the columns with commas, semicolons, tabs, | or spaces, or set "separator".',
  );
}

export function noRows(
  path: string,
  hasHeader: boolean,
  { comments }: TableText,
) {
  const lines = comments
    ? `; ${grouped(comments.count)} of its lines begin with # and are therefore comments`
    : "";
  return badFile(
    `${path} has no rows of data${hasHeader ? " below its header" : ""}${lines}.`,
    hasHeader
      ? 'Add rows, or set "header": false if the first row is data.'
      : "Choose a file with one row per sample.",
  );
}

function commentCautions(
  { comments, lastHead, separator }: TableText,
  [first]: string[][],
): string[] {
  const [cells] = lastHead ? firstRows(lastHead.text, separator) : [];
  const isLikeRow = cells && first && usedWidth(cells) === usedWidth(first);
  return [
    ...(lastHead && isLikeRow
      ? [
          `Row ${grouped(lastHead.row)} begins with # and was left out as a comment, though it has as many cells as the rows below.`,
        ]
      : []),
    ...(comments
      ? [
          comments.count === 1
            ? `Row ${grouped(comments.row)} begins with # and was left out as a comment.`
            : `${grouped(comments.count)} rows from row ${grouped(comments.row)} on begin with # and were left out as comments.`,
        ]
      : []),
  ];
}
