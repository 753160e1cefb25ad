import type { Dataset } from "../../core/data/dataset";
import type { ExperimentInput } from "../../core/experiment/spec";
import { requireExperiment } from "../../core/experiment/validate";
import { initialParameters } from "../../core/model/init";
import { parameterShapes } from "../../core/model/network";
import { buildObjective } from "../../core/objective/build";
import { createRandom } from "../../core/random";
import type { RunHost } from "../../core/run/control";
import type { Backend } from "../../core/tensor/backend";
import { Float64Backend } from "../../core/tensor/float64";
import { TensorflowBackend } from "../../core/tensor/tensorflow";
import { loadTensorflow } from "../../main/engine/load-tensorflow";

export const golden: ExperimentInput = {
  edgeLab: 1,
  name: "golden",
  data: { source: "chebyshev", degree: 3, samples: 20 },
  model: {
    kind: "network",
    init: { scheme: "sine" },
    layers: [
      { type: "dense", units: 20 },
      { type: "activation", fn: "tanh" },
      { type: "dense", units: 1 },
    ],
  },
  optimizer: { kind: "gd", stepSize: 0.2 },
  steps: 1000,
};

/** TensorFlow as set-up installs it; a test without it fails and says what to do. */
export function tensorflowBackend() {
  const { tf, state } = loadTensorflow();
  if (!tf) throw new Error(state.reason);
  return new TensorflowBackend(tf);
}

/** Random data and a network on them, with its objective on a backend and parameters to start at. */
export function smallProblem<T>(
  be: Backend<T>,
  layers: ExperimentInput["model"]["layers"],
  shape: { samples: number; inputs: number; outputs: number },
  seed = 1,
) {
  const random = createRandom(seed);
  const normals = (n: number) =>
    Float64Array.from({ length: n }, () => random.normal());
  const data: Dataset = {
    samples: shape.samples,
    inputs: normals(shape.samples * shape.inputs),
    inputWidth: shape.inputs,
    targets: normals(shape.samples * shape.outputs),
    targetWidth: shape.outputs,
  };
  const { model } = requireExperiment({
    ...golden,
    model: {
      kind: "network",
      layers: [...layers, { type: "dense", units: 1 }],
    },
  });
  model.layers.pop();
  const objective = buildObjective(be, { model }, data);
  const shapes = parameterShapes(model.layers, shape.inputs);
  const theta = initialParameters({ scheme: "uniform-fan-in", seed }, shapes);
  return { objective, theta, normals };
}

export function goldenProblem<T>(be: Backend<T>, data: Dataset) {
  const spec = requireExperiment(golden);
  const objective = buildObjective(be, spec, data);
  const shapes = parameterShapes(spec.model.layers, 1);
  const theta = initialParameters(spec.model.init, shapes);
  return { spec, objective, theta };
}

export const float64 = () => new Float64Backend();

/** A host whose clock the test moves. */
export function testHost(): RunHost & { time: number } {
  return {
    time: 0,
    now() {
      return this.time;
    },
    breathe: () => Promise.resolve(),
  };
}

/** |a − b| / |b| over whole vectors. */
export function relativeDifference(a: Float64Array, b: Float64Array) {
  let [difference, size] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    difference += (a[i] - b[i]) ** 2;
    size += b[i] ** 2;
  }
  return Math.sqrt(difference / size);
}

export function along(theta: Float64Array, t: number, v: Float64Array) {
  return theta.map((x, i) => x + t * v[i]);
}

/** Runs a generator to its end. */
export function finish<T>(steps: Generator<void, T>): T {
  for (;;) {
    const state = steps.next();
    if (state.done) return state.value;
  }
}
