import type { RunRow } from "../../../core/contract/api";
import { csv } from "../../../core/export/csv";
import type { TableName } from "../../../core/series/columns";
import type { Lab } from "../../lib/api";
import { Task } from "../../lib/task.svelte";
import { counted } from "../../lib/format";

/** Runs on their way out to files and in from them. */
export class Exchange {
  /** What came of the last one, in a sentence. */
  news = $state.raw<string | null>(null);
  readonly task = new Task();
  readonly #lab: Lab;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** All that is known of the runs as one file, which this lab or another can take in. */
  exportCapsules(rows: RunRow[]) {
    return this.#try(async () => {
      const path = await this.#lab.files.exportRuns(rows.map(({ id }) => id));
      return path && `Saved ${counted(rows.length, "run")} as ${path}.`;
    });
  }

  /** The run as a document to print. */
  report(row: RunRow) {
    return this.#try(async () => {
      const path = await this.#lab.files.report(row.id);
      return path && `Saved as ${path}.`;
    });
  }

  importCapsules() {
    return this.#try(async () => {
      const { length } = await this.#lab.files.importRuns();
      return length > 0 ? `Added ${counted(length, "run")}.` : null;
    });
  }

  /** Every row and column of a table of a run. */
  exportTable(row: RunRow, table: TableName) {
    return this.#try(async () => {
      const run = await this.#lab.runs.open(row.id);
      const columns = run.columns[table];
      if (columns.length === 0) return "There is nothing recorded to save.";
      const stored = await this.#lab.runs.readTable({
        runId: row.id,
        table,
        columns,
      });
      const path = await this.#lab.files.save({
        name: `${row.name.slice(0, 120)} ${table}`,
        kind: "csv",
        data: csv(stored),
      });
      return path && `Saved as ${path}.`;
    });
  }

  async #try(work: () => Promise<string | null>) {
    this.news = null;
    await this.task.run(async () => {
      this.news = await work();
    });
  }
}
