import { addScaled, scale } from "../vector";
import type { Optimizer } from "./optimizer";

/** How a rule moves θ, in place, once its velocity is that of the step. */
type Move = (
  theta: Float64Array,
  stepSize: number,
  velocity: Float64Array,
  gradient: Float64Array,
) => void;

/** A rule that remembers one velocity, v ← bv + cg from v = 0, and then moves θ. */
export class Velocity implements Optimizer {
  readonly #velocity: Float64Array;
  readonly #kept: number;
  readonly #added: number;
  readonly #move: Move;

  /**
   * @param kept the share b of the last velocity
   * @param added the share c of the gradient
   */
  constructor(size: number, kept: number, added: number, move: Move) {
    this.#velocity = new Float64Array(size);
    this.#kept = kept;
    this.#added = added;
    this.#move = move;
  }

  update(theta: Float64Array, gradient: Float64Array, stepSize: number) {
    scale(this.#velocity, this.#kept);
    addScaled(this.#velocity, this.#added, gradient);
    this.#move(theta, stepSize, this.#velocity, gradient);
  }

  state() {
    return [this.#velocity.slice()];
  }

  restore([velocity]: Float64Array[]) {
    this.#velocity.set(velocity);
  }
}
