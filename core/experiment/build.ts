import type { Dataset, LoadedData } from "../data/dataset";
import { Graph } from "../derivatives/graph";
import type { NetworkExperiment } from "./spec";
import { badField } from "../data/refuse";
import {
  allLayers,
  layerPath,
  numbersKept,
  parameterShapes,
  writeLayers,
  type PlacedLayer,
} from "../layers/network";
import { layerOf } from "../layers/spec";
import { grouped } from "../text/grouped";
import { width, type Shape } from "../layers/shape";
import type { LossMagnitude } from "../losses/magnitude";
import { lossOf } from "../losses/spec";
import type { SampleName } from "../losses/targets";
import { initialParameters } from "../layers/init";
import type { Backend } from "../tensor/backend";
import type { Chunk, Network } from "../objective/network";
import { NetworkObjective } from "../objective/network-objective";
import type { Objective, Samples, Scored } from "../objective/objective";

/** What to minimise, what to look at besides, and where to begin. */
export interface Problem {
  objective: Objective;
  /** What mini-batches are taken from; null for a landscape. */
  samples: Samples | null;
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
  const train = networkLoss(be, spec, data.train, "sample");
  const test =
    data.test && networkLoss(be, spec, data.test, "test sample").whole();
  return {
    objective: train.whole(),
    samples: train.samples,
    test,
    theta,
    lossScale: train.magnitude.scale,
  };
}

/** The rows of some samples, as the loss takes them. */
interface Rows {
  count: number;
  inputs: Float64Array;
  targets: Float64Array;
  sums: Float64Array | null;
}

/** The loss of a network on all samples of a data set, and on some of them. */
function networkLoss<T>(
  be: Backend<T>,
  { model, loss: name }: Pick<NetworkExperiment, "model" | "loss">,
  data: Dataset,
  sample: SampleName,
) {
  const { inputShape, inputWidth } = data;
  const loss = lossOf(name);
  const { values, columns, sums } = loss.targets(data, sample);
  const all: Rows = {
    count: data.samples,
    inputs: data.inputs,
    targets: values,
    sums,
  };
  const bytes = be.precision === "float64" ? 8 : 4;
  const perSample = bytes * numbersKept(model.layers, inputShape);
  const classifies = data.classes !== null || loss.hasClasses === true;
  const { targetPositions = 1 } = data;
  const widths = { inputs: inputWidth, targets: columns, targetPositions };
  const magnitudeOf = (targets: Float64Array) =>
    ofPositions(
      loss.magnitude(targets, columns / targetPositions),
      targetPositions,
    );
  const magnitude = magnitudeOf(values);
  const whole = allLayers(model.layers).find(
    ({ spec }) => layerOf(spec).wholeBatch !== undefined,
  );
  const most = Math.floor(wholeBytes / perSample);
  // Batches are of two sizes at most.
  const networks = new Map<number, Network<T>>();
  const networkOf = (count: number) => {
    const known =
      networks.get(count) ??
      writeNetwork(
        be,
        { model, loss: name },
        inputShape,
        count,
        sums !== null,
        targetPositions,
      );
    networks.set(count, known);
    return known;
  };
  const objective = (
    rows: Rows,
    chunks: () => Chunk<T>[],
    magnitude: LossMagnitude,
  ) => {
    if (whole && rows.count > most) throw tooMany(whole, most);
    return new NetworkObjective(
      networkOf(rows.count),
      chunks,
      classifies,
      magnitude,
    );
  };
  const samples: Samples = {
    count: data.samples,
    at(numbers) {
      const rows: Rows = {
        count: numbers.length,
        inputs: gathered(all.inputs, inputWidth, numbers),
        targets: gathered(values, columns, numbers),
        sums: sums && gathered(sums, columns, numbers),
      };
      return objective(
        rows,
        () => chunksOf(be, rows, widths, perSample),
        magnitudeOf(rows.targets),
      );
    },
  };
  return {
    samples,
    magnitude,
    whole() {
      const chunks = chunksOf(be, all, widths, perSample);
      return objective(all, always(chunks), magnitude);
    },
  };
}

/** A function of its own, so that it holds on to its value alone and not to the data around it. */
function always<T>(value: T): () => T {
  return () => value;
}

/** Uploads samples into the scope that is open now, in pieces that are small enough to be worked on at once. */
function chunksOf<T>(
  be: Backend<T>,
  { count, inputs, targets, sums }: Rows,
  widths: { inputs: number; targets: number; targetPositions: number },
  perSample: number,
): Chunk<T>[] {
  const total = count * perSample;
  // Of one size as far as possible: memory is reused by size.
  const pieces = total <= wholeBytes ? 1 : Math.ceil(total / chunkBytes);
  const rows = Math.ceil(count / Math.min(pieces, count));
  const chunks: Chunk<T>[] = [];
  for (let start = 0; start < count; start += rows) {
    const end = Math.min(start + rows, count);
    const part = (values: Float64Array, numbers: number, rows = 1) =>
      be.upload(
        values.subarray(start * numbers, end * numbers),
        (end - start) * rows,
        numbers / rows,
      );
    chunks.push({
      samples: end - start,
      inputs: part(inputs, widths.inputs),
      targets: part(targets, widths.targets, widths.targetPositions),
      sums: sums && part(sums, widths.targets, widths.targetPositions),
      isKept: end * perSample <= keptBytes,
    });
  }
  return chunks;
}

/** Rows of a matrix of `width` columns, one after the other. */
function gathered(values: Float64Array, width: number, rows: Uint32Array) {
  const found = new Float64Array(rows.length * width);
  rows.forEach((row, i) =>
    found.set(values.subarray(row * width, (row + 1) * width), i * width),
  );
  return found;
}

/**
 * A network and its loss on a graph.
 * @param samples the number that the sum of the loss is divided by
 * @param hasSums whether the loss takes the sums of the rows of its targets
 * @param targetPositions of the data: outputs and targets then are that many rows for each sample
 */
export function writeNetwork<T>(
  be: Backend<T>,
  { model, loss }: Pick<NetworkExperiment, "model" | "loss">,
  input: Shape,
  samples: number,
  hasSums: boolean,
  targetPositions = 1,
): Network<T> {
  const graph = new Graph(be);
  const inputs = graph.input(width(input));
  const flat = writeLayers(graph, model.layers, inputs, input);
  const columns = graph.shape(flat).columns / targetPositions;
  const outputs = targetPositions > 1 ? graph.reshape(flat, columns) : flat;
  const depth = graph.operations.length;
  const targets = graph.input(columns, targetPositions);
  const sums = hasSums ? graph.input(columns, targetPositions) : null;
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

/** The loss sums over the positions of a sample, and divides by the samples. */
function ofPositions(one: LossMagnitude, positions: number): LossMagnitude {
  if (positions === 1) return one;
  return {
    scale: positions * one.scale,
    error: (loss, precision) =>
      positions * one.error(loss / positions, precision),
  };
}

/** The refusal of samples that must not be cut up. @param most samples that fit */
function tooMany({ spec, place }: PlacedLayer, most: number) {
  return badField(
    layerPath(place),
    `The samples of this network take too much memory for one batch, and ${layerOf(spec).wholeBatch}.`,
    `Choose at most ${grouped(Math.max(1, most))} samples or smaller layers, or remove this layer.`,
  );
}
