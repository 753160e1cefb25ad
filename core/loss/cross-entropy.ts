import type { Jet } from "../model/jet";
import type { Backend } from "../tensor/backend";
import type { Loss } from "./loss";

/**
 * L = −1/n·Σ y·log softmax(f) with targets whose rows sum to 1; its gradient with respect to f is
 * (p − y)/n with p = softmax(f). Along t, p obeys p′ = p∘(f′ − ⟨p, f′⟩).
 */
export class CrossEntropy<T> implements Loss<T> {
  readonly #be: Backend<T>;
  readonly #targets: T;
  readonly #samples: number;

  constructor(be: Backend<T>, targets: T, samples: number) {
    this.#be = be;
    this.#targets = targets;
    this.#samples = samples;
  }

  value(f: Jet<T>) {
    const be = this.#be;
    return -be.dot(this.#targets, be.logSoftmax(f[0] as T)) / this.#samples;
  }

  gradient(k: number, f: Jet<T>) {
    const be = this.#be;
    const p = be.softmax(f[0] as T);
    const first = (fk: T | null | undefined) =>
      fk == null ? null : be.multiply(p, this.#centred(p, fk));
    if (k === 0) return this.#mean(be.subtract(p, this.#targets));
    if (k === 1) return this.#mean(first(f[1]));
    // 2p₂ = p₁∘(f₁ − ⟨p, f₁⟩) + p∘(2f₂ − ⟨p, 2f₂⟩ − ⟨p₁, f₁⟩)
    const linear = first(f[2]);
    const f1 = f[1];
    if (f1 == null) return this.#mean(linear);
    const centred = this.#centred(p, f1);
    const p1 = be.multiply(p, centred);
    const curved = be.subtract(
      be.multiply(p1, centred),
      be.multiply(p, be.rowDots(p1, f1)),
    );
    const half = be.affine(curved, 0.5, 0);
    return this.#mean(linear === null ? half : be.add(linear, half));
  }

  /** f − ⟨p, f⟩ in each row. */
  #centred(p: T, f: T) {
    return this.#be.subtract(f, this.#be.rowDots(p, f));
  }

  #mean(sum: T | null) {
    return sum === null ? null : this.#be.affine(sum, 1 / this.#samples, 0);
  }
}
