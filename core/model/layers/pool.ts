import type { LayerSpec } from "../../experiment/spec";
import type { Backend, PoolGeometry } from "../../tensor/backend";
import type { Layer, LayerPoint } from "../layer";
import { outputShape, width, type Shape } from "../shape";

type PoolSpec = Extract<LayerSpec, { type: "pool" }>;

/**
 * The mean or the maximum of each window. Both are linear once it is known where the maxima are, which
 * order 0 decides: the sum over each window of the entries times a mask. Where maxima tie, the first
 * one counts.
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
    if (!this.#isMax) return this.#mean(be.sumPool(xk, this.#geometry));
    if (k === 0) memo.mask = be.maxMask(xk, this.#geometry);
    return be.sumPool(be.multiply(xk, memo.mask as T), this.#geometry);
  }

  parameterGradients() {
    return [];
  }

  inputGradient(k: number, { d, memo }: LayerPoint<T>) {
    const dk = d[k];
    if (dk == null) return null;
    const spread = this.#be.unpool(dk, this.#geometry);
    return this.#isMax
      ? this.#be.multiply(spread, memo.mask as T)
      : this.#mean(spread);
  }

  prepare() {}

  #mean(sum: T) {
    return this.#be.affine(sum, 1 / this.#geometry.size ** 2, 0);
  }
}
