import { guessed } from "./roles";
import type { CurveTable } from "./table";

/** What a file of curves holds, for a person to say what its columns are. */
export interface CurveSurvey {
  paths: string[];
  /** The name of the first file without its ending. */
  name: string;
  format: string;
  rows: number;
  columns: {
    name: string;
    /** Cells that are not empty. */
    count: number;
    /** The first three of them. */
    first: number[];
    /** Why it is no curve, e.g. "“a” in line 3"; null where it may be one. */
    problem: string | null;
    /** What its name suggests that it is; see Role. */
    role: string | null;
  }[];
}

export function surveyOf(
  table: CurveTable,
  paths: string[],
  file: string,
): CurveSurvey {
  const isCurve = table.columns.map(
    ({ problem, values }) => !problem && values.some((value) => value !== null),
  );
  const roles = guessed(
    table.columns.map(({ name }, i) => (isCurve[i] ? name : "")),
  );
  return {
    paths,
    name: file.replace(/\.[^.]*$/, "") || file,
    format: table.format,
    rows: table.rows,
    columns: table.columns.map(({ name, values, problem }, i) => {
      const known = values.filter((value) => value !== null);
      return {
        name,
        count: known.length,
        first: known.slice(0, 3),
        problem: problem
          ? `“${problem.text}” in ${table.place(problem.row)}`
          : null,
        role: roles[i],
      };
    }),
  };
}
