/** The curves of several runs as one CSV file: a row of the file for each row of each run. */
import type { RunDetail } from "../../core/contract/api";
import { csvRows, quotedCsv } from "../../core/export/csv";
import type { TableName } from "../../core/series/columns";
import type { Archive } from "../archive/archive";
import type { Dialogs } from "./dialogs";
import { askWhere } from "./files";
import { writeWhole } from "./write-whole";

/** @returns the path of the file, or null when the person wants it nowhere */
export async function exportSeries(
  archive: Archive,
  dialogs: Dialogs,
  ids: number[],
  table: TableName,
): Promise<string | null> {
  const runs: RunDetail[] = [];
  for (const id of ids) runs.push(await archive.openRun(id));
  const several = `${runs[0].name} and ${ids.length - 1} more`;
  const name = ids.length === 1 ? runs[0].name : several;
  const path = await askWhere(dialogs, `${name} ${table}`, "csv");
  if (path !== null) await writeWhole(path, text(archive, runs, table));
  return path;
}

/** One run at a time in memory. A column that a run does not have is empty there. */
async function* text(archive: Archive, runs: RunDetail[], table: TableName) {
  const names = [...new Set(runs.flatMap(({ columns }) => columns[table]))];
  yield `${["run", "name", ...names].map(quotedCsv).join(",")}\r\n`;
  for (const { id, name, columns } of runs) {
    const known = columns[table];
    if (known.length === 0) continue;
    const window = { runId: id, table, columns: known };
    const stored = await archive.readColumns(window);
    const start = `${id},${quotedCsv(name)},`;
    yield csvRows(stored, names)
      .map((row) => `${start}${row}\r\n`)
      .join("");
  }
}
