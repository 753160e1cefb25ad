import type { ImportReply, RunRow } from "../../../core/contract/api";
import type { ExportKind } from "../../../core/contract/files";
import { csv } from "../../../core/export/csv";
import type { TableName } from "../../../core/series/columns";
import type { Lab } from "../../lib/api";
import { Task } from "../../lib/task.svelte";
import type { Toasts } from "../../lib/toasts.svelte";
import { counted } from "../../lib/format";
import type { RunColumn } from "./columns";
import { CurveImport } from "./CurveImport.svelte";
import { runsAsJson, tableAsCsv } from "./table-file";

/** Runs on their way out to files and in from them. */
export class Exchange {
  readonly task = new Task();
  /** Curves of another program that are being imported. */
  readonly curves: CurveImport;

  /** @param imported is told of runs that came in */
  constructor(
    private readonly lab: Lab,
    private readonly toasts: Toasts,
    private readonly imported: (reply: ImportReply) => void,
  ) {
    this.curves = new CurveImport(lab, (row) =>
      imported({ added: [row], present: [] }),
    );
  }

  /** All that is known of the runs as one file, which this lab or another can take in. */
  exportCapsules(rows: RunRow[]) {
    return this.task.run(async () => {
      const path = await this.lab.files.exportRuns(rows.map(({ id }) => id));
      this.#saved(path, `Saved ${counted(rows.length, "run")} as ${path}.`);
    });
  }

  /** A table of several runs as one file. */
  exportSeries(rows: RunRow[], table: TableName) {
    return this.task.run(async () => {
      const ids = rows.map(({ id }) => id);
      const path = await this.lab.files.exportSeries(ids, table);
      this.#saved(path, `Saved ${counted(rows.length, "run")} as ${path}.`);
    });
  }

  /** A run for another program. */
  exportFor(row: RunRow, kind: ExportKind) {
    return this.task.run(async () => {
      const saved = await this.lab.files.exportFor(row.id, kind);
      if (!saved) return;
      this.#saved(saved.path);
      for (const caution of saved.cautions) this.toasts.say(caution);
    });
  }

  /** The list of runs as it is on screen. */
  exportList(rows: readonly RunRow[], columns: readonly RunColumn[]) {
    return this.task.run(async () => {
      const path = await this.lab.files.save({
        name: "Runs",
        kind: "csv",
        data: tableAsCsv(rows, columns),
      });
      this.#saved(path, `Saved ${counted(rows.length, "run")} as ${path}.`);
    });
  }

  /** Settings and results of runs, without their curves. */
  exportRecords(rows: readonly RunRow[]) {
    return this.task.run(async () => {
      const path = await this.lab.files.save({
        name: "Runs",
        kind: "json",
        data: runsAsJson(rows),
      });
      this.#saved(path, `Saved ${counted(rows.length, "run")} as ${path}.`);
    });
  }

  /** The run as a document to print. */
  report(row: RunRow) {
    return this.task.run(async () =>
      this.#saved(await this.lab.files.report({ run: row.id })),
    );
  }

  importCapsules() {
    return this.task.run(async () => {
      const reply = await this.lab.files.importRuns();
      if (reply.added.length + reply.present.length > 0) this.imported(reply);
    });
  }

  importCurves() {
    return this.task.run(() => this.curves.choose());
  }

  /** Every row and column of a table of a run. */
  exportTable(row: RunRow, table: TableName) {
    return this.task.run(async () => {
      const run = await this.lab.runs.open(row.id);
      const columns = run.columns[table];
      if (columns.length === 0) {
        this.toasts.say("There is nothing recorded to save.");
        return;
      }
      const stored = await this.lab.runs.readTable({
        runId: row.id,
        table,
        columns,
      });
      const path = await this.lab.files.save({
        name: `${row.name.slice(0, 120)} ${table}`,
        kind: "csv",
        data: csv(stored),
      });
      this.#saved(path);
    });
  }

  #saved(path: string | null, words?: string) {
    if (path !== null) this.toasts.saved(path, words);
  }
}
