import type { Backend, PoolGeometry } from "../tensor/backend";
import { squared } from "../math/squared";
import { give, type Node, type Operation, type Point } from "./operation";

/**
 * The largest entry of each window. It is linear once order 0 has selected where: a mask of zeros and ones, and
 * then the sum over each window. Where entries tie, the first one counts.
 */
export class MaxPool<T> implements Operation<T> {
  constructor(
    private readonly be: Backend<T>,
    private readonly geometry: PoolGeometry,
    private readonly a: Node,
    readonly out: Node,
  ) {}

  forward(k: number, { z, shared }: Point<T>) {
    const xk = z[k][this.a];
    if (xk == null) return null;
    const be = this.be;
    if (k > 0) {
      const mask = shared[this.out][1] as T;
      return be.meanPool(be.multiply(xk, mask), this.geometry);
    }
    const { values, places } = be.maxPool(xk, this.geometry);
    shared[this.out] = [places];
    return values;
  }

  backward(k: number, at: Point<T>) {
    const dk = at.d[k][this.out];
    if (dk == null || !at.wanted[this.a]) return;
    give(this.be, k, at, this.a, this.#scatter(dk, at));
  }

  /** Keeps the mask, the size of a window at each maximum, so that the mean of the products is their sum. */
  prepare(at: Point<T>) {
    const y = at.z[0][this.out] as T;
    const area = this.be.affine(y, 0, squared(this.geometry.size));
    at.shared[this.out][1] = this.#scatter(area, at);
  }

  #scatter(d: T, { z, shared }: Point<T>) {
    const [places, x] = [shared[this.out][0] as T, z[0][this.a] as T];
    return this.be.scatter(d, places, x, this.geometry);
  }
}
