import { setImmediate } from "node:timers/promises";
import { version as labVersion } from "../../package.json";
import { LabFailure, type FieldError } from "../../core/errors";
import type { LoadedData } from "../../core/data/dataset";
import type { DataFiles } from "../../core/data/files";
import { loadDataset } from "../../core/data/load";
import { batchProblems } from "../../core/experiment/batch-problems";
import {
  inputProblem,
  networkProblems,
  parameterProblems,
} from "../../core/experiment/fit";
import { choosePrecision } from "../../core/experiment/precision";
import {
  isNetwork,
  type ExperimentSpec,
  type NetworkExperiment,
} from "../../core/experiment/spec";
import { badExperiment } from "../../core/experiment/validate";
import { lossConvention } from "../../core/experiment/loss-convention";
import { multiplications } from "../../core/layers/network";
import { buildProblem, type Problem } from "../../core/experiment/build";
import type { Objective, Samples } from "../../core/objective/objective";
import { buildLandscape } from "../../core/landscapes/spec";
import { landscapeScale } from "../../core/landscapes/scale";
import type { Checkpoint } from "../../core/run/checkpoint";
import type { RunControl, RunHost, RunUpdate } from "../../core/run/control";
import { numericsVersion } from "../../core/math/version";
import { runExperiment } from "../../core/run/runner";
import { legsOf, type Fork } from "../../core/run/fork";
import type { EngineInfo } from "../../core/run/summary";
import type { DataInfo } from "../../core/data/data-info";
import type { Backend } from "../../core/tensor/backend";
import { Float64Backend } from "../../core/tensor/float64";
import { TensorflowBackend } from "../../core/tensor/tensorflow";
import {
  networkViewer,
  type NetworkViewer,
} from "../../core/views/network-viewer";
import { collectGarbage } from "./collect-garbage";
import { dataDigest } from "./data-digest";
import { loadedKernels } from "./kernel-environment";
import { libraryVersion, type LoadedTensorflow } from "./load-tensorflow";
import { startOf } from "./start";

/** An experiment with its data read, checked and on its backend. */
export interface PreparedRun {
  engine: EngineInfo;
  objective: Objective;
  /** What mini-batches are taken from; null for a landscape. */
  samples: Samples | null;
  /** Parameters at step 0. */
  theta: Float64Array;
  /**
   * Runs it, from the start or from a checkpoint. One after another.
   * @param by an experiment with the same data, model, loss and precision; its own where left out
   */
  updates(
    control: RunControl,
    checkpoint?: Checkpoint,
    by?: ExperimentSpec,
  ): AsyncGenerator<RunUpdate>;
  /** Pictures of what the network does, where they were asked for; null for a landscape. */
  viewer: NetworkViewer | null;
  /** Frees what the backend holds. */
  release(): void;
}

export interface Surroundings {
  files: DataFiles;
  /** Called only when the run needs TensorFlow: loading it takes a second. */
  tensorflow: () => LoadedTensorflow;
}

type Precision = EngineInfo["precision"];
type Ready = Problem & {
  viewer: NetworkViewer | null;
  release: () => void;
};

const host: RunHost = {
  now: () => performance.now() / 1000,
  breathe: () => setImmediate(),
};

export interface PrepareOptions {
  /** Whether pictures of the network are wanted, which keep the data in memory. */
  isViewed?: boolean;
  /** Of a run that is one: the way to it may have had mini-batches. */
  fork?: Fork | null;
}

/**
 * Does all of a valid experiment that comes before its first step.
 * @throws LabFailure `bad-experiment` where the data do not fit it or cannot be used, `engine` where
 *   TensorFlow is needed and missing
 */
export async function prepareRun(
  spec: ExperimentSpec,
  surroundings: Surroundings,
  { isViewed = false, fork = null }: PrepareOptions = {},
): Promise<PreparedRun> {
  const { tensorflow } = surroundings;
  const parts = isNetwork(spec)
    ? await prepareNetwork(spec, surroundings, { isViewed, fork })
    : prepareLandscape(spec);
  collectGarbage();
  const { problem, precision, precisionReason, data, weights } = parts;
  const { objective, samples, test, theta, lossScale, viewer, release } =
    problem;
  const isFloat64 = precision === "float64";
  const kernels = isFloat64 ? null : loadedKernels();
  const computing = kernels
    ? { threads: kernels.threads, kernels: kernels.by }
    : { threads: 1 };
  return {
    engine: {
      backend: isFloat64 ? "float64" : "tensorflow",
      precision,
      precisionReason,
      parameters: theta.length,
      loss: lossConvention(spec),
      data,
      ...(weights !== undefined && { weights }),
      versions: versions(isFloat64 ? null : tensorflow()),
      ...computing,
    },
    objective,
    samples,
    theta,
    updates: (control, checkpoint, by = spec) =>
      runExperiment({
        spec: by,
        objective,
        samples,
        test,
        precision,
        lossScale,
        theta: theta.slice(),
        control,
        host,
        ...(checkpoint && { checkpoint }),
      }),
    viewer,
    release,
  };
}

