import type { ActivationName } from "../experiment/spec";
import type { Backend } from "../tensor/backend";

/**
 * A scalar function f with its first three derivatives at z, each from what was computed before.
 * `null` stands for a derivative that is zero everywhere.
 */
export interface ActivationFunction {
  value<T>(be: Backend<T>, z: T): T;
  first<T>(be: Backend<T>, z: T, value: T): T;
  second<T>(be: Backend<T>, z: T, value: T, first: T): T | null;
  third<T>(be: Backend<T>, z: T, value: T, first: T, second: T): T | null;
  /** f′(z)·d from the value, where that is less work than f′(z) and then the product. */
  pull?<T>(be: Backend<T>, value: T, d: T): T;
}

const none = () => null;

/** a = tanh z: a′ = 1 − a², a″ = −2aa′, a‴ = −2(a′² + aa″). */
const tanh: ActivationFunction = {
  value: (be, z) => be.tanh(z),
  first: (be, _z, a) => be.oneMinusSquare(a),
  second: (be, _z, a, first) => be.affine(be.multiply(a, first), -2, 0),
  third: (be, _z, a, first, second) =>
    be.affine(be.add(be.multiply(first, first), be.multiply(a, second)), -2, 0),
  pull: (be, a, d) => be.timesOneMinusSquare(d, a),
};

/** s = 1/(1 + e^−z): s′ = s(1 − s), s″ = s′(1 − 2s), s‴ = s′(1 − 6s′). */
const sigmoid: ActivationFunction = {
  value: (be, z) => be.sigmoid(z),
  first: (be, _z, s) => be.multiply(s, be.affine(s, -1, 1)),
  second: (be, _z, s, first) => be.multiply(first, be.affine(s, -2, 1)),
  third: (be, _z, _s, first) => be.multiply(first, be.affine(first, -6, 1)),
};

/** log(1 + e^z), the integral of the sigmoid. */
const softplus: ActivationFunction = {
  value: (be, z) => be.softplus(z),
  first: (be, z) => be.sigmoid(z),
  second: (be, z, _a, s) => sigmoid.first(be, z, s),
  third: (be, z, _a, s, first) => sigmoid.second(be, z, s, first),
};

/** zs with s the sigmoid: s + zs′, 2s′ + zs″, 3s″ + zs‴. */
const swish: ActivationFunction = {
  value: (be, z) => be.multiply(z, be.sigmoid(z)),
  first(be, z) {
    const s = be.sigmoid(z);
    return be.add(s, be.multiply(z, sigmoid.first(be, z, s)));
  },
  second(be, z) {
    const s = be.sigmoid(z);
    const first = sigmoid.first(be, z, s);
    const second = be.multiply(first, be.affine(s, -2, 1));
    return be.add(be.affine(first, 2, 0), be.multiply(z, second));
  },
  third(be, z) {
    const s = be.sigmoid(z);
    const first = sigmoid.first(be, z, s);
    const second = be.multiply(first, be.affine(s, -2, 1));
    const third = be.multiply(first, be.affine(first, -6, 1));
    return be.add(be.affine(second, 3, 0), be.multiply(z, third));
  },
};

/** Φ, the normal distribution, and its density φ. */
const normal = {
  distribution: <T>(be: Backend<T>, z: T) =>
    be.affine(be.erf(be.affine(z, Math.SQRT1_2, 0)), 0.5, 0.5),
  density: <T>(be: Backend<T>, z: T) =>
    be.affine(
      be.exp(be.affine(be.multiply(z, z), -0.5, 0)),
      1 / Math.sqrt(2 * Math.PI),
      0,
    ),
};

/** zΦ: Φ + zφ, (2 − z²)φ, (z³ − 4z)φ. */
const gelu: ActivationFunction = {
  value: (be, z) => be.multiply(z, normal.distribution(be, z)),
  first: (be, z) =>
    be.add(normal.distribution(be, z), be.multiply(z, normal.density(be, z))),
  second: (be, z) =>
    be.multiply(be.affine(be.multiply(z, z), -1, 2), normal.density(be, z)),
  third: (be, z) =>
    be.multiply(
      be.multiply(z, be.affine(be.multiply(z, z), 1, -4)),
      normal.density(be, z),
    ),
};

/** e^z below 0. */
const tail = <T>(be: Backend<T>, z: T) => be.exp(be.clip(z, -Infinity, 0));
const below = <T>(be: Backend<T>, z: T) => be.affine(be.positive(z), -1, 1);

/** z above 0, e^z − 1 below; the second derivative jumps at 0. */
const elu: ActivationFunction = {
  value: (be, z) =>
    be.add(be.clip(z, 0, Infinity), be.affine(tail(be, z), 1, -1)),
  first: (be, z) => tail(be, z),
  second: (be, z, _a, first) => be.multiply(first, below(be, z)),
  third: (_be, _z, _a, _first, second) => second,
};

const relu: ActivationFunction = {
  value: (be, z) => be.clip(z, 0, Infinity),
  first: (be, z) => be.positive(z),
  second: none,
  third: none,
};

const hardtanh: ActivationFunction = {
  value: (be, z) => be.clip(z, -1, 1),
  first: (be, z) => be.positive(be.oneMinusSquare(z)),
  second: none,
  third: none,
};

const square: ActivationFunction = {
  value: (be, z) => be.multiply(z, z),
  first: (be, z) => be.affine(z, 2, 0),
  second: (be, z) => be.affine(z, 0, 2),
  third: none,
};

/** `identity` is missing: it leaves its input as it is, so a network is built without it. */
export const activations: Record<
  Exclude<ActivationName, "identity">,
  ActivationFunction
> = {
  tanh,
  relu,
  gelu,
  swish,
  sigmoid,
  softplus,
  elu,
  hardtanh,
  square,
};
