import { unitRoundoff } from "../rounding";
import type { Linearization, Objective } from "../objective/objective";
import type { TapePoint } from "./operations";
import type { Slot, Tape } from "./tape";

/**
 * A loss written as an expression of few variables. As for networks, a forward and a backward sweep
 * over polynomials of order 0, 1, 2 in t along θ + tv give ∇L, Hv and ½·D³L(v, v, ·), exactly.
 */
export class TapeObjective implements Objective {
  readonly size: number;
  readonly accuracy = null;
  readonly #tape: Tape;
  readonly #loss: Slot;
  /** Where evaluate works: a run of millions of steps allocates nothing. */
  readonly #scratch: TapePoint;
  /** Points of linearizations that are done with: a map makes thousands of them. */
  readonly #spare: TapePoint[] = [];
  /** Slots that operations fill: variables and constants are exact. */
  readonly #computed: Slot[];
  /** That of the last evaluate or linearize. */
  #last: TapePoint;

  constructor(tape: Tape, loss: Slot) {
    this.size = tape.variables;
    this.#tape = tape;
    this.#loss = loss;
    this.#computed = Array.from({ length: tape.slots }, (_, i) => i).filter(
      (slot) => slot >= tape.variables && !tape.constants.has(slot),
    );
    this.#last = this.#scratch = this.#point(1);
  }

  /**
   * Each operation is off by about u times its result, which reaches the loss by its derivative with
   * respect to that result: the first-order bound that reverse mode gives (Higham, 2002, §3.3).
   */
  get lossError() {
    const [z, d] = [this.#last.z[0], this.#last.d[0]];
    let sum = 0;
    for (const i of this.#computed) sum += Math.abs(d[i] * z[i]);
    return 2 * unitRoundoff.float64 * sum;
  }

  evaluate(theta: Float64Array, gradient: Float64Array) {
    const at = (this.#last = this.#scratch);
    this.#set(0, at, theta);
    this.#sweep(0, at);
    for (let i = 0; i < gradient.length; i++) gradient[i] = at.d[0][i];
    return at.z[0][this.#loss];
  }

  linearize(theta: Float64Array): Linearization {
    const at = (this.#last = this.#spare.pop() ?? this.#point(3));
    let open = true;
    this.#set(0, at, theta);
    this.#sweep(0, at);
    return {
      loss: at.z[0][this.#loss],
      gradient: at.d[0].slice(0, this.size),
      hvp: (v) => {
        this.#set(1, at, v);
        this.#sweep(1, at);
        return at.d[1].slice(0, this.size);
      },
      third: (v) => {
        this.#set(1, at, v);
        this.#sweep(1, at);
        this.#sweep(2, at);
        // Coefficient 2 is ½ of the second derivative in t.
        return at.d[2].slice(0, this.size).map((x) => 2 * x);
      },
      dispose: () => {
        if (open) this.#spare.push(at);
        open = false;
      },
    };
  }

  #point(orders: number): TapePoint {
    const zeros = () =>
      Array.from({ length: orders }, () => new Float64Array(this.#tape.slots));
    const at = { z: zeros(), d: zeros(), f: zeros() };
    for (const [slot, value] of this.#tape.constants) at.z[0][slot] = value;
    return at;
  }

  #set(k: number, at: TapePoint, vector: Float64Array) {
    for (let i = 0; i < this.size; i++) at.z[k][i] = vector[i];
  }

  #sweep(k: number, at: TapePoint) {
    const { operations } = this.#tape;
    for (let i = 0; i < operations.length; i++) operations[i].forward(k, at);
    at.d[k].fill(0);
    if (k === 0) at.d[0][this.#loss] = 1;
    for (let i = operations.length - 1; i >= 0; i--)
      operations[i].backward(k, at);
  }
}
