import type { DataPreview, Estimate } from "../../core/contract/engine";
import { loadDataset } from "../../core/data/load";
import {
  costsOf,
  isSettled,
  type TimedRow,
} from "../../core/experiment/forecast";
import type { ExperimentSpec } from "../../core/experiment/spec";
import type { DataSpec } from "../../core/data/spec";
import { rowCount, type RecordBatch } from "../../core/series/columns";
import type { RunControl } from "../../core/run/control";
import { cutShort } from "./cut-short";
import { prepareRun, type Surroundings } from "./prepare";

/** A dry run goes on until it has lasted this long, has so many measurements and an even pace, */
const enough = { seconds: 0.5, measurements: 4 };
/** but no longer than this, once it has a step with a measurement and one without. */
const mostSeconds = 3;
const shownRows = 24;

type TrialRow = TimedRow & { step: number };

/**
 * Runs an experiment for trial, at its own cadence, for half a second to three; nothing is kept.
 * @throws LabFailure as a run does, and `busy` when it is stopped
 */
export async function estimateRun(
  spec: ExperimentSpec,
  control: RunControl,
  surroundings: Surroundings,
): Promise<Estimate> {
  // Reaching the target would end it before there is enough to tell from.
  const trial = {
    ...spec,
    measure: trialMeasure(spec),
    lossTarget: undefined,
    checkpoints: undefined,
  };
  const run = await prepareRun(trial, surroundings);
  const rows: TrialRow[] = [];
  const residuals: number[] = [];
  let hasEnough = false;
  const began = performance.now();
  const look = () => {
    const lasted = (performance.now() - began) / 1000;
    hasEnough ||=
      control.request !== "stop" && isEnough(rows, trial.measure, lasted);
    if (hasEnough) control.stop();
  };
  // A measurement under way is not waited for.
  const timer = setTimeout(look, 1000 * mostSeconds);
  try {
    for await (const update of run.updates(control)) {
      if (update.type === "batch") {
        appendRows(rows, update.batch, trial.measure);
        residuals.push(
          ...(update.batch.spectrum["residual1"] ?? []).slice(0, 1),
        );
        look();
      }
      if (update.type !== "ended") continue;
      if (update.outcome === "stopped" && !hasEnough) throw cutShort();
      const { initialLoss, initialSharpness } = update.summary;
      const { parameters, precision, data } = run.engine;
      return {
        parameters,
        samples: data?.samples ?? null,
        precision,
        data,
        costs: costsOf(rows.slice(0, -1), !hasEnough),
        bytes: process.memoryUsage().rss,
        loss: initialLoss,
        sharpness: initialSharpness,
        residual: initialSharpness === null ? null : (residuals.at(0) ?? null),
      };
    }
    throw new Error("The dry run did not end.");
  } finally {
    clearTimeout(timer);
    run.release();
  }
}

/**
 * Batch sharpness is measured more often than it will be, and not always together with the sharpness: half a second
 * tells them apart.
 */
function trialMeasure({ measure }: ExperimentSpec): ExperimentSpec["measure"] {
  const { batchSharpness, sharpness } = measure;
  if (!batchSharpness) return measure;
  const often = Math.max(2, Math.ceil(sharpness.every / 2));
  const every = Math.min(batchSharpness.every, often);
  return { ...measure, batchSharpness: { ...batchSharpness, every } };
}

/** Reads a data set as a run does. @throws LabFailure */
export async function previewData(
  data: DataSpec,
  { files }: Pick<Surroundings, "files">,
): Promise<DataPreview> {
  const loaded = await loadDataset(data, files);
  const { train, test, cautions = [] } = loaded;
  const { samples, inputs, inputShape, inputWidth } = train;
  const { targets, targetWidth, classes, classNames } = train;
  const { targetPositions, vocabulary, isPadded } = train;
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
    ...(targetPositions !== undefined && { targetPositions }),
    ...(vocabulary !== undefined && { vocabulary }),
    ...(isPadded !== undefined && { isPadded }),
    rows,
    testSamples: test?.samples ?? 0,
    cautions,
  };
}

/** Adds rows to those of a trial; how long the last one takes is not known until the next one begins. */
function appendRows(
  rows: TrialRow[],
  { steps, batchSteps, spectrum, batch }: RecordBatch,
  { sharpness: { every }, batchSharpness }: ExperimentSpec["measure"],
) {
  // With mini-batches these have a row for each step.
  const { step, seconds } = rowCount(batchSteps) > 0 ? batchSteps : steps;
  for (let i = 0; i < step.length; i++) {
    const at = seconds[i];
    const before = rows.at(-1);
    if (before) before.seconds = at - before.at;
    const measured = spectrum["step"]?.indexOf(step[i]) ?? -1;
    rows.push({
      step: step[i],
      at,
      seconds: NaN,
      isMeasured: step[i] % every === 0,
      products: spectrum["products"]?.[measured],
    });
  }
  // It comes after its row, at times only with the next ones; with mini-batches each step has a row.
  const first = rows.at(0)?.step ?? 0;
  for (let i = 0; i < rowCount(batch); i++) {
    const row = rows.at(batch.step[i] - first);
    if (!row || !batchSharpness) continue;
    const used = batch.batches[i];
    // An exact one has used all that there are.
    const isExact = batch.sharpnessError[i] === 0;
    row.batches = { used, most: isExact ? used : batchSharpness.max };
  }
}

/** @param lasted seconds since the trial began */
function isEnough(
  rows: TimedRow[],
  { sharpness: { every }, batchSharpness }: ExperimentSpec["measure"],
  lasted: number,
): boolean {
  const done = rows.slice(0, -1);
  const measured = done.filter(({ isMeasured }) => isMeasured).length;
  const hasBoth = measured > 0 && (done.length > measured || every === 1);
  const isLong =
    lasted >= enough.seconds &&
    measured >= enough.measurements &&
    (!batchSharpness ||
      done.filter(({ batches }) => batches).length >= enough.measurements) &&
    isSettled(done);
  return hasBoth && (isLong || lasted >= mostSeconds);
}
