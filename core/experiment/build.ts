import type { Dataset, LoadedData } from "../data/dataset";
import { Graph } from "../derivatives/graph";
import type { NetworkExperiment } from "./spec";
import { numbersKept, parameterShapes, writeLayers } from "../layers/network";
import { width, type Shape } from "../layers/shape";
import type { LossMagnitude } from "../losses/magnitude";
import { lossOf } from "../losses/spec";
import type { SampleName } from "../losses/targets";
import { initialParameters } from "../layers/init";
import type { Backend } from "../tensor/backend";
import type { Chunk, Network } from "../objective/network";
import { NetworkObjective } from "../objective/network-objective";
import type { Objective, Scored } from "../objective/objective";

/** What to minimise, what to look at besides, and where to begin. */
export interface Problem {
  objective: Objective;
  test: Scored | null;
  theta: Float64Array;
  /** The scale of the loss, which a start near a minimum says nothing of. */
  lossScale: number;
}

/**
 * Bytes that the tensors of all samples may take to be worked on at once; else those of one chunk, and
 * of all chunks that are kept. Freed memory does not all go back to the system: with chunks this small
 * 60,000 digits stay within 2 GB.
 */
const wholeBytes = 60 * 2 ** 20;
const chunkBytes = 48 * 2 ** 20;
const keptBytes = 320 * 2 ** 20;

/**
 * The problem of a network experiment on its data, computed on the given backend.
 * @param theta where it begins; as its scheme says when left out
 */
export function buildProblem<T>(
  be: Backend<T>,
  spec: Pick<NetworkExperiment, "model" | "loss">,
  data: LoadedData,
  theta = initialParameters(
    spec.model.init,
    parameterShapes(spec.model.layers, data.train.inputShape),
  ),
): Problem {
  const train = networkObjective(be, spec, data.train, "sample");
  const test =
    data.test && networkObjective(be, spec, data.test, "test sample");
  return {
    objective: train.objective,
    test: test && test.objective,
    theta,
    lossScale: train.magnitude.scale,
  };
}

function networkObjective<T>(
  be: Backend<T>,
  { model, loss: name }: Pick<NetworkExperiment, "model" | "loss">,
  data: Dataset,
  sample: SampleName,
): { objective: NetworkObjective<T>; magnitude: LossMagnitude } {
  const { samples, inputShape } = data;
  const bytes = be.precision === "float64" ? 8 : 4;
  const perSample = bytes * numbersKept(model.layers, inputShape);
  const total = samples * perSample;
  // Of one size as far as possible: memory is reused by size.
  const pieces = total <= wholeBytes ? 1 : Math.ceil(total / chunkBytes);
  const rows = Math.ceil(samples / Math.min(pieces, samples));
  const loss = lossOf(name);
  const { values, columns, sums } = loss.targets(data, sample);
  const chunks: Chunk<T>[] = [];
  for (let start = 0; start < samples; start += rows) {
    const end = Math.min(start + rows, samples);
    const part = (rows: Float64Array, numbers: number) =>
      be.upload(
        rows.subarray(start * numbers, end * numbers),
        end - start,
        numbers,
      );
    chunks.push({
      samples: end - start,
      inputs: part(data.inputs, data.inputWidth),
      targets: part(values, columns),
      sums: sums && part(sums, columns),
      isKept: end * perSample <= keptBytes,
    });
  }
  const magnitude = loss.magnitude(values, columns);
  const objective = new NetworkObjective(
    writeNetwork(be, { model, loss: name }, inputShape, samples, sums !== null),
    chunks,
    data.classes !== null || loss.hasClasses === true,
    magnitude,
  );
  return { objective, magnitude };
}

/**
 * A network and its loss on a graph.
 * @param samples the number that the sum of the loss is divided by
 * @param hasSums whether the loss takes the sums of the rows of its targets
 */
export function writeNetwork<T>(
  be: Backend<T>,
  { model, loss }: Pick<NetworkExperiment, "model" | "loss">,
  input: Shape,
  samples: number,
  hasSums: boolean,
): Network<T> {
  const graph = new Graph(be);
  const inputs = graph.input(width(input));
  const outputs = writeLayers(graph, model.layers, inputs, input);
  const depth = graph.operations.length;
  const { columns } = graph.shape(outputs);
  const targets = graph.input(columns);
  const sums = hasSums ? graph.input(columns) : null;
  return {
    graph,
    inputs,
    targets,
    sums,
    outputs,
    depth,
    loss: lossOf(loss).write(graph, { outputs, targets, sums, samples }),
  };
}
