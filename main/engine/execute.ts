import { setImmediate } from "node:timers/promises";
import { availableParallelism } from "node:os";
import { version as labVersion } from "../../package.json";
import { LabFailure } from "../../core/contract/errors";
import { loadDataset } from "../../core/data/load";
import type { Dataset } from "../../core/data/dataset";
import { choosePrecision } from "../../core/experiment/precision";
import type { ExperimentSpec } from "../../core/experiment/spec";
import { initialParameters } from "../../core/model/init";
import { parameterShapes } from "../../core/model/network";
import { buildObjective } from "../../core/objective/build";
import type { RunControl, RunHost, RunUpdate } from "../../core/run/control";
import { runExperiment } from "../../core/run/runner";
import type { EngineInfo } from "../../core/run/summary";
import { Float64Backend } from "../../core/tensor/float64";
import { TensorflowBackend } from "../../core/tensor/tensorflow";
import { dataFiles } from "./data-files";
import type { LoadedTensorflow } from "./load-tensorflow";

const host: RunHost = {
  now: () => performance.now() / 1000,
  breathe: () => setImmediate(),
};

/**
 * Runs a valid experiment on this machine: data from disk, the backend that its precision asks for,
 * and the runner's updates. `onStarted` is told what computes it before the first step.
 */
export async function* execute(
  spec: ExperimentSpec,
  options: {
    control: RunControl;
    /** Called only when the run needs TensorFlow: loading it takes a second. */
    tensorflow: () => LoadedTensorflow;
    onStarted: (engine: EngineInfo) => void | Promise<void>;
  },
): AsyncGenerator<RunUpdate> {
  const { control, tensorflow, onStarted } = options;
  const data = await loadDataset(spec.data, dataFiles());
  const shapes = parameterShapes(spec.model.layers, data.inputWidth);
  const theta = initialParameters(spec.model.init, shapes);
  const precision = choosePrecision(spec.precision, {
    parameters: theta.length,
    samples: data.samples,
    hasTensorflow: () => tensorflow().state.available,
  });
  const { objective, release } = prepare(precision, tensorflow, spec, data);
  try {
    await onStarted({
      backend: precision === "float64" ? "float64" : "tensorflow",
      precision,
      parameters: theta.length,
      versions: versions(precision, tensorflow),
      threads: precision === "float64" ? 1 : availableParallelism(),
    });
    yield* runExperiment({ spec, objective, precision, theta, control, host });
  } finally {
    release();
  }
}

function prepare(
  precision: "float64" | "float32",
  tensorflow: () => LoadedTensorflow,
  spec: ExperimentSpec,
  data: Dataset,
) {
  if (precision === "float64") {
    const objective = buildObjective(new Float64Backend(), spec, data);
    return { objective, release: () => undefined };
  }
  const { tf, state } = tensorflow();
  if (!tf) throw new LabFailure({ code: "engine", message: state.reason });
  const backend = new TensorflowBackend(tf);
  const release = backend.open();
  return { objective: buildObjective(backend, spec, data), release };
}

function versions(
  precision: "float64" | "float32",
  tensorflow: () => LoadedTensorflow,
): Record<string, string> {
  const lab = { edgeLab: labVersion, node: process.versions.node };
  if (precision === "float64") return lab;
  const { state } = tensorflow();
  return state.available ? { ...lab, tensorflowJs: state.version } : lab;
}
