import {
  exp,
  exponential,
  log,
  power,
  reciprocal,
  type ScalarFunction,
} from "./functions";
import * as operations from "./operations";
import type { Operation } from "./operations";

/** A number on the tape, by its slot. */
export type Slot = number;

/**
 * An expression in the variables 0, 1, … written down operation by operation. Expressions of
 * constants alone become constants.
 */
export class Tape {
  readonly operations: Operation[] = [];
  readonly constants = new Map<Slot, number>();
  /** Slots in use: the variables come first. */
  slots: number;

  constructor(readonly variables: number) {
    this.slots = variables;
  }

  constant(value: number): Slot {
    const slot = this.slots++;
    this.constants.set(slot, value);
    return slot;
  }

  add(a: Slot, b: Slot): Slot {
    return this.#write([a, b], operations.add(a, b, this.slots));
  }

  subtract(a: Slot, b: Slot): Slot {
    return this.add(a, this.negate(b));
  }

  negate(a: Slot): Slot {
    return this.multiply(this.constant(-1), a);
  }

  multiply(a: Slot, b: Slot): Slot {
    return this.#write([a, b], operations.multiply(a, b, this.slots));
  }

  divide(a: Slot, b: Slot): Slot {
    return this.multiply(a, this.apply(reciprocal, b));
  }

  max(a: Slot, b: Slot): Slot {
    return this.#write([a, b], operations.max(a, b, this.slots));
  }

  min(a: Slot, b: Slot): Slot {
    return this.negate(this.max(this.negate(a), this.negate(b)));
  }

  apply(fn: ScalarFunction, a: Slot): Slot {
    return this.#write([a], operations.apply(fn, a, this.slots));
  }

  /** a^b. Where both vary it is exp(b·log a), which needs a > 0. */
  power(a: Slot, b: Slot): Slot {
    const exponent = this.constants.get(b);
    if (exponent !== undefined) return this.apply(power(exponent), a);
    const base = this.constants.get(a);
    if (base !== undefined) return this.apply(exponential(base), b);
    return this.apply(exp, this.multiply(b, this.apply(log, a)));
  }

  #write(reads: Slot[], operation: Operation): Slot {
    const values = reads.map((slot) => this.constants.get(slot));
    const out = this.slots++;
    if (values.includes(undefined)) this.operations.push(operation);
    else {
      const z = new Float64Array(this.slots);
      for (const [slot, value] of this.constants) z[slot] = value;
      operation.forward(0, { z: [z], d: [], f: [new Float64Array(out + 1)] });
      this.constants.set(out, z[out]);
    }
    return out;
  }
}
