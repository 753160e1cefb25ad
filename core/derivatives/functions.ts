import type { Backend } from "../tensor/backend";

/** What functions are written in: tensors of a backend, or single numbers. */
export type Arithmetic<T> = Pick<
  Backend<T>,
  | "add"
  | "multiply"
  | "affine"
  | "tanh"
  | "oneMinusSquare"
  | "timesOneMinusSquare"
  | "sigmoid"
  | "softplus"
  | "exp"
  | "erf"
  | "clip"
  | "positive"
  | "power"
>;

/**
 * Derivative n of a scalar function at z, from its value y and its lower derivatives d = [f′, f″, …]; null stands
 * for a derivative that is zero everywhere, as all higher ones are then.
 */
export type Derivative = <T>(be: Arithmetic<T>, z: T, y: T, d: T[]) => T | null;

/** A function of one number, for tensors of each entry, with the derivatives that are known: the first four. */
export interface ElementFunction {
  readonly name: string;
  value<T>(be: Arithmetic<T>, z: T): T;
  readonly derivatives: readonly Derivative[];
  /** f′(z)·d from the value y, where that is less work than f′(z) and then the product. */
  pull?<T>(be: Arithmetic<T>, y: T, d: T): T;
}

const zero = () => null;

/** y′ = 1 − y², y″ = −2yy′, y‴ = −2(y′² + yy″), y⁗ = −2(3y′y″ + yy‴). */
export const tanh: ElementFunction = {
  name: "tanh",
  value: (be, z) => be.tanh(z),
  derivatives: [
    (be, _z, y) => be.oneMinusSquare(y),
    (be, _z, y, [d1]) => be.affine(be.multiply(y, d1), -2, 0),
    (be, _z, y, [d1, d2]) =>
      be.affine(be.add(be.multiply(d1, d1), be.multiply(y, d2)), -2, 0),
    (be, _z, y, [d1, d2, d3]) => {
      const mixed = be.affine(be.multiply(d1, d2), 3, 0);
      return be.affine(be.add(mixed, be.multiply(y, d3)), -2, 0);
    },
  ],
  pull: (be, y, d) => be.timesOneMinusSquare(d, y),
};

/** s = 1/(1 + e^−z): s′ = s(1 − s), s″ = s′(1 − 2s), s‴ = s′(1 − 6s′), s⁗ = s″(1 − 12s′). */
export const sigmoid: ElementFunction = {
  name: "sigmoid",
  value: (be, z) => be.sigmoid(z),
  derivatives: [
    (be, _z, s) => be.multiply(s, be.affine(s, -1, 1)),
    (be, _z, s, [d1]) => be.multiply(d1, be.affine(s, -2, 1)),
    (be, _z, _s, [d1]) => be.multiply(d1, be.affine(d1, -6, 1)),
    (be, _z, _s, [d1, d2]) => be.multiply(d2, be.affine(d1, -12, 1)),
  ],
};

/** s = sigmoid(z) and its first `count` derivatives. */
function sigmoids<T>(be: Arithmetic<T>, z: T, count: number): T[] {
  const s = be.sigmoid(z);
  const d: T[] = [];
  for (const derivative of sigmoid.derivatives.slice(0, count))
    d.push(derivative(be, z, s, d) as T);
  return [s, ...d];
}

/** log(1 + e^z), the integral of the sigmoid. */
export const softplus: ElementFunction = {
  name: "softplus",
  value: (be, z) => be.softplus(z),
  derivatives: [
    (be, z) => be.sigmoid(z),
    ...sigmoid.derivatives.slice(0, 3).map(
      (derivative): Derivative =>
        (be, z, _y, [s, ...d]) =>
          derivative(be, z, s, d),
    ),
  ],
};

/** zs with s the sigmoid; derivative n is n·s⁽ⁿ⁻¹⁾ + z·s⁽ⁿ⁾. */
export const swish: ElementFunction = {
  name: "swish",
  value: (be, z) => be.multiply(z, be.sigmoid(z)),
  derivatives: [1, 2, 3, 4].map((n): Derivative => (be, z) => {
    const s = sigmoids(be, z, n);
    const lower = n === 1 ? s[0] : be.affine(s[n - 1], n, 0);
    return be.add(lower, be.multiply(z, s[n]));
  }),
};

/** Φ, the normal distribution. */
function distribution<T>(be: Arithmetic<T>, z: T) {
  return be.affine(be.erf(be.affine(z, Math.SQRT1_2, 0)), 0.5, 0.5);
}

/** φ, its density. */
function density<T>(be: Arithmetic<T>, z: T) {
  const power = be.exp(be.affine(be.multiply(z, z), -0.5, 0));
  return be.affine(power, 1 / Math.sqrt(2 * Math.PI), 0);
}

/** zΦ: Φ + zφ, (2 − z²)φ, (z³ − 4z)φ, (7z² − z⁴ − 4)φ. */
export const gelu: ElementFunction = {
  name: "gelu",
  value: (be, z) => be.multiply(z, distribution(be, z)),
  derivatives: [
    (be, z) => be.add(distribution(be, z), be.multiply(z, density(be, z))),
    (be, z) => be.multiply(be.affine(be.multiply(z, z), -1, 2), density(be, z)),
    (be, z) => {
      const cubic = be.multiply(z, be.affine(be.multiply(z, z), 1, -4));
      return be.multiply(cubic, density(be, z));
    },
    (be, z) => {
      const square = be.multiply(z, z);
      const quartic = be.multiply(square, be.affine(square, -1, 7));
      return be.multiply(be.affine(quartic, 1, -4), density(be, z));
    },
  ],
};

/** e^z below 0. */
const tail = <T>(be: Arithmetic<T>, z: T) => be.exp(be.clip(z, -Infinity, 0));

/** z above 0, e^z − 1 below; the second derivative jumps at 0. */
export const elu: ElementFunction = {
  name: "elu",
  value: (be, z) =>
    be.add(be.clip(z, 0, Infinity), be.affine(tail(be, z), 1, -1)),
  derivatives: [
    tail,
    (be, z, _y, [d1]) => be.multiply(d1, be.affine(be.positive(z), -1, 1)),
    (_be, _z, _y, [, d2]) => d2,
    (_be, _z, _y, [, d2]) => d2,
  ],
};

export const relu: ElementFunction = {
  name: "relu",
  value: (be, z) => be.clip(z, 0, Infinity),
  derivatives: [(be, z) => be.positive(z), zero],
};

/** 1 above 0, else 0. */
export const step: ElementFunction = {
  name: "step",
  value: (be, z) => be.positive(z),
  derivatives: [zero],
};

export const hardtanh: ElementFunction = {
  name: "hardtanh",
  value: (be, z) => be.clip(z, -1, 1),
  derivatives: [(be, z) => be.positive(be.oneMinusSquare(z)), zero],
};

export const square: ElementFunction = {
  name: "square",
  value: (be, z) => be.multiply(z, z),
  derivatives: [
    (be, z) => be.affine(z, 2, 0),
    (be, z) => be.affine(z, 0, 2),
    zero,
  ],
};

export const exp: ElementFunction = {
  name: "exp",
  value: (be, z) => be.exp(z),
  derivatives: Array<Derivative>(4).fill((_be, _z, y) => y),
};

/** z^p with z > 0. */
export function power(p: number): ElementFunction {
  let factor = 1;
  return {
    name: `power ${p}`,
    value: (be, z) => be.power(z, p),
    derivatives: [1, 2, 3, 4].map((n): Derivative => {
      const product = (factor *= p - n + 1);
      return (be, z) => be.affine(be.power(z, p - n), product, 0);
    }),
  };
}
