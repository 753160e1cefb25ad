import type { FieldError } from "../errors";
import type { DataShape } from "../data/dataset";
import { hasField } from "../data/spec";
import {
  allLayers,
  layerPath,
  parameterShapes,
  shapeAfter,
} from "../layers/network";
import type { InputTokens } from "../layers/definition";
import { isSequence, ShapeMismatch, width, type Shape } from "../layers/shape";
import { layerDefinitions, layerOf, type LayerSpec } from "../layers/spec";
import { lossOf } from "../losses/spec";
import { limits } from "../schema/fields";
import type { ExperimentSpec, NetworkExperiment } from "./spec";
import { grouped } from "../text/grouped";

/** What no single field can say of a network: whether data, layers and loss fit together. */
export function networkProblems(
  spec: NetworkExperiment,
  data: DataShape & InputTokens,
): FieldError[] {
  const loss = lossProblem(spec, data);
  if (loss) return [loss];
  const { layers, init } = spec.model;
  if (!layers.some(isTrained))
    return [
      {
        path: "model.layers",
        message: `A network needs at least one ${ending?.name} or other layer with weights.`,
        suggestion: addOutputs(outputWidth(spec, data)),
      },
    ];
  const misplaced = inputProblem(spec, data);
  if (misplaced) return [misplaced];
  let shape: Shape;
  try {
    shape = shapeAfter(layers, data.inputShape);
  } catch (thrown) {
    if (!(thrown instanceof ShapeMismatch)) throw thrown;
    const { place, message, suggestion } = thrown;
    return [{ path: layerPath(place), message, suggestion }];
  }
  const problem = outputProblem(spec, data, shape);
  if (problem) return [problem];
  const parameters = parameterShapes(layers, data.inputShape).reduce(
    (sum, { rows, columns }) => sum + rows * columns,
    0,
  );
  if ("values" in init && init.values.length !== parameters)
    return [
      {
        path: "model.init.values",
        message: `Values must have one number for each of the ${grouped(parameters)} parameters; there are ${grouped(init.values.length)}.`,
        suggestion: "Weights [out][in] and then biases, layer by layer.",
      },
    ];
  return parameterProblems(spec, parameters);
}

/** What depends on the number of parameters alone. */
export function parameterProblems(
  spec: ExperimentSpec,
  parameters: number,
): FieldError[] {
  if (spec.measure.sharpness.k !== "all" || parameters <= limits.allEigenvalues)
    return [];
  return [
    {
      path: "measure.sharpness.k",
      message: `All eigenvalues are computed for at most ${limits.allEigenvalues} parameters; this model has ${grouped(parameters)}.`,
      suggestion: `Set k to a number from 1 to ${limits.eigenvalues.max}.`,
    },
  ];
}

function isTrained(layer: LayerSpec): boolean {
  return layerOf(layer).parameters !== undefined;
}

/** Whether a layer that takes the data as they are stands first, and fits the data. */
export function inputProblem(
  { model }: NetworkExperiment,
  data: InputTokens,
): FieldError | null {
  for (const { spec, place } of allLayers(model.layers)) {
    const { isFirst, label, inputProblem } = layerOf(spec);
    if (!isFirst) continue;
    const path = layerPath(place);
    if (place.length > 1 || place[0] > 0)
      return {
        path,
        message: `${label} reads the tokens of the data, so it must be the first layer.`,
        suggestion: "Move it to the top, or remove it.",
      };
    const problem = inputProblem?.(spec, data);
    if (!problem) return null;
    const { field, message, suggestion } = problem;
    return {
      path: field === undefined ? path : `${path}.${field}`,
      message,
      suggestion,
    };
  }
  return null;
}

/** A layer that can end a network. */
const ending = layerDefinitions.find(({ outputs }) => outputs !== undefined);

/** What to add for so many outputs. */
function addOutputs(count: number): string {
  return `Add {"type": "${ending?.name}", "${ending?.outputs?.field}": ${count}}.`;
}

/** Numbers that must come out of the last layer. */
function outputWidth(spec: NetworkExperiment, data: DataShape) {
  return lossOf(spec.loss).outputs(data.targetWidth);
}

/** Whether the loss is defined for so many targets or classes. */
export function lossProblem(
  spec: NetworkExperiment,
  data: Pick<DataShape, "classes" | "targetWidth">,
): FieldError | null {
  const { source } = spec.data;
  if (data.classes === 1)
    return {
      path: "data",
      message: `All samples of ${source} are of one class, so there is nothing to classify.`,
      suggestion: "Choose data with at least two classes.",
    };
  const problem = lossOf(spec.loss).problem(data, source);
  if (!problem) return null;
  const { needsClasses, ...refusal } = problem;
  if (!needsClasses) return { path: "loss", ...refusal };
  // What stands there may be classes written as numbers.
  if (hasField(spec.data, "targetKind"))
    return {
      path: "data.targetKind",
      message: refusal.message,
      suggestion:
        'Set targetKind to "class" if the targets are classes, or use mse.',
    };
  return { path: "loss", ...refusal };
}

function outputProblem(
  spec: NetworkExperiment,
  data: DataShape,
  shape: Shape,
): FieldError | null {
  const wanted = outputWidth(spec, data);
  const layers = spec.model.layers;
  const last = layers.findLastIndex(isTrained);
  const { name, outputs } = layerOf(layers[last]);
  const found = width(shape);
  const { targetPositions = 1 } = data;
  if (found === wanted) return null;
  const each =
    wanted === data.targetWidth
      ? `one for each target of ${spec.data.source}`
      : `the ${lossOf(spec.loss).label.toLowerCase()} loss takes ${wanted === 1 ? "one" : wanted}`;
  const own = Number(outputs && layers[last][outputs.field as keyof LayerSpec]);
  // At each position of a sequence the layer gives as many.
  const units = (wanted * own) / found;
  if (!outputs || !Number.isInteger(units))
    return {
      path: `model.layers[${layers.length - 1}]`,
      message: `The network must end with ${wanted} output${wanted === 1 ? "" : "s"}, ${each}; it has ${grouped(found)}.`,
      suggestion: addOutputs(
        isSequence(shape) ? wanted / targetPositions : wanted,
      ),
    };
  const at =
    own === found ? "" : ` at each of ${grouped(found / own)} positions`;
  return {
    path: `model.layers[${last}].${outputs.field}`,
    message: `The last ${name} layer must have ${units} ${outputs.unit}${units === 1 ? "" : "s"}${at}, ${each}; it has ${own}.`,
    suggestion: `Set ${outputs.field} to ${units}.`,
  };
}
