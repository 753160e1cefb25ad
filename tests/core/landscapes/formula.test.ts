import { describe, expect, test } from "vitest";
import { readFormula } from "../../../core/landscapes/formula/read";
import { TapeObjective } from "../../../core/landscapes/tape-objective";
import { expectDerivatives, formula } from "./support";

/** Value and derivatives to third order of a formula in x. */
function derivatives(text: string, x: number) {
  const { tape, loss } = readFormula(text, ["x"]);
  const at = new TapeObjective(tape, loss).linearize(Float64Array.of(x));
  const one = Float64Array.of(1);
  const all = [at.loss, at.gradient[0], at.hvp(one)[0], at.third(one)[0]];
  // −0 is 0.
  return all.map((number) => number + 0);
}

test.each([
  // Powers before signs, from the right.
  ["-x^2", -9],
  ["2^-x", 1 / 8],
  ["x^2^3", 6561],
  ["(x^2)^3", 729],
  ["-x^-2", -1 / 9],
  ["2-x^2", -7],
  ["2--x", 5],
  ["--x", 3],
  ["+x", 3],
  // Factors side by side.
  ["2x", 6],
  ["2 x y", 12],
  ["2x^2", 18],
  ["2(x + y)", 10],
  ["(x)(y)", 6],
  ["x y^2", 12],
  ["2^x y", 16],
  ["2sin(x)", 2 * Math.sin(3)],
  ["(1/2)x", 1.5],
  ["1/(2x)", 1 / 6],
  // Sums and products from the left.
  ["x - y - 1", 0],
  ["12/x/y", 2],
  ["12/x*y", 8],
  // Numbers and constants.
  [".5x", 1.5],
  ["1e-1x", 0.3],
  ["2.e0*x", 6],
  ["pi*x", 3 * Math.PI],
  ["tau", 2 * Math.PI],
  ["e^x", Math.E ** 3],
  ["x^y^-1", Math.sqrt(3)],
  ["y^.5", Math.SQRT2],
  ["min(x, y)", 2],
  ["max(x, y, 7)", 7],
  ["min(4, x, y)", 2],
  ["\tx  +\ty ", 5],
])("%s at x = 3, y = 2", (text, wanted) => {
  const { tape, loss } = readFormula(text, ["x", "y"]);
  const objective = new TapeObjective(tape, loss);
  const value = objective.evaluate(Float64Array.of(3, 2), new Float64Array(2));
  // A division is a product with the reciprocal, one rounding more.
  expect(Math.abs(value - wanted)).toBeLessThanOrEqual(
    4e-16 * Math.abs(wanted),
  );
});

test.each([
  ["sums and products", "x*y - 3x + y*y*x - 2"],
  ["a quotient", "(x + 1)/(y*y + x)"],
  ["whole powers", "x^3 - 2x^4*y^-2 + y^7 + x^1*y^0"],
  ["real powers", "x^0.5*y^2.3 + x^-1.7"],
  ["a power of two variables", "x^y + y^x"],
  ["a constant to a power", "2^x*0.3^(x*y) + e^-y"],
  ["smaller and larger", "min(x*y, 100)*y + max(x^2, y^3, x*y)*x"],
  ["functions of functions", "log(1 + exp(sin(x*y)^2))*tanh(x/y)"],
  ["the same variable often", "x^x*x - (x*x)*(x*x)*y"],
  ["Rosenbrock's valley", "(1 - x)^2 + 100(y - x^2)^2"],
])("derivatives of %s agree with differences", (_what, text) => {
  const { objective, theta } = formula(text, { x: 0.6, y: 1.3 });
  expectDerivatives(objective, theta);
});

test("eight variables", () => {
  const start = { a: 1, b: 0.9, c: 0.8, d: 0.7, e1: 0.6, f: 0.5, g: 0.4, h: 2 };
  const { objective, theta, variables } = formula(
    "a b c + c*d*e1*f - sin(g*h)*a + exp(-h*b)*f^2",
    start,
  );
  expect(variables).toEqual(Object.keys(start));
  expectDerivatives(objective, theta);
});

describe("at the edge of the domain", () => {
  test("a polynomial has all its derivatives at 0", () => {
    expect(derivatives("x^0", 0)).toEqual([1, 0, 0, 0]);
    expect(derivatives("x^1", 0)).toEqual([0, 1, 0, 0]);
    expect(derivatives("x^2", 0)).toEqual([0, 0, 2, 0]);
    expect(derivatives("x^3", 0)).toEqual([0, 0, 0, 6]);
    expect(derivatives("x^5", 0)).toEqual([0, 0, 0, 0]);
  });

  test("a negative base has whole powers only", () => {
    expect(derivatives("x^3", -2)).toEqual([-8, 12, -12, 6]);
    expect(derivatives("x^-1", -2)).toEqual([-0.5, -0.25, -0.25, -0.375]);
    expect(derivatives("x^0.5", -2).every(Number.isNaN)).toBe(true);
    expect(derivatives("x^x", -2).every(Number.isNaN)).toBe(true);
  });

  test("a kink takes the slope 0 or that of the first", () => {
    expect(derivatives("abs(x)", 0)).toEqual([0, 0, 0, 0]);
    expect(derivatives("relu(x)", 0)).toEqual([0, 0, 0, 0]);
    expect(derivatives("max(2x, 3x)", 0)).toEqual([0, 2, 0, 0]);
  });

  test("what is not a number stays so", () => {
    for (const text of ["max(log(x), 1)", "min(1, log(x))", "relu(log(x))"])
      expect(derivatives(text, -1)[0]).toBeNaN();
  });
});
