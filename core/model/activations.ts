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

export const activations: Record<ActivationName, ActivationFunction> = {
  /** a = tanh z: a′ = 1 − a², a″ = −2aa′, a‴ = −2(a′² + aa″). */
  tanh: {
    value: (be, z) => be.tanh(z),
    first: (be, _z, a) => be.affine(be.multiply(a, a), -1, 1),
    second: (be, a, first) => be.affine(be.multiply(a, first), -2, 0),
    third: (be, a, first, second) =>
      be.affine(
        be.add(be.multiply(first, first), be.multiply(a, second)),
        -2,
        0,
      ),
  },
  relu: {
    value: (be, z) => be.relu(z),
    first: (be, z) => be.positive(z),
    second: none,
    third: none,
  },
  identity: {
    value: (_be, z) => z,
    first: (be, z) => be.affine(z, 0, 1),
    second: none,
    third: none,
  },
};
