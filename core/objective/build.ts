import type { Dataset, LoadedData } from "../data/dataset";
import type { NetworkExperiment } from "../experiment/spec";
import { createLoss } from "../loss/loss";
import { initialParameters } from "../model/init";
import { buildLayers, parameterShapes } from "../model/network";
import { outputShape, width, type Shape } from "../model/shape";
import type { Backend } from "../tensor/backend";
import { NetworkObjective, type Chunk } from "./network-objective";
import type { Objective, Scored } from "./objective";
import { signed } from "./signed-targets";

/** What to minimise, what to look at besides, and where to begin. */
export interface Problem {
  objective: Objective;
  test: Scored | null;
  theta: Float64Array;
}

/** Bytes that the tensors of one chunk may take, and those of all chunks when they are kept. */
const chunkBytes = 96 * 2 ** 20;
const keptBytes = 700 * 2 ** 20;
/** Tensors that a layer leaves for each number that comes out of it: values, slopes and gradients. */
const tensorsPerOutput = 5;

/** The problem of a network experiment on its data, computed on the given backend. */
export function buildProblem<T>(
  be: Backend<T>,
  spec: Pick<NetworkExperiment, "model" | "loss">,
  data: LoadedData,
): Problem {
  const { layers, init } = spec.model;
  const { inputShape } = data.train;
  const shapes = parameterShapes(layers, inputShape);
  return {
    objective: networkObjective(be, spec, data.train),
    test: data.test && networkObjective(be, spec, data.test),
    theta: initialParameters(init, shapes),
  };
}

function networkObjective<T>(
  be: Backend<T>,
  { model, loss }: Pick<NetworkExperiment, "model" | "loss">,
  data: Dataset,
) {
  const { samples, inputShape } = data;
  const perSample =
    outputsPerSample(model.layers, inputShape) *
    tensorsPerOutput *
    (be.precision === "float64" ? 8 : 4);
  const size = Math.max(1, Math.floor(chunkBytes / perSample));
  // Of one size as far as possible: memory is reused by size.
  const pieces = Math.ceil(samples / size);
  const even = Math.ceil(samples / pieces);
  const chunks: Chunk<T>[] = [];
  for (let start = 0; start < samples; start += even)
    chunks.push(chunk(be, loss, data, start, Math.min(start + even, samples)));
  return new NetworkObjective(
    be,
    buildLayers(be, model.layers, inputShape),
    chunks,
    {
      classifies: data.classes !== null || loss === "logistic",
      keepsOrderZero: perSample * samples <= keptBytes,
    },
  );
}

function chunk<T>(
  be: Backend<T>,
  loss: NetworkExperiment["loss"],
  data: Dataset,
  start: number,
  end: number,
): Chunk<T> {
  const rows = end - start;
  const { inputWidth, samples } = data;
  const { values, width: outputs } =
    loss === "logistic"
      ? { values: signed(data), width: 1 }
      : { values: data.targets, width: data.targetWidth };
  const inputs = be.upload(
    data.inputs.subarray(start * inputWidth, end * inputWidth),
    rows,
    inputWidth,
  );
  const targets = be.upload(
    values.subarray(start * outputs, end * outputs),
    rows,
    outputs,
  );
  return {
    samples: rows,
    inputs,
    targets,
    loss: createLoss(be, loss, targets, samples),
  };
}

function outputsPerSample(
  layers: NetworkExperiment["model"]["layers"],
  input: Shape,
) {
  let shape = input;
  let sum = 0;
  for (const layer of layers) {
    shape = outputShape(layer, shape);
    sum += width(shape);
  }
  return sum;
}
