import type { Jet } from "../model/jet";

/** A loss over n samples, as polynomials in t along a direction of parameter space. */
export interface Loss<T> {
  /** The loss at t = 0, from the outputs f [n, outputs]. */
  value(f: Jet<T>): number;
  /** Coefficient `k` of its gradient with respect to f. Orders come in turn, 0 first. */
  gradient(k: number, f: Jet<T>): T | null;
}
