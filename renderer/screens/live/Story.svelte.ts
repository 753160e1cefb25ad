import { isRunnable } from "../../../core/experiment/spec";
import type { RunDetail } from "../../../core/contract/api";
import { isOver } from "../../../core/run/status";
import type { Columns } from "../../../core/series/columns";
import { batchStory } from "../../../core/run/batch-story";
import { storyOf, type Told } from "../../../core/run/story";
import type { Lab } from "../../lib/api";
import { count, plain } from "../../lib/format";
import { hasCourse, stepsByGradient, thresholdName } from "../../lib/threshold";

/** What happened in a run that is over, from all it recorded. */
export class Story {
  told = $state.raw<Told[]>([]);
  readonly #lab: Lab;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** Empty while the run is not over, or has no curves. */
  async tell(run: RunDetail) {
    if (!isOver(run.status) || run.rows.steps === 0) {
      this.told = [];
      return;
    }
    try {
      const [loss, sharpness, batch] = await Promise.all([
        this.#read(run, "steps", ["loss"]),
        this.#read(run, "spectrum", [
          "lambda1",
          ...(isRunnable(run.spec) ? ["residual1"] : []),
          ...(hasCourse(run) ? ["threshold"] : []),
        ]),
        this.#read(run, "batch", ["sharpness", "sharpnessError"]),
      ]);
      const { rises, crossingStep } = run.summary;
      const firstRise = run.events.find(({ kind }) => kind === "first-rise");
      const writing = {
        count,
        quantity: (value: number) => plain(value, 4),
      };
      const whole = storyOf(
        {
          loss: { step: loss.step, value: loss.loss },
          sharpness: {
            step: sharpness.step,
            value: sharpness.lambda1,
            residual: isRunnable(run.spec)
              ? sharpness.residual1
              : new Float64Array(sharpness.step.length),
          },
          crossing: crossingStep,
          rises:
            rises === undefined
              ? null
              : { count: rises, first: firstRise?.step ?? null },
          threshold: run.threshold ?? sharpness["threshold"] ?? null,
          thresholdName: thresholdName(run),
          hasDiverged: run.status === "diverged",
        },
        writing,
      );
      const batches = batchStory(
        {
          step: batch.step,
          value: batch.sharpness,
          error: batch.sharpnessError,
          threshold: stepsByGradient(run) ? run.threshold : null,
          thresholdName: thresholdName(run),
        },
        writing,
      );
      this.told = [...whole, ...batches];
    } catch {
      // The curves, read from the same place, tell the failure.
      this.told = [];
    }
  }

  /** Columns of a table with its steps; empty ones where there are no rows. */
  async #read(
    run: RunDetail,
    table: "steps" | "spectrum" | "batch",
    columns: string[],
  ): Promise<Columns> {
    if (run.rows[table] > 0)
      return this.#lab.runs.readTable({ runId: run.id, table, columns });
    return Object.fromEntries(
      ["step", ...columns].map((name) => [name, new Float64Array()]),
    );
  }
}
