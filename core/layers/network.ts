import type { Graph } from "../derivatives/graph";
import type { Node } from "../derivatives/operation";
import type { LayerDefinition, ParameterShape } from "./definition";
import type { Shape } from "./shape";
import { layerOf, type LayerSpec } from "./spec";
import { Stack } from "./stack";

const stack = new Stack<LayerSpec>(layerOf);

/** Writes the layers of a network on a graph, on samples of a shape in rows x. */
export function writeLayers<T>(
  graph: Graph<T>,
  specs: readonly LayerSpec[],
  x: Node,
  input: Shape,
): Node {
  const parameters = parameterShapes(specs, input).map(({ rows, columns }) =>
    graph.parameter(rows, columns),
  );
  return stack.write(graph, specs, x, input, parameters, null);
}

/** The shape after one layer. @throws ShapeMismatch with a sentence about the layer where the two do not fit */
export function outputShape(spec: LayerSpec, input: Shape): Shape {
  return layerOf(spec).outputShape(spec, input);
}

/** The shape after all layers. @throws ShapeMismatch with the place of the layer that does not fit */
export function shapeAfter(specs: readonly LayerSpec[], input: Shape): Shape {
  return stack.outputShape(specs, input);
}

/** The trainable arrays of a network in the order of its flat parameter vector. */
export function parameterShapes(
  specs: readonly LayerSpec[],
  input: Shape,
): ParameterShape[] {
  return stack.parameters(specs, input);
}

/** Multiplications of a forward sweep for one sample. */
export function multiplications(
  specs: readonly LayerSpec[],
  input: Shape,
): number {
  return stack.multiplications(specs, input);
}

/** Numbers that order 0 keeps for one sample. */
export function numbersKept(specs: readonly LayerSpec[], input: Shape): number {
  return stack.numbersKept(specs, input);
}

/** Follows the shapes through the layers. */
export function along<R>(
  specs: readonly LayerSpec[],
  input: Shape,
  use: (layer: LayerDefinition<LayerSpec>, spec: LayerSpec, shape: Shape) => R,
): R[] {
  return stack.along(specs, input, use);
}

/** The layers inside a layer; none of most. */
export function innerLayers(spec: LayerSpec): readonly LayerSpec[] {
  const { innerField } = layerOf(spec);
  return innerField === undefined
    ? []
    : (spec[innerField as keyof LayerSpec] as unknown as LayerSpec[]);
}

/** The same layer with other layers inside it. */
export function withInner(
  spec: LayerSpec,
  layers: readonly LayerSpec[],
): LayerSpec {
  const { innerField } = layerOf(spec);
  return innerField === undefined ? spec : { ...spec, [innerField]: layers };
}

/** A layer with its place: [2] of the third layer, [2, 0] of the first one inside it. */
export interface PlacedLayer {
  spec: LayerSpec;
  place: readonly number[];
}

/** All layers with those inside them, each before its own. */
export function allLayers(
  specs: readonly LayerSpec[],
  outer: readonly number[] = [],
): PlacedLayer[] {
  return specs.flatMap((spec, i) => {
    const place = [...outer, i];
    return [{ spec, place }, ...allLayers(innerLayers(spec), place)];
  });
}

/** Where a layer stands in the experiment file, e.g. `model.layers[2].layers[0]`. */
export function layerPath(place: readonly number[]): string {
  return `model.${place.map((i) => `layers[${i}]`).join(".")}`;
}
