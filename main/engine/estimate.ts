import type { DataPreview, Estimate } from "../../core/contract/engine";
import { LabFailure } from "../../core/contract/errors";
import { loadDataset } from "../../core/data/load";
import {
  limits,
  type DataSpec,
  type ExperimentSpec,
} from "../../core/experiment/spec";
import type { RunControl } from "../../core/run/control";
import { prepareRun, type Surroundings } from "./prepare";

/** Steps of a dry run after the measured one. */
const steps = 3;
const shownRows = 24;

/**
 * Builds an experiment, measures the top of its spectrum once and takes a few steps; nothing is kept.
 * @throws LabFailure as a run does, and `busy` when it is stopped
 */
export async function estimateRun(
  spec: ExperimentSpec,
  control: RunControl,
  surroundings: Surroundings,
): Promise<Estimate> {
  const run = await prepareRun(dryRun(spec), surroundings);
  try {
    const seconds: number[] = [];
    const residuals: number[] = [];
    for await (const update of run.updates(control)) {
      if (update.type === "batch") {
        seconds.push(...update.batch.steps["seconds"]);
        residuals.push(...(update.batch.spectrum["residual1"] ?? []));
      }
      if (update.type !== "ended") continue;
      if (update.outcome === "stopped") throw cutShort();
      const { initialLoss, initialSharpness } = update.summary;
      const { parameters, precision, data } = run.engine;
      return {
        parameters,
        samples: data?.samples ?? null,
        precision,
        ...times(seconds),
        bytes: process.memoryUsage().rss,
        loss: initialLoss,
        sharpness: initialSharpness,
        residual: initialSharpness === null ? null : (residuals.at(0) ?? null),
      };
    }
    throw new Error("The dry run did not end.");
  } finally {
    run.release();
  }
}

/** Reads a data set as a run does. @throws LabFailure */
export async function previewData(
  data: DataSpec,
  { files }: Pick<Surroundings, "files">,
): Promise<DataPreview> {
  const { train } = await loadDataset(data, files);
  const { samples, inputs, inputShape, inputWidth } = train;
  const { targets, targetWidth, classes, classNames } = train;
  const row = (values: Float64Array, width: number, i: number) =>
    Array.from(values.subarray(i * width, (i + 1) * width));
  const rows = Array.from({ length: Math.min(shownRows, samples) }, (_, i) => ({
    x: row(inputs, inputWidth, i),
    y: row(targets, targetWidth, i),
  }));
  return {
    samples,
    inputShape: [...inputShape],
    targetWidth,
    classes,
    ...(classNames && { classNames }),
    rows,
  };
}

/** The experiment with one measurement, at its start, and few steps. */
function dryRun(spec: ExperimentSpec): ExperimentSpec {
  const every = limits.sharpnessEvery.max;
  const sharpness = { ...spec.measure.sharpness, every };
  return {
    ...spec,
    lossTarget: undefined,
    steps,
    measure: { sharpness, test: { every } },
  };
}

/** @param seconds when the loss at each step was there; the measurement comes after the first */
function times(seconds: number[]) {
  const last = seconds.length - 1;
  const total = seconds[last] - seconds[0];
  if (last < 2) return { secondsPerStep: total, secondsPerMeasurement: 0 };
  const secondsPerStep = (seconds[last] - seconds[1]) / (last - 1);
  const first = seconds[1] - seconds[0];
  return {
    secondsPerStep,
    secondsPerMeasurement: Math.max(0, first - secondsPerStep),
  };
}

export function cutShort(): LabFailure {
  return new LabFailure({
    code: "busy",
    message: "The dry run was cut short: the engine has something else to do.",
    hint: "Ask again when it is idle.",
  });
}
