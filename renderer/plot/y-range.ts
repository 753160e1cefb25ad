/** The range of a y axis as a person types it. */
import type { Axis } from "./model";

/** NaN for what is no number. A comma may stand for the decimal point, and − for the sign. */
export function readNumber(text: string): number {
  const plain = text.trim().replace("−", "-").replace(",", ".");
  return plain === "" ? NaN : Number(plain);
}

/** What is wrong with a range, in a sentence; empty where nothing is. */
export function rangeFault({ min, max }: Axis, log: boolean): string {
  if (!Number.isFinite(min) || !Number.isFinite(max))
    return "The range of y must be two numbers, such as 0.1 and 20.";
  if (log && min <= 0)
    return "On a logarithmic axis the range of y must begin above 0. Choose a linear axis, or a larger number.";
  return min < max
    ? ""
    : "The range of y must go from a smaller number to a larger one.";
}
