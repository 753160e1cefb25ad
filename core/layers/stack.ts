import type { Graph } from "../derivatives/graph";
import type { Node } from "../derivatives/operation";
import type { LayerDefinition, ParameterShape } from "./definition";
import { ShapeMismatch, type Shape } from "./shape";

/** What follows from layers one after the other, on samples of a shape. */
export class Stack<Spec> {
  /** @param of finds the definition of a layer */
  constructor(private readonly of: (spec: Spec) => LayerDefinition<Spec>) {}

  /** The shape after all of them. @throws ShapeMismatch with the place of the layer that does not fit */
  outputShape(specs: readonly Spec[], input: Shape): Shape {
    let shape = input;
    for (const [i, spec] of specs.entries()) {
      try {
        shape = this.of(spec).outputShape(spec, shape);
      } catch (thrown) {
        if (thrown instanceof ShapeMismatch) thrown.place.unshift(i);
        throw thrown;
      }
    }
    return shape;
  }

  /** The trainable arrays in the order of the flat parameter vector. */
  parameters(specs: readonly Spec[], input: Shape): ParameterShape[] {
    return this.along(
      specs,
      input,
      (layer, spec, shape) => layer.parameters?.(spec, shape) ?? [],
    ).flat();
  }

  /**
   * Writes the layers on a graph, on samples in rows x.
   * @param parameters nodes of the arrays above
   * @param mask see LayerDefinition.forward
   */
  write<T>(
    graph: Graph<T>,
    specs: readonly Spec[],
    x: Node,
    input: Shape,
    parameters: readonly Node[],
    mask: Node | null,
  ): Node {
    let [y, counting, start] = [x, mask, 0];
    this.along(specs, input, (layer, spec, shape) => {
      const count = layer.parameters?.(spec, shape).length ?? 0;
      const own = parameters.slice(start, (start += count));
      counting = layer.mask?.(graph, spec, y) ?? counting;
      y = layer.forward(graph, spec, y, own, shape, counting);
    });
    return y;
  }

  /** Multiplications of a forward sweep for one sample. */
  multiplications(specs: readonly Spec[], input: Shape): number {
    return this.sum(
      specs,
      input,
      (layer, spec, shape) => layer.multiplications?.(spec, shape) ?? 0,
    );
  }

  /** Numbers that order 0 keeps for one sample. */
  numbersKept(specs: readonly Spec[], input: Shape): number {
    return this.sum(specs, input, (layer, spec, shape) =>
      layer.numbersKept(spec, shape),
    );
  }

  /** Follows the shapes through the layers. */
  along<R>(
    specs: readonly Spec[],
    input: Shape,
    use: (layer: LayerDefinition<Spec>, spec: Spec, shape: Shape) => R,
  ): R[] {
    let shape = input;
    return specs.map((spec) => {
      const layer = this.of(spec);
      const result = use(layer, spec, shape);
      shape = layer.outputShape(spec, shape);
      return result;
    });
  }

  private sum(
    specs: readonly Spec[],
    input: Shape,
    use: (layer: LayerDefinition<Spec>, spec: Spec, shape: Shape) => number,
  ): number {
    return this.along(specs, input, use).reduce((sum, n) => sum + n, 0);
  }
}
