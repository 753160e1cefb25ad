import type { LayerSpec } from "../../experiment/spec";
import type { Backend, PoolGeometry } from "../../tensor/backend";
import type { Layer, LayerPoint } from "../layer";
import { outputShape, width, type Shape } from "../shape";
import { squared } from "../../math/squared";

type PoolSpec = Extract<LayerSpec, { type: "pool" }>;

/**
 * The mean or the maximum of each window. The maximum is linear as well once order 0 has decided where
 * it is: a mask of zeros and ones, and then the sum over each window. Where maxima tie, the first one
 * counts.
 */
export class Pool<T> implements Layer<T> {
  readonly parameters = [];
  readonly width: number;
  readonly #be: Backend<T>;
  readonly #isMax: boolean;
  readonly #geometry: PoolGeometry;

  constructor(be: Backend<T>, spec: PoolSpec, input: Shape) {
    this.#be = be;
    this.#isMax = spec.kind === "max";
    this.width = width(outputShape(spec, input));
    const [height, inWidth, channels] = input;
    this.#geometry = { height, width: inWidth, channels, size: spec.size };
  }

  forward(k: number, { x, memo }: LayerPoint<T>) {
    const xk = x[k];
    if (xk == null) return null;
    const be = this.#be;
    const g = this.#geometry;
    if (!this.#isMax) return be.meanPool(xk, g);
    if (k > 0) return be.meanPool(be.multiply(xk, memo.mask as T), g);
    const { values, places } = be.maxPool(xk, g);
    memo.places = places;
    return values;
  }

  parameterGradients() {
    return [];
  }

  inputGradient(k: number, { x, d, memo }: LayerPoint<T>) {
    const dk = d[k];
    if (dk == null) return null;
    return this.#isMax
      ? this.#be.scatter(dk, memo.places as T, x[0] as T)
      : this.#be.meanPoolInput(dk, x[0] as T, this.#geometry);
  }

  /** The size of a window at each maximum, so that the mean of the products is their sum. */
  prepare({ x, y, memo }: LayerPoint<T>) {
    if (!this.#isMax) return;
    const area = this.#be.affine(y[0] as T, 0, squared(this.#geometry.size));
    memo.mask = this.#be.scatter(area, memo.places as T, x[0] as T);
  }
}
