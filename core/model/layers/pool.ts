import type { LayerSpec } from "../../experiment/spec";
import type { Backend, PoolGeometry } from "../../tensor/backend";
import type { Layer, LayerPoint } from "../layer";
import { outputShape, width, type Shape } from "../shape";

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
    if (k === 0) return be.maxPool(xk, g);
    return be.meanPool(be.multiply(xk, memo.mask as T), g);
  }

  parameterGradients() {
    return [];
  }

  inputGradient(k: number, { x, y, d }: LayerPoint<T>) {
    const dk = d[k];
    if (dk == null) return null;
    const x0 = x[0] as T;
    return this.#isMax
      ? this.#be.maxPoolInput(dk, x0, y[0] as T, this.#geometry)
      : this.#be.meanPoolInput(dk, x0, this.#geometry);
  }

  prepare({ x, y, memo }: LayerPoint<T>) {
    if (this.#isMax) memo.mask = this.#mask(x[0] as T, y[0] as T);
  }

  /** The size of a window at each maximum, so that the mean of the products is their sum. */
  #mask(x: T, y: T) {
    const area = this.#be.affine(y, 0, this.#geometry.size ** 2);
    return this.#be.maxPoolInput(area, x, y, this.#geometry);
  }
}
