/** The columns of a table of data as rows of a grid. */
import type {
  ColumnKind,
  ColumnSurvey,
  Role,
  TableSurvey,
} from "../../../core/data/survey";
import type { GridColumn, GridRow } from "../../grid/columns";
import { count, counted, plain } from "../../lib/format";

export interface ColumnRow extends GridRow {
  column: ColumnSurvey;
  role: Role;
}

export const roleNames: Record<Role, string> = {
  input: "Input",
  target: "Target",
  ignore: "Ignore",
};

const kindNames: Record<ColumnKind, string> = {
  number: "number",
  truth: "true or false",
  label: "label",
  text: "text",
  date: "date",
  mixed: "mixed",
  empty: "empty",
};

export function nameOf({ name, index }: ColumnSurvey): string {
  return name || `Column ${count(index + 1)}`;
}

/** The range of numbers, or how many different values there are and some of them. */
export function valuesOf({
  kind,
  range,
  distinct,
  values,
}: ColumnSurvey): string {
  if (kind === "empty") return "none";
  const many = distinct === null ? "over 1,000" : count(distinct);
  if (kind !== "number")
    return values.length > 0 && distinct !== null
      ? `${many}: ${values.join(", ")}${distinct > values.length ? ", …" : ""}`
      : `${many} different`;
  if (!range) return `${many} different`;
  return range.min === range.max
    ? `${plain(range.min)} in all rows`
    : `${plain(range.min)} to ${plain(range.max)}`;
}

export function rowsOf(survey: TableSurvey, roles: Role[]): ColumnRow[] {
  return survey.columns.map((column) => ({
    id: column.index,
    column,
    role: roles[column.index],
  }));
}

export const gridColumns: readonly GridColumn<ColumnRow>[] = [
  {
    key: "name",
    label: "Column",
    title: "Name of the column",
    width: 168,
    numeric: false,
    value: ({ column }) => column.index,
    text: ({ column }) => nameOf(column),
  },
  {
    key: "role",
    label: "Use as",
    title: "What the column is used for",
    width: 184,
    numeric: false,
    value: ({ role }) => roleNames[role],
    // Its buttons say it.
    text: () => "",
  },
  {
    key: "kind",
    label: "Kind",
    title: "What its cells are",
    width: 104,
    numeric: false,
    value: ({ column }) => kindNames[column.kind],
    text: ({ column }) => kindNames[column.kind],
  },
  {
    key: "values",
    label: "Values",
    title: "From the least to the largest number, or how many different values",
    width: 200,
    numeric: false,
    value: ({ column }) => column.distinct,
    text: ({ column }) => valuesOf(column),
  },
  {
    key: "missing",
    label: "Missing",
    title: "Rows without a value",
    width: 88,
    numeric: true,
    value: ({ column }) => column.missing,
    text: ({ column }) => count(column.missing),
  },
];

/** How a table is, in a sentence. */
export function tableSentence(survey: TableSurvey): string {
  const names: Record<string, string> = {
    ",": "commas",
    ";": "semicolons",
    "\t": "tabs",
    "|": "vertical bars",
    " ": "white space",
  };
  const { separator, hasHeader, rows, columns } = survey;
  const by = names[separator] ?? `“${separator}”`;
  return `${counted(rows, "row")} of ${counted(columns.length, "column")}, separated by ${by}; row 1 ${hasHeader ? "names the columns" : "is a sample"}.`;
}
