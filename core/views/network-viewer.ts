/** Makes pictures of what a network does with its data. */
import type { Dataset, LoadedData } from "../data/dataset";
import { writeNetwork } from "../experiment/build";
import type { NetworkExperiment } from "../experiment/spec";
import { allLayers } from "../layers/network";
import { layerOf } from "../layers/spec";
import { lossOf } from "../losses/spec";
import type { SampleName } from "../losses/targets";
import type { Network } from "../objective/network";
import { NetworkOutputs } from "../objective/network-outputs";
import type { Backend } from "../tensor/backend";
import { classesOf, leadsOf } from "./classes";
import { along, cellsOf, curvePoints, mapCells, rangeOf } from "./grid";
import { imagesOf } from "./images";
import type {
  ClassPart,
  CurvePoints,
  MapPoints,
  NetworkPicture,
} from "./picture";

/** Samples of each set that are looked at: the first ones. */
export const mostSamples = 5000;
/** Curves that can be told apart. */
const mostCurves = 8;

export type NetworkViewer = (theta: Float64Array) => NetworkPicture;

/** Samples of a set with their targets as the loss takes them, and the outputs for them. */
interface Part {
  data: Dataset;
  /** Those that are shown; of sequences with a target at each position, positions. */
  samples: number;
  targets: Float64Array;
  columns: number;
  outputs: (theta: Float64Array) => Float64Array;
}

/** @param be what inputs are uploaded to, into the scope that is open now */
export function networkViewer<T>(
  be: Backend<T>,
  spec: Pick<NetworkExperiment, "model" | "loss">,
  { train, test }: LoadedData,
): NetworkViewer {
  const { targetPositions } = train;
  const network = writeNetwork(
    be,
    spec,
    train.inputShape,
    1,
    false,
    targetPositions,
  );
  // Where samples depend on their batch, the points of a grid are no part of it.
  const isWhole = allLayers(spec.model.layers).some(
    ({ spec: layer }) => layerOf(layer).wholeBatch !== undefined,
  );
  const part = (data: Dataset, name: SampleName) =>
    partOf(network, spec, data, name, isWhole);
  const parts = {
    train: part(train, "sample"),
    test: test && part(test, "test sample"),
  };
  const classes = classNames(spec, train);
  const { inputWidth } = train;
  const { columns } = parts.train;
  const isGrid = !isWhole && train.vocabulary === undefined;
  if (isGrid && inputWidth === 1 && columns <= mostCurves)
    return curve(network, parts);
  if (isGrid && inputWidth === 2) return map(network, parts, classes);
  if (classes) return byClass(parts, classes);
  return (theta) => ({
    kind: "scatter",
    ...ofBoth(parts, (one) => ({
      ...extent(one),
      targets: columnsOf(one.targets, one.columns),
      predicted: columnsOf(one.outputs(theta), one.columns),
    })),
  });
}

interface Parts {
  train: Part;
  test: Part | null;
}

function partOf<T>(
  network: Network<T>,
  { loss }: Pick<NetworkExperiment, "loss">,
  data: Dataset,
  name: SampleName,
  isWhole: boolean,
): Part {
  const samples = Math.min(mostSamples, data.samples);
  const { values, columns: all } = lossOf(loss).targets(data, name);
  const { inputWidth, targetPositions = 1 } = data;
  const shown = samples * inputWidth;
  const outputs = isWhole
    ? new NetworkOutputs(network, data.inputs, inputWidth, data.samples)
    : new NetworkOutputs(network, data.inputs.subarray(0, shown), inputWidth);
  return {
    data,
    samples: samples * targetPositions,
    targets: values.subarray(0, samples * all),
    columns: all / targetPositions,
    outputs: (theta) => outputs.at(theta).subarray(0, samples * all),
  };
}

function ofBoth<R>({ train, test }: Parts, make: (part: Part) => R) {
  return { train: make(train), test: test && make(test) };
}

const extent = ({ data, samples }: Part) => ({
  samples,
  of: data.samples * (data.targetPositions ?? 1),
});

/** What the classes are called; null where the outputs are numbers. */
function classNames(
  { loss }: Pick<NetworkExperiment, "loss">,
  { classes, classNames }: Dataset,
): string[] | null {
  if (classes !== null)
    return Array.from(
      { length: classes },
      (_, i) => classNames?.[i] ?? String(i),
    );
  return lossOf(loss).hasClasses ? ["−1", "1"] : null;
}

function curve<T>(network: Network<T>, parts: Parts): NetworkViewer {
  const inputs = [parts.train, parts.test].flatMap(
    (part) => part?.data.inputs.subarray(0, part.samples) ?? [],
  );
  const x = along(rangeOf(0, 1, inputs), curvePoints);
  const line = new NetworkOutputs(network, x, 1);
  return (theta) => ({
    kind: "curve",
    x,
    outputs: columnsOf(line.at(theta), line.columns),
    ...ofBoth(parts, (part): CurvePoints => ({
      ...extent(part),
      x: part.data.inputs.subarray(0, part.samples),
      targets: columnsOf(part.targets, part.columns),
      predicted: columnsOf(part.outputs(theta), part.columns),
    })),
  });
}

function map<T>(
  network: Network<T>,
  parts: Parts,
  classes: string[] | null,
): NetworkViewer {
  const inputs = [parts.train, parts.test].flatMap(
    (part) => part?.data.inputs.subarray(0, 2 * part.samples) ?? [],
  );
  const [x, y] = [0, 1].map((column) => rangeOf(column, 2, inputs));
  const cells = new NetworkOutputs(network, cellsOf(x, y, mapCells), 2);
  const { columns } = cells;
  const first = (rows: Float64Array) => columnsOf(rows, columns)[0];
  const read = (rows: Float64Array) =>
    classes ? Float64Array.from(classesOf(rows, columns)) : first(rows);
  return (theta) => {
    const all = cells.at(theta);
    return {
      kind: "map",
      x,
      y,
      size: mapCells,
      classes,
      cells: classes && classesOf(all, columns),
      values: classes ? leadsOf(all, columns) : first(all),
      outputs: columns,
      ...ofBoth(parts, (part): MapPoints => {
        const places = columnsOf(
          part.data.inputs.subarray(0, 2 * part.samples),
          2,
        );
        return {
          ...extent(part),
          x: places[0],
          y: places[1],
          target: read(part.targets),
          predicted: read(part.outputs(theta)),
        };
      }),
    };
  };
}

function byClass(parts: Parts, classes: string[]): NetworkViewer {
  return (theta) => ({
    kind: "classes",
    classes,
    ...ofBoth(parts, (part): ClassPart => {
      const outputs = part.outputs(theta);
      const target = classesOf(part.targets, part.columns);
      const predicted = classesOf(outputs, part.columns);
      const leads = leadsOf(outputs, part.columns);
      const { inputShape } = part.data;
      const isImage = inputShape.length === 3;
      return {
        ...extent(part),
        target,
        predicted,
        images: isImage
          ? imagesOf(part.data, { target, predicted, leads })
          : [],
        shape: isImage ? [...inputShape] : null,
      };
    }),
  });
}

/** The columns of [rows, columns]. */
function columnsOf(rows: Float64Array, columns: number): Float64Array[] {
  return Array.from({ length: columns }, (_, column) =>
    Float64Array.from(
      { length: rows.length / columns },
      (_, i) => rows[i * columns + column],
    ),
  );
}
