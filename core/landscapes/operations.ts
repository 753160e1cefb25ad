import type { ScalarFunction } from "./functions";
import { squared } from "../math/squared";

/**
 * A tape at one θ. Every slot holds a number that is a polynomial in t along θ + tv; `z[k]` has
 * coefficient k of all slots, `d[k]` that of the loss's gradient with respect to them, and `f[k]`
 * derivative k + 1 of the function that filled the slot.
 */
export interface TapePoint {
  z: Float64Array[];
  d: Float64Array[];
  f: Float64Array[];
}

/** One step of a tape: reads slots `a` and `b`, fills slot `out`. */
export interface Operation {
  /** Fills coefficient k of `out`; lower ones are there. */
  forward(k: number, at: TapePoint): void;
  /** Adds to coefficient k of the gradient at the slots it read. */
  backward(k: number, at: TapePoint): void;
}

export function add(a: number, b: number, out: number): Operation {
  return {
    forward(k, { z }) {
      z[k][out] = z[k][a] + z[k][b];
    },
    backward(k, { d }) {
      d[k][a] += d[k][out];
      d[k][b] += d[k][out];
    },
  };
}

/** The Cauchy product. */
export function multiply(a: number, b: number, out: number): Operation {
  return {
    forward(k, { z }) {
      let sum = 0;
      for (let i = 0; i <= k; i++) sum += z[i][a] * z[k - i][b];
      z[k][out] = sum;
    },
    backward(k, { z, d }) {
      for (let i = 0; i <= k; i++) {
        d[k][a] += d[i][out] * z[k - i][b];
        d[k][b] += d[i][out] * z[k - i][a];
      }
    },
  };
}

/** The larger of two, with a kink where they are equal. */
export function max(a: number, b: number, out: number): Operation {
  const larger = ({ z }: TapePoint) => (z[0][a] < z[0][b] ? b : a);
  return {
    forward(k, at) {
      const { z } = at;
      z[k][out] = k === 0 ? Math.max(z[0][a], z[0][b]) : z[k][larger(at)];
    },
    backward(k, at) {
      at.d[k][larger(at)] += at.d[k][out];
    },
  };
}

/** y = f(x): y₁ = f′x₁ and y₂ = f′x₂ + ½f″x₁², and likewise for f′ on the way back. */
export function apply(fn: ScalarFunction, a: number, out: number): Operation {
  return {
    forward(k, { z, f }) {
      const x = z[0][a];
      if (k === 0) {
        const y = (z[0][out] = fn.value(x));
        f[0][out] = fn.first(x, y);
      } else if (k === 1) {
        f[1][out] = fn.second(x, z[0][out], f[0][out]);
        z[1][out] = f[0][out] * z[1][a];
      } else {
        f[2][out] = fn.third(x, z[0][out], f[0][out], f[1][out]);
        z[2][out] = f[0][out] * z[2][a] + f[1][out] * (squared(z[1][a]) / 2);
      }
    },
    backward(k, { z, d, f }) {
      let sum = d[k][out] * f[0][out];
      if (k > 0) sum += d[k - 1][out] * f[1][out] * z[1][a];
      if (k > 1)
        sum +=
          d[0][out] *
          (f[1][out] * z[2][a] + f[2][out] * (squared(z[1][a]) / 2));
      d[k][a] += sum;
    },
  };
}
