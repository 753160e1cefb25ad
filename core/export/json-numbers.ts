/** A number that JSON has no word for: NaN is null, as readers of numbers expect of a gap. */
export type JsonNumber = number | null | "Infinity" | "-Infinity" | "-0";

/** JSON writes every other number so that it comes back the same. */
export function jsonNumber(x: number): JsonNumber {
  if (Number.isNaN(x)) return null;
  if (x === Infinity) return "Infinity";
  if (x === -Infinity) return "-Infinity";
  return Object.is(x, -0) ? "-0" : x;
}

/** The number, or undefined when it is none. */
export function fromJsonNumber(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (value === null) return NaN;
  const isWord = value === "Infinity" || value === "-Infinity";
  return isWord || value === "-0" ? Number(value) : undefined;
}
