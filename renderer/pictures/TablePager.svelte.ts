import type { RunDetail } from "../../core/contract/api";
import type { TableName } from "../../core/series/columns";
import type { Lab } from "../lib/api";
import { Task } from "../lib/task.svelte";
import { Refresher } from "../lib/refresher";
import { inRows } from "../plot/columns";

export const pageLength = 100;

/** Reads a table of a run page by page: every stored row, nothing thinned out. */
export class TablePager {
  page = $state(0);
  rows = $state.raw<number[][]>([]);
  readonly task = new Task();
  columns = $state.raw<string[]>([]);
  readonly #lab: Lab;
  readonly #runId: number;
  readonly #table: TableName;
  /** Steps between two rows. */
  readonly #every: number;
  readonly #refresher = new Refresher(() => this.#read(), 250);

  constructor(lab: Lab, run: RunDetail, table: TableName) {
    const { batch, measure } = run.spec;
    const { sharpness, test, batchSharpness } = measure;
    this.#lab = lab;
    this.#runId = run.id;
    this.#table = table;
    this.columns = run.columns[table];
    this.#every = {
      steps: batch?.lossEvery ?? 1,
      spectrum: sharpness.every,
      test: test.every,
      batch: batchSharpness?.every ?? 1,
      batchSteps: 1,
    }[table];
  }

  /** Pages up to the row of `lastStep`. */
  pages(lastStep: number): number {
    return Math.max(1, Math.ceil((lastStep + 1) / (pageLength * this.#every)));
  }

  turn(page: number) {
    this.page = page;
    this.#refresher.request();
  }

  /** @param columns of the table: it has none before its first row */
  refresh(columns: string[]) {
    this.columns = columns;
    this.#refresher.request();
  }

  close() {
    this.#refresher.close();
  }

  async #read() {
    const span = pageLength * this.#every;
    const from = this.page * span;
    const values = this.columns.filter((name) => name !== "step");
    await this.task.run(async () => {
      const window = await this.#lab.runs.readSeries({
        runId: this.#runId,
        table: this.#table,
        columns: values,
        from,
        to: from + span - 1,
        // Far more pixels than rows: every row comes back.
        pixels: 10_000,
      });
      this.rows = inRows(window, values);
    }, "after");
  }
}
