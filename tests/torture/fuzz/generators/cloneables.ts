import fc from "fast-check";
import { oddNumbers, oddTexts, oddValues } from "./odd";

/** What crosses from the window by structured clone and is no plain data. */
const cloneables: fc.Arbitrary<unknown> = fc.oneof(
  fc.bigInt(),
  fc.constant(undefined),
  fc.date({ noInvalidDate: false }),
  oddTexts.map((text) => new Map([[text, { text }]])),
  oddNumbers.map((x) => new Set([x])),
  fc.uint8Array({ maxLength: 8 }),
  fc.float64Array({ maxLength: 4 }),
  fc.constantFrom(16, 100_000).map((n) => new ArrayBuffer(n)),
  fc.constant(/a/g),
  oddTexts.map((text) => new Error(text)),
  fc.constantFrom(Object(1n), Object("x"), Object(1), Object(true)),
  oddNumbers.map((x) => cyclic({ x })),
  oddTexts.map((text) => cyclic([text])),
  fc.constant(Array(5)),
  fc.bigInt().map((x) => ({ state: { x }, name: x })),
);

/** Plain data, and the oddities of structured clone. */
export const clonedValues: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 2, arbitrary: oddValues },
  { weight: 1, arbitrary: cloneables },
);

function cyclic(value: object): object {
  return Object.assign(value, { self: value, list: [value] });
}
