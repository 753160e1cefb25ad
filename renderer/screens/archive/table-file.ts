/** The list of runs as a file: CSV as it is on screen, JSON with all settings and results. */
import type { RunRow } from "../../../core/contract/api";
import { quotedCsv } from "../../../core/export/csv";
import { cellForFile, type RunColumn } from "./columns";

/** A line of names, then a line for each run; numbers with all their digits. */
export function tableAsCsv(
  rows: readonly RunRow[],
  columns: readonly RunColumn[],
): string {
  const lines = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map((column) => cellForFile(column, row))),
  ];
  return lines
    .map(
      (cells) =>
        `${cells.map((cell) => quotedCsv(String(cell))).join(",")}\r\n`,
    )
    .join("");
}

/** What is known of each run but its curves: an array of objects. */
export function runsAsJson(rows: readonly RunRow[]): string {
  const records = rows.map(
    ({ id, name, status, createdAt, threshold, parameters, ...row }) => ({
      id,
      name,
      status,
      createdAt: new Date(createdAt).toISOString(),
      threshold,
      parameters,
      tags: row.tags,
      project: row.project,
      notes: row.notes,
      group: row.groupName,
      summary: row.summary,
      experiment: row.spec,
    }),
  );
  return `${JSON.stringify(records, null, 2)}\n`;
}
