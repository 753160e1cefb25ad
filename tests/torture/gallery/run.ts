/** Runs of presets as the engine computes them. */
import { cpuUsage } from "node:process";
import type { ExperimentSpec } from "../../../core/experiment/spec";
import { RunControl } from "../../../core/run/control";
import type { RunSummary } from "../../../core/run/summary";
import { dataFiles } from "../../../main/engine/data-files";
import { execute } from "../../../main/engine/execute";
import { loadTensorflow } from "../../../main/engine/load-tensorflow";

export interface Seen {
  outcome: string;
  summary: RunSummary;
  /** At each step. */
  losses: number[];
  /** Of each measurement: its step, the sharpness, and its share of the threshold of that step. */
  at: number[];
  sharpness: number[];
  ratio: number[];
  /** Other columns of the measurements, by name. */
  column(name: string): number[];
  /** Batch sharpness by its step, where there are mini-batches. */
  batches: { step: number; sharpness: number }[];
  /** Seconds of all processors. */
  cpu: number;
}

export async function see(
  spec: ExperimentSpec,
  changes: Partial<ExperimentSpec> = {},
): Promise<Seen> {
  const before = cpuUsage();
  const updates = execute(
    { ...spec, ...changes },
    {
      control: new RunControl(),
      onStarted: () => undefined,
      files: dataFiles(),
      tensorflow: loadTensorflow,
    },
  );
  const losses: number[] = [];
  const columns: Record<string, number[]> = {};
  const batches: Seen["batches"] = [];
  const column = (name: string) => columns[name] ?? [];
  for await (const update of updates) {
    if (update.type === "batch") {
      losses.push(...update.batch.steps.loss);
      for (const [name, values] of Object.entries(update.batch.spectrum))
        (columns[name] ??= []).push(...values);
    }
    if (update.type === "batch") {
      const { step = [], sharpness = [] } = update.batch.batch as Partial<
        typeof update.batch.batch
      >;
      step.forEach((at, i) =>
        batches.push({ step: at, sharpness: sharpness[i] }),
      );
    }
    if (update.type !== "ended") continue;
    const { user, system } = cpuUsage(before);
    const sharpness = column("lambda1");
    const threshold = column("threshold");
    return {
      outcome: update.outcome,
      summary: update.summary,
      losses,
      at: column("step"),
      sharpness,
      ratio: sharpness.map((s, i) => s / threshold[i]),
      column,
      batches,
      cpu: (user + system) / 1e6,
    };
  }
  throw new Error("The run did not end.");
}

/** The ratios from the crossing on. */
export function afterCrossing({ at, ratio, summary }: Seen): number[] {
  const { crossingStep } = summary;
  if (crossingStep === null) throw new Error("It did not cross.");
  return ratio.filter((_, i) => at[i] >= crossingStep);
}

export function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
