import type { RunDetail } from "../../../core/contract/api";
import { storyOf, type Told } from "../../../core/text/story";
import type { Lab } from "../../lib/api";
import { count, plain } from "../../lib/format";
import { thresholdName } from "../../lib/threshold";

/** What happened in a run that is over, from all it recorded. */
export class Story {
  told = $state.raw<Told[]>([]);
  readonly #lab: Lab;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** Empty while the run is not over, or has no curves. */
  async tell(run: RunDetail) {
    const over = !["queued", "running", "paused"].includes(run.status);
    if (!over || run.rows.steps === 0) {
      this.told = [];
      return;
    }
    try {
      const [loss, sharpness] = await Promise.all([
        this.#read(run, "steps", "loss"),
        this.#read(run, "spectrum", "lambda1"),
      ]);
      this.told = storyOf(
        {
          loss,
          sharpness,
          threshold: run.threshold,
          thresholdName: thresholdName(run),
          hasDiverged: run.status === "diverged",
        },
        { count, quantity: (value) => plain(value, 4) },
      );
    } catch {
      // The curves, read from the same place, tell the failure.
      this.told = [];
    }
  }

  async #read(run: RunDetail, table: "steps" | "spectrum", column: string) {
    if (run.rows[table] === 0)
      return { step: new Float64Array(), value: new Float64Array() };
    const { step, [column]: value } = await this.#lab.readTable({
      runId: run.id,
      table,
      columns: [column],
    });
    return { step, value };
  }
}
