import type { Jet } from "../model/jet";
import type { Backend } from "../tensor/backend";
import type { Loss } from "./loss";

/**
 * L = −1/n·Σ y·log softmax(f) with targets y ≥ 0. With p = softmax(f) and s the sum of a row of y, its
 * gradient with respect to f is (s·p − y)/n. Along t, p obeys p′ = p∘(f′ − ⟨p, f′⟩), so that all
 * higher derivatives are those of p, times s.
 */
export class CrossEntropy<T> implements Loss<T> {
  readonly #be: Backend<T>;
  readonly #targets: T;
  readonly #samples: number;
  readonly #sums: T | null;

  /** @param sums s in every column of its row; null where all rows sum to 1 */
  constructor(be: Backend<T>, targets: T, samples: number, sums: T | null) {
    this.#be = be;
    this.#targets = targets;
    this.#samples = samples;
    this.#sums = sums;
  }

  value(f: Jet<T>) {
    const be = this.#be;
    return -be.dot(this.#targets, be.logSoftmax(f[0] as T)) / this.#samples;
  }

  gradient(k: number, f: Jet<T>) {
    const be = this.#be;
    const p = be.softmax(f[0] as T);
    if (k === 0)
      return be.affine(
        be.subtract(this.#weighed(p), this.#targets),
        1 / this.#samples,
        0,
      );
    const change = this.#change(k, p, f);
    return change === null
      ? null
      : be.affine(this.#weighed(change), 1 / this.#samples, 0);
  }

  /** Coefficient k ≥ 1 of p. */
  #change(k: number, p: T, f: Jet<T>): T | null {
    const be = this.#be;
    const first = (fk: T | null | undefined) =>
      fk == null ? null : be.multiply(p, this.#centred(p, fk));
    if (k === 1) return first(f[1]);
    // 2p₂ = p₁∘(f₁ − ⟨p, f₁⟩) + p∘(2f₂ − ⟨p, 2f₂⟩ − ⟨p₁, f₁⟩)
    const linear = first(f[2]);
    const f1 = f[1];
    if (f1 == null) return linear;
    const centred = this.#centred(p, f1);
    const p1 = be.multiply(p, centred);
    const curved = be.subtract(
      be.multiply(p1, centred),
      be.multiply(p, be.rowDots(p1, f1)),
    );
    const half = be.affine(curved, 0.5, 0);
    return linear === null ? half : be.add(linear, half);
  }

  /** f − ⟨p, f⟩ in each row. */
  #centred(p: T, f: T) {
    return this.#be.subtract(f, this.#be.rowDots(p, f));
  }

  /** s·a */
  #weighed(a: T) {
    return this.#sums === null ? a : this.#be.multiply(this.#sums, a);
  }
}
