import type { ActivationName } from "../experiment/spec";
import type { Backend } from "../tensor/backend";

/**
 * A scalar function with its first three derivatives. `null` stands for a derivative that is zero
 * everywhere: piecewise-linear functions have no second one, so for them ∇S does not exist.
 * `a` is f(z) and `first` f′(z), where they save work.
 */
export interface ActivationFunction {
  value<T>(be: Backend<T>, z: T): T;
  first<T>(be: Backend<T>, z: T, a: T): T;
  second<T>(be: Backend<T>, a: T, first: T): T | null;
  third<T>(be: Backend<T>, a: T, first: T, second: T): T | null;
}

const none = () => null;

/** `identity` is missing: it leaves its input as it is, so a network is built without it. */
export const activations: Record<
  Exclude<ActivationName, "identity">,
  ActivationFunction
> = {
  /** a = tanh z: a′ = 1 − a², a″ = −2aa′, a‴ = −2(a′² + aa″). */
  tanh: {
    value: (be, z) => be.tanh(z),
    first: (be, _z, a) => be.oneMinusSquare(a),
    second: (be, a, first) => be.scale(be.multiply(a, first), -2),
    third: (be, a, first, second) =>
      be.scale(be.add(be.multiply(first, first), be.multiply(a, second)), -2),
  },
  relu: {
    value: (be, z) => be.relu(z),
    first: (be, z) => be.positive(z),
    second: none,
    third: none,
  },
};
