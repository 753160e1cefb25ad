import type { Dataset } from "../../core/data/dataset";
import type { LossName } from "../../core/losses/spec";
import { modelSchema } from "../../core/experiment/model-spec";
import {
  isNetwork,
  type ExperimentInput,
  type NetworkExperiment,
} from "../../core/experiment/spec";
import { requireExperiment } from "../../core/experiment/validate";
import type { LayerSpec } from "../../core/layers/spec";
import { buildProblem } from "../../core/experiment/build";
import { createRandom } from "../../core/random";
import type { RunHost } from "../../core/run/control";
import type { Backend } from "../../core/tensor/backend";
import { Float64Backend } from "../../core/tensor/float64";
import { TensorflowBackend } from "../../core/tensor/tensorflow";
import { loadTensorflow } from "../../main/engine/load-tensorflow";

export type NetworkInput = ExperimentInput & {
  model: Extract<ExperimentInput["model"], { kind: "network" }>;
};

export const golden: NetworkInput = {
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

export type Layers = NetworkInput["model"]["layers"];

export interface SmallShape {
  samples: number;
  /** Numbers of one sample, or [height, width, channels]. */
  inputs: number | readonly number[];
  outputs: number;
  loss?: LossName;
}

/** Normal inputs; normal targets, or classes in turn where the loss asks for them. */
export function smallData(
  { samples, inputs, outputs, loss = "mse" }: SmallShape,
  seed: number,
) {
  const random = createRandom(seed);
  const normals = (n: number) =>
    Float64Array.from({ length: n }, () => random.normal());
  const inputShape = typeof inputs === "number" ? [inputs] : inputs;
  const inputWidth = inputShape.reduce((product, n) => product * n, 1);
  const data: Dataset = {
    samples,
    inputs: normals(samples * inputWidth),
    inputShape,
    inputWidth,
    targets: normals(samples * outputs),
    targetWidth: outputs,
    classes: null,
  };
  if (loss === "logistic") data.targets = data.targets.map(Math.sign);
  if (loss === "cross-entropy") {
    data.classes = outputs;
    data.targets = Float64Array.from(data.targets, (_, i) =>
      i % outputs === Math.floor(i / outputs) % outputs ? 1 : 0,
    );
  }
  return { data, normals };
}

/** Random data and a network on them, with its objective on a backend and parameters to start at. */
export function smallProblem<T>(
  be: Backend<T>,
  layers: Layers,
  shape: SmallShape,
  seed = 1,
) {
  const { data, normals } = smallData(shape, seed);
  const spec = requireNetwork({
    ...golden,
    data: {
      source: "inline",
      x: [Array.from(data.inputs.subarray(0, data.inputWidth))],
      y: [[0]],
    },
    // What flows out is not checked, so that any part of a network can be looked at.
    model: {
      kind: "network",
      init: { scheme: "uniform-fan-in", seed },
      layers: [{ type: "dense", units: 1 }],
    },
  });
  spec.model.layers = layerList(layers);
  spec.loss = shape.loss ?? "mse";
  const problem = buildProblem(be, spec, { train: data, test: null });
  return { ...problem, data, normals };
}

/** Layers with their defaults filled in. */
export function layerList(layers: Layers): LayerSpec[] {
  const model = modelSchema.parse({ kind: "network", layers });
  if (model.kind !== "network") throw new Error("A landscape is no network.");
  return model.layers;
}

export function requireNetwork(input: unknown): NetworkExperiment {
  const spec = requireExperiment(input);
  if (!isNetwork(spec)) throw new Error("A landscape is no network.");
  return spec;
}

export function goldenProblem<T>(be: Backend<T>, train: Dataset) {
  const spec = requireNetwork(golden);
  return { spec, ...buildProblem(be, spec, { train, test: null }) };
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
