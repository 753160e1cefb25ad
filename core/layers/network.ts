import type { Graph } from "../derivatives/graph";
import type { Node } from "../derivatives/operation";
import type { LayerDefinition, ParameterShape } from "./definition";
import type { Shape } from "./shape";
import { layerOf, type LayerSpec } from "./spec";

/** Writes the layers of a network on a graph, on samples of a shape in rows x. */
export function writeLayers<T>(
  graph: Graph<T>,
  specs: readonly LayerSpec[],
  x: Node,
  input: Shape,
): Node {
  let y = x;
  along(specs, input, (layer, spec, shape) => {
    const parameters = (layer.parameters?.(spec, shape) ?? []).map(
      ({ rows, columns }) => graph.parameter(rows, columns),
    );
    y = layer.forward(graph, spec, y, parameters, shape);
  });
  return y;
}

/** @throws Error with a sentence about the layer where the two do not fit */
export function outputShape(spec: LayerSpec, input: Shape): Shape {
  return layerOf(spec).outputShape(spec, input);
}

/** The trainable arrays of a network in the order of its flat parameter vector. */
export function parameterShapes(
  specs: readonly LayerSpec[],
  input: Shape,
): ParameterShape[] {
  return along(
    specs,
    input,
    (layer, spec, shape) => layer.parameters?.(spec, shape) ?? [],
  ).flat();
}

/** Multiplications of a forward sweep for one sample. */
export function multiplications(
  specs: readonly LayerSpec[],
  input: Shape,
): number {
  return along(
    specs,
    input,
    (layer, spec, shape) => layer.multiplications?.(spec, shape) ?? 0,
  ).reduce((sum, count) => sum + count, 0);
}

/** Numbers that order 0 keeps for one sample. */
export function numbersKept(specs: readonly LayerSpec[], input: Shape): number {
  return along(specs, input, (layer, spec, shape) =>
    layer.numbersKept(spec, shape),
  ).reduce((sum, count) => sum + count, 0);
}

/** Follows the shapes through the layers. */
export function along<R>(
  specs: readonly LayerSpec[],
  input: Shape,
  use: (layer: LayerDefinition<LayerSpec>, spec: LayerSpec, shape: Shape) => R,
): R[] {
  let shape = input;
  return specs.map((spec) => {
    const layer = layerOf(spec);
    const result = use(layer, spec, shape);
    shape = layer.outputShape(spec, shape);
    return result;
  });
}
