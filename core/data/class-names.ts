import { asNumber } from "./csv-cell";

export const mostClasses = 1000;

/** Numbers the classes of a column in the order in which they come up. */
export class ClassNames {
  readonly #names = new Map<string, number>();

  /** The number of a class, or null where it is one too many. */
  add(name: string): number | null {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    if (this.#names.size === mostClasses) return null;
    this.#names.set(name, this.#names.size);
    return this.#names.size - 1;
  }

  /**
   * The classes sorted, as numbers where all of them are numbers, so that 2 comes before 10 and 1.0
   * is 1; and for each number that `add` gave out the place of its class among them.
   */
  sorted(decimalComma: boolean): { count: number; places: number[] } {
    const names = [...this.#names.keys()];
    const numbers = names.map((name) => asNumber(name, decimalComma));
    const keys = numbers.every((n) => n !== null) ? numbers : names;
    const order = [...new Set<string | number>(keys)];
    order.sort((a, b) => (a < b ? -1 : 1));
    return {
      count: order.length,
      places: keys.map((key) => order.indexOf(key)),
    };
  }
}
