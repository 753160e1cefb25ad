/** What is in a table before anything is made of it, and what a person may do with its columns. */
import type { DataFiles } from "./files";

/**
 * `label`: words of which each comes often. `text`: words, another one in nearly every row. `mixed`: cells of
 * several kinds. `empty`: no cell has a value.
 */
export type ColumnKind =
  "number" | "truth" | "label" | "text" | "date" | "mixed" | "empty";

export interface ColumnSurvey {
  /** From 0. */
  index: number;
  /** Null where the file has no names; may be empty. */
  name: string | null;
  kind: ColumnKind;
  /** Rows without a value. */
  missing: number;
  /** Different values; null where there are more than a column may have classes. */
  distinct: number | null;
  /** Of numbers; null of other columns, and where the decimal sign is not known. */
  range: { min: number; max: number } | null;
  /** The first values of labels and truth values in their order, for a look at them. */
  values: string[];
  /** Whether all values are whole numbers. */
  isWhole: boolean;
  /** Whether it seems to number the rows. */
  numbersRows: boolean;
}

/** Something about a table that the person must say: buttons answer it. */
export interface TableQuestion {
  /** The field of the data that holds the answer. */
  field: string;
  message: string;
  answers: { label: string; value: unknown }[];
  /** Whether no sample can be read before it is answered. */
  isNeeded?: boolean;
}

export interface TableSurvey {
  /** Rows of data. */
  rows: number;
  separator: string;
  /** Whether the first row was taken for names. */
  hasHeader: boolean;
  columns: ColumnSurvey[];
  /** The first rows of data, cell by cell as they stand in the file. */
  head: string[][];
  /** What the file leaves open, whatever its columns are used for. */
  questions: TableQuestion[];
}

export const roles = ["input", "target", "ignore"] as const;

/** What a column is used for. */
export type Role = (typeof roles)[number];

/** Values for fields of the data; undefined takes the field away. */
export type FieldChanges = Readonly<Record<string, unknown>>;

/** What a source of tables lets a person choose, for a screen that shows the columns. */
export interface TableChoices<Spec> {
  /** The fields whose change makes another survey necessary. */
  readonly judgedBy: readonly string[];
  /** The fields that the choice of columns sets. */
  readonly chosenBy: readonly string[];
  /** Fields beside the columns that most people set. */
  readonly asked: readonly string[];
  /** Looks at all cells of the file. @throws LabFailure where it is no table */
  survey(spec: Spec, files: DataFiles): Promise<TableSurvey>;
  /** What each column is used for, as far as the experiment names columns that there are. */
  rolesOf(spec: Spec, survey: TableSurvey): Role[];
  /** Whether all columns that the experiment names are in the table. */
  fits(spec: Spec, survey: TableSurvey): boolean;
  /**
   * Gives columns another role; as targets they take the place of those before. Null where no target or no
   * input would be left.
   */
  withRole(
    spec: Spec,
    survey: TableSurvey,
    columns: number[],
    role: Role,
  ): FieldChanges | null;
  /** What the columns may be used for by their names and values, and why, a sentence each. */
  guess(
    spec: Spec,
    survey: TableSurvey,
  ): { changes: FieldChanges; reasons: string[] };
  /** What must be said before the columns chosen can be read. */
  questions(spec: Spec, survey: TableSurvey): TableQuestion[];
  /** Numbers of one target and, where it is a class, how many classes; null where that is not known. */
  targets(
    spec: Spec,
    survey: TableSurvey,
  ): { targetWidth: number; classes: number | null } | null;
}
