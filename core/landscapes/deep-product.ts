import { number } from "../schema/fields";
import { defineLandscape, numbered } from "./definition";
import { start } from "./fields";
import { square } from "./functions";
import { Tape } from "./tape";
import { TapeObjective } from "./tape-objective";

/**
 * ½(w₁w₂⋯w_n − target)², a deep linear network with one unit a layer. With n = 2 and target 1 it is
 * ½(xy − 1)².
 */
export function deepProduct(depth: number, target: number): TapeObjective {
  const tape = new Tape(depth);
  let product = 0;
  for (let i = 1; i < depth; i++) product = tape.multiply(product, i);
  const residual = tape.subtract(product, tape.constant(target));
  const half = tape.constant(0.5);
  return new TapeObjective(
    tape,
    tape.multiply(half, tape.apply(square, residual)),
  );
}

export const deepProductLandscape = defineLandscape({
  name: "deep-product",
  label: "Deep product",
  expression: "½ (w₁w₂⋯wₙ − target)²",
  fields: { target: number("Target").default(1), start },
  first: { start: [1.2, 0.9, 0.9, 0.9] },
  describe: ({ start, target }) =>
    `½(w₁⋯w${subscript(start.length)} − ${target})²`,
  create: ({ start, target }) =>
    numbered("w", start, deepProduct(start.length, target)),
});

function subscript(value: number): string {
  return [...String(value)].map((d) => "₀₁₂₃₄₅₆₇₈₉"[Number(d)]).join("");
}