async function prepareNetwork(
  spec: NetworkExperiment,
  { files, tensorflow }: Surroundings,
  { isViewed, fork }: Required<PrepareOptions>,
) {
  const data = await loadDataset(spec.data, files);
  refuse(networkProblems(spec, data.train));
  const testProblem = data.test && inputProblem(spec, data.test);
  if (testProblem) refuse([testProblem]);
  const { samples, inputShape } = data.train;
  refuse(batchProblems(spec, samples));
  const { theta, digest } = await startOf(spec, inputShape, files);
  const { precision, reason } = choosePrecision(spec.precision, {
    work: samples * multiplications(spec.model.layers, inputShape),
    hasTensorflow: () => tensorflow().state.available,
  });
  const info: DataInfo = {
    digest: dataDigest(data),
    samples,
    testSamples: data.test?.samples ?? 0,
    inputShape: [...inputShape],
    targets: data.train.targetWidth,
    classes: data.train.classes,
    ...(data.cautions?.length && { cautions: data.cautions }),
  };
  const isOfBatches = [spec, ...legsOf(fork).map((leg) => leg.spec)].some(
    ({ batch }) => batch !== undefined,
  );
  const problem = onBackend(
    precision,
    tensorflow,
    spec,
    { data, theta },
    isViewed,
  );
  return {
    problem: {
      ...problem,
      // They take memory as long as something holds on to them.
      samples: isOfBatches ? problem.samples : null,
    },
    weights: digest,
    precision,
    precisionReason: reason,
    data: info,
  };
}

/** A landscape has few variables, exact derivatives in float64, and no data. */
function prepareLandscape(spec: ExperimentSpec) {
  if (spec.model.kind === "imported")
    throw new LabFailure({
      code: "bad-experiment",
      message: "Imported curves have no network, so they cannot be run.",
      hint: "Design the experiment in the lab, and run that.",
    });
  if (spec.model.kind !== "landscape") throw new Error("It is a network.");
  const landscape = buildLandscape(spec.model);
  const { objective, theta } = landscape;
  refuse(parameterProblems(spec, theta.length));
  const problem: Ready = {
    objective,
    theta,
    lossScale: landscapeScale(landscape),
    samples: null,
    test: null,
    viewer: null,
    release: () => undefined,
  };
  return {
    problem,
    precision: "float64" as const,
    precisionReason: "A landscape is always computed in float64.",
    data: null,
    weights: undefined,
  };
}

function refuse(problems: FieldError[]) {
  if (problems.length > 0) throw badExperiment(problems);
}

function onBackend(
  precision: Precision,
  tensorflow: () => LoadedTensorflow,
  spec: NetworkExperiment,
  { data, theta }: { data: LoadedData; theta: Float64Array },
  isViewed: boolean,
): Ready {
  const on = <T>(be: Backend<T>) => ({
    ...buildProblem(be, spec, data, theta),
    viewer: isViewed ? networkViewer(be, spec, data) : null,
  });
  if (precision === "float64")
    return { ...on(new Float64Backend()), release: () => undefined };
  const { tf, state } = tensorflow();
  if (!tf) throw new LabFailure({ code: "engine", message: state.reason });
  const backend = new TensorflowBackend(tf);
  const release = backend.open();
  try {
    return { ...on(backend), release };
  } catch (thrown) {
    release();
    throw thrown;
  }
}

function versions(loaded: LoadedTensorflow | null): Record<string, string> {
  const lab = {
    edgeLab: labVersion,
    node: process.versions.node,
    numerics: numericsVersion,
  };
  return loaded?.state.available && loaded.tf
    ? {
        ...lab,
        tensorflowJs: loaded.state.version,
        tensorflow: libraryVersion(loaded.tf),
      }
    : lab;
}
