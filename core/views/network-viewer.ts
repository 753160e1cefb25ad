/** Makes pictures of what a network does with its data. */
import type { Dataset, LoadedData } from "../data/dataset";
import { writeNetwork } from "../experiment/build";
import type { NetworkExperiment } from "../experiment/spec";
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
  const network = writeNetwork(be, spec, train.inputShape, 1, false);
  const part = (data: Dataset, name: SampleName) =>
    partOf(network, spec, data, name);
  const parts = {
    train: part(train, "sample"),
    test: test && part(test, "test sample"),
  };
  const classes = classNames(spec, train);
  const { inputWidth } = train;
  const { columns } = parts.train;
  if (inputWidth === 1 && columns <= mostCurves) return curve(network, parts);
  if (inputWidth === 2) return map(network, parts, classes);
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
): Part {
  const samples = Math.min(mostSamples, data.samples);
  const { values, columns } = lossOf(loss).targets(data, name);
  const inputs = data.inputs.subarray(0, samples * data.inputWidth);
  const outputs = new NetworkOutputs(network, inputs, data.inputWidth);
  return {
    data,
    samples,
    targets: values.subarray(0, samples * columns),
    columns,
    outputs: (theta) => outputs.at(theta),
  };
}

function ofBoth<R>({ train, test }: Parts, make: (part: Part) => R) {
  return { train: make(train), test: test && make(test) };
}

const extent = ({ data, samples }: Part) => ({ samples, of: data.samples });

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
