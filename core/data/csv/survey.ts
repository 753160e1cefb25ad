import { LabFailure } from "../../errors";
import { mostClasses, sortedClasses } from "../class-names";
import type { DataFiles } from "../files";
import { paced } from "../paced";
import type { ColumnSurvey, TableQuestion, TableSurvey } from "../survey";
import type { DecimalSign } from "./cell";
import { numbersRows } from "./cautions";
import { ColumnNames } from "./columns";
import { ColumnTally } from "./column-kind";
import { decimalOf } from "./decimal";
import type { CsvSpec } from "./fields";
import { judgeHeader } from "./header";
import { holdsNumbers } from "./reading";
import { eachRow, firstRows, usedWidth, type Rows } from "./rows";
import { scanTable, type Scan } from "./scan";
import { noRows, oneColumn } from "./table";
import { tableText } from "./text";

/** Rows that are kept to be shown. */
const shownRows = 8;
/** Values of a column that are kept to be shown. */
const shownValues = 6;

/** Looks at all cells of a table, twice. @throws LabFailure where it is no table */
export async function surveyTable(
  spec: CsvSpec,
  files: DataFiles,
): Promise<TableSurvey> {
  const { text } = await files.text(spec.path);
  return paced(survey(spec, text), files);
}

function* survey(spec: CsvSpec, raw: string): Generator<number, TableSurvey> {
  const { path } = spec;
  const text = tableText(raw, path, spec.separator);
  const rows: Rows = { ...text, path };
  const top = firstRows(text.text, text.separator).filter((r) => r.length > 0);
  if (top.length > 0 && top.every((row) => usedWidth(row) < 2))
    throw oneColumn(path);
  const { names, question } = headerOf(spec, top);
  const hasHeader = names !== null;
  const scan = yield* halved(scanTable(rows, hasHeader), 0);
  if (scan.rows === 0) throw noRows(path, hasHeader, text);
  if (scan.width < 2) throw oneColumn(path);
  const label = new ColumnNames(path, names);
  const decimal = decimalsOf(spec, scan, (i) => label.label(i));
  const tallies = scan.columns.map(
    (column, i) => new ColumnTally(column, decimal.signs[i]),
  );
  const head: string[][] = [];
  let isNames = hasHeader;
  yield* halved(
    eachRow(rows, (cells) => {
      if (isNames) {
        isNames = false;
        return;
      }
      if (head.length < shownRows)
        head.push(tallies.map((_, i) => cells[i] ?? ""));
      tallies.forEach((tally, i) => tally.add(cells[i] ?? ""));
    }),
    0.5,
  );
  const columns = tallies.map((tally, index): ColumnSurvey => {
    const name = label.name(index);
    const column = { index, name, scan: scan.columns[index] };
    return {
      index,
      name,
      ...tally.result(scan.rows),
      values: firstValues(tally, decimal.signs[index]),
      numbersRows: numbersRows(column, scan.rows),
    };
  });
  return {
    rows: scan.rows,
    separator: text.separator,
    hasHeader,
    columns,
    head,
    questions: [question, decimal.question].filter((one) => one !== null),
  };
}

/** The first or second half of work, by the share that is done. */
function* halved<Result>(
  work: Generator<number, Result>,
  from: number,
): Generator<number, Result> {
  for (;;) {
    const state = work.next();
    if (state.done) return state.value;
    yield from + state.value / 2;
  }
}

/** The names in the first row; taken for a sample, and asked about, where it may be either. */
function headerOf(
  spec: CsvSpec,
  top: string[][],
): { names: string[] | null; question: TableQuestion | null } {
  try {
    return { names: judgeHeader(spec, top).names, question: null };
  } catch (thrown) {
    const message = messageOf(thrown, "data.header");
    const question = {
      field: "header",
      message: `${message} Which is it?`,
      answers: [
        { label: "Row 1 is a sample", value: false },
        { label: "Row 1 names the columns", value: true },
      ],
    };
    return { names: null, question };
  }
}

/** The decimal sign of each column; null where it may be either and nobody has said which. */
function decimalsOf(
  spec: CsvSpec,
  { columns }: Scan,
  label: (index: number) => string,
): { signs: (DecimalSign | null)[]; question: TableQuestion | null } {
  const named = columns
    .map((scan, i) => ({ label: label(i), scan }))
    .filter(({ scan }) => holdsNumbers(scan));
  try {
    const { sign } = decimalOf(spec, named);
    return { signs: columns.map(() => sign), question: null };
  } catch (thrown) {
    const message = messageOf(thrown, "data.decimal");
    const signs = columns.map(({ counts }) => {
      if (counts.point && !counts.comma) return ".";
      if (counts.comma && !counts.point) return ",";
      return counts.point3 || counts.comma3 || counts.point ? null : ".";
    });
    // Two signs in one file may be in columns that are not read: the choice of columns decides.
    const isTwo = signs.includes(".") && signs.includes(",");
    const question = isTwo
      ? null
      : {
          field: "decimal",
          message: `${message} Which sign marks decimals in this file?`,
          answers: [
            { label: "The point", value: "." },
            { label: "The comma", value: "," },
          ],
        };
    return { signs, question };
  }
}

function messageOf(thrown: unknown, path: string): string {
  if (!(thrown instanceof LabFailure)) throw thrown;
  const field = thrown.error.fields?.find((one) => one.path === path);
  if (!field) throw thrown;
  return field.message;
}

function firstValues(tally: ColumnTally, sign: DecimalSign | null): string[] {
  if (tally.isNumber || tally.values.size > mostClasses) return [];
  const texts = [...tally.values].map(String);
  return sortedClasses(texts, sign ?? ".").names.slice(0, shownValues);
}
