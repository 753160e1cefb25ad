/** Archives of many runs for benchmarks, made by the real archive as an import makes them. */
import type { ImportedRun } from "../../core/export/capsule";
import { presets } from "../../core/experiment/presets";
import type { Archive } from "../../main/archive/archive";
import { engine, summaryAt } from "../main/archive/helpers";

const specs = presets.map(({ spec }) => spec);
const statuses = ["finished", "diverged", "stopped", "finished"] as const;

/** Runs that differ in experiment, step size, results, tags and project, with a few rows each. */
export function manyRuns(count: number, rows = 3): ImportedRun[] {
  return Array.from({ length: count }, (_, i) => {
    const spec = specs[i % specs.length];
    const stepSize = Number((0.01 + (i % 97) / 200).toPrecision(3));
    const name = `${spec.name}, step size ${stepSize}, run ${i + 1}`;
    const step = Float64Array.from({ length: rows }, (_, at) => at);
    return {
      spec: {
        ...spec,
        name,
        optimizer: { ...spec.optimizer, stepSize },
      },
      status: statuses[i % statuses.length],
      createdAt: 1_790_000_000_000 + 1000 * i,
      threshold: 2 / stepSize,
      engine: { ...engine, parameters: 61 + (i % 5) },
      summary: {
        ...summaryAt(rows - 1),
        finalLoss: 1 / (1 + (i % 1000)),
        crossingStep: i % 3 === 0 ? null : i % 800,
        hover: i % 3 === 0 ? null : 0.9 + (i % 200) / 1000,
      },
      error: null,
      tags: i % 4 === 0 ? [`tag ${i % 20}`] : [],
      project: i % 5 === 0 ? "Edge" : "",
      colour: null,
      notes: i % 10 === 0 ? `Notes of run ${i + 1}` : "",
      pins: [],
      theory: null,
      expectation: null,
      fork: null,
      events: [],
      records: {
        steps: { step, loss: step.map((at) => 1 / (1 + at + i)) },
        spectrum: {},
        test: {},
        batch: {},
        batchSteps: {},
        theory: {},
      },
    };
  });
}

/** Adds them a thousand at a time. */
export async function addRuns(archive: Archive, count: number) {
  const runs = manyRuns(count);
  for (let from = 0; from < count; from += 1000)
    await archive.importRuns(runs.slice(from, from + 1000));
}
