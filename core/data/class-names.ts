import { kindOf, readNumber, type DecimalSign } from "./csv/cell";

export const mostClasses = 1000;

/** The classes of a column, in order. */
export interface Classes {
  names: string[];
  /** The place of each text that stands for a class. */
  places: Map<string, number>;
}

/**
 * Sorts the texts of a column, as numbers where all of them are numbers, so that 2 comes before 10 and
 * 1.0 is 1; TRUE and true are one class where all are truth values.
 */
export function sortedClasses(
  texts: Iterable<string>,
  decimal: DecimalSign,
): Classes {
  const own = [...texts];
  const numbers = own.map((text) => readNumber(text, decimal));
  const keys = numbers.every((n) => n !== null)
    ? numbers
    : own.every((text) => kindOf(text) === "truth")
      ? own.map((text) => text.toLowerCase())
      : own;
  const order = [...new Set<string | number>(keys)];
  order.sort((a, b) => (a < b ? -1 : 1));
  return {
    names: order.map(String),
    places: new Map(own.map((text, i) => [text, order.indexOf(keys[i])])),
  };
}
