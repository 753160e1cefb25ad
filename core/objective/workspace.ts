/** Arrays that serve again and again: to make and to collect those of a whole Hessian takes as long as its sums. */
export class Workspace {
  readonly #arrays: Float64Array[] = [];
  #taken = 0;

  /** How many arrays are in use. */
  get taken() {
    return this.#taken;
  }

  /** Gives back all arrays that were taken after the first so many. */
  reset(taken = 0) {
    this.#taken = taken;
  }

  /** An array, with whatever is left in it: the one that had this place in the order of requests, if its length fits. */
  take(length: number): Float64Array {
    const i = this.#taken++;
    const known = this.#arrays.at(i);
    if (known?.length === length) return known;
    return (this.#arrays[i] = new Float64Array(length));
  }
}
