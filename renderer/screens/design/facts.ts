/** What follows from the experiment as it stands: shapes, parameters, precision. */
import type { DataShape } from "../../../core/data/dataset";
import { describeExperiment } from "../../../core/experiment/describe";
import { analysisLimit } from "../../../core/experiment/analysis-limit";
import { choosePrecision } from "../../../core/experiment/precision";
import type { ExperimentSpec } from "../../../core/experiment/spec";
import { dataShape, sourceOf, type DataSpec } from "../../../core/data/spec";
import {
  multiplications,
  outputShape,
  parameterShapes,
} from "../../../core/layers/network";
import type { LayerSpec } from "../../../core/layers/spec";
import { isSequence, type Shape } from "../../../core/layers/shape";
import { count } from "../../lib/format";

export interface Flow {
  /** The shape after each layer; null from the first that does not fit, or where it is unknown. */
  shapes: (Shape | null)[];
  /** Trainable numbers of each layer; null likewise. */
  parameters: (number | null)[];
}

/** Follows a sample through the layers. @param input its shape, null where only a file knows it */
export function flow(layers: LayerSpec[], input: Shape | null): Flow {
  const shapes: Flow["shapes"] = [];
  const parameters: Flow["parameters"] = [];
  let shape = input;
  for (const layer of layers) {
    parameters.push(shape && parametersOf(layer, shape));
    shape = shape && after(layer, shape);
    shapes.push(shape);
  }
  return { shapes, parameters };
}

function after(layer: LayerSpec, shape: Shape): Shape | null {
  try {
    const next = outputShape(layer, shape);
    return next.every((size) => size > 0) ? next : null;
  } catch {
    return null;
  }
}

function parametersOf(layer: LayerSpec, shape: Shape): number | null {
  if (after(layer, shape) === null) return null;
  return parameterShapes([layer], shape).reduce(
    (sum, { rows, columns }) => sum + rows * columns,
    0,
  );
}

/** The shape of a sample, null while the data are not known or not valid. */
export function shapeOf(spec: ExperimentSpec): DataShape | null {
  const shape = spec.data ? dataShape(spec.data) : null;
  const sizes = shape && [...shape.inputShape, shape.targetWidth];
  return sizes?.every((size) => Number.isInteger(size) && size > 0)
    ? shape
    : null;
}

/** "28 × 28 × 1", "784 numbers", "4 positions × 16". */
export function shapeText(shape: Shape): string {
  if (shape.length === 3) return shape.map(count).join(" × ");
  if (isSequence(shape))
    return `${count(shape[0])} position${shape[0] === 1 ? "" : "s"} × ${count(shape[1])}`;
  return `${count(shape[0])} number${shape[0] === 1 ? "" : "s"}`;
}

/** Training samples of a source whose shape is known. */
function sampleCount(data: DataSpec): number {
  if ("samples" in data && data.samples !== undefined) return data.samples;
  const aside = ("testSamples" in data && data.testSamples) || 0;
  return (sourceOf(data).rows?.(data) ?? NaN) - aside;
}

/** Data, network, loss and method of a valid experiment as lines to read. */
export function factLines(
  spec: ExperimentSpec,
  hasTensorflow: boolean,
): { term: string; what: string }[] {
  const { data, model } = spec;
  const limit = analysisLimit(spec);
  // The limit says the caution about kinks as well.
  const isSaid = limit !== null && !limit.isWhole;
  const lines = [
    ...describeExperiment(spec).filter(
      ({ term }) => !(isSaid && term === "Caution"),
    ),
    ...(limit ? [{ term: "Theory", what: limit.message }] : []),
  ];
  const shape = data && dataShape(data);
  if (model.kind !== "network" || !shape) return lines;
  const { parameters } = flow(model.layers, shape.inputShape);
  const samples = sampleCount(data);
  const { precision } = choosePrecision(spec.precision, {
    work: samples * multiplications(model.layers, shape.inputShape),
    hasTensorflow: () => hasTensorflow,
  });
  const total = parameters.reduce<number>((sum, n) => sum + (n ?? 0), 0);
  return [
    ...lines,
    { term: "Parameters", what: count(total) },
    {
      term: "Precision",
      what:
        precision === "float64"
          ? "Double (float64), built in"
          : "Single (float32), on TensorFlow",
    },
  ];
}
