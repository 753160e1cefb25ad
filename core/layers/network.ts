import type { Graph } from "../derivatives/graph";
import type { Node } from "../derivatives/operation";
import type { LayerSpec } from "../experiment/spec";
import { activation } from "./activation";
import { conv2d } from "./conv2d";
import { dense } from "./dense";
import { flatten } from "./flatten";
import type { LayerKind, ParameterShape } from "./layer";
import { pool } from "./pool";
import type { Shape } from "./shape";

const kinds = { dense, conv2d, pool, flatten, activation };

/** The kind of a layer, which takes its own specification. */
function kindOf({ type }: LayerSpec): LayerKind<LayerSpec> {
  return kinds[type] as LayerKind<LayerSpec>;
}

/** Writes the layers of a network on a graph, on samples of a shape in rows x. */
export function writeLayers<T>(
  graph: Graph<T>,
  specs: readonly LayerSpec[],
  x: Node,
  input: Shape,
): Node {
  let y = x;
  along(specs, input, (kind, spec, shape) => {
    const parameters = (kind.parameters?.(spec, shape) ?? []).map(
      ({ rows, columns }) => graph.parameter(rows, columns),
    );
    y = kind.forward(graph, spec, y, parameters, shape);
  });
  return y;
}

/** @throws Error with a sentence about the layer where the two do not fit */
export function outputShape(spec: LayerSpec, input: Shape): Shape {
  return kindOf(spec).outputShape(spec, input);
}

/** The trainable arrays of a network in the order of its flat parameter vector. */
export function parameterShapes(
  specs: readonly LayerSpec[],
  input: Shape,
): ParameterShape[] {
  return along(
    specs,
    input,
    (kind, spec, shape) => kind.parameters?.(spec, shape) ?? [],
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
    (kind, spec, shape) => kind.multiplications?.(spec, shape) ?? 0,
  ).reduce((sum, count) => sum + count, 0);
}

/** Numbers that order 0 keeps for one sample. */
export function numbersKept(specs: readonly LayerSpec[], input: Shape): number {
  return along(specs, input, (kind, spec, shape) =>
    kind.numbersKept(spec, shape),
  ).reduce((sum, count) => sum + count, 0);
}

/** Follows the shapes through the layers. */
function along<R>(
  specs: readonly LayerSpec[],
  input: Shape,
  use: (kind: LayerKind<LayerSpec>, spec: LayerSpec, shape: Shape) => R,
): R[] {
  let shape = input;
  return specs.map((spec) => {
    const kind = kindOf(spec);
    const result = use(kind, spec, shape);
    shape = kind.outputShape(spec, shape);
    return result;
  });
}
