import { describe, expect, test } from "vitest";
import { createRandom } from "../../../core/random";
import { expectDerivatives, formula, landscape } from "./support";

const random = createRandom(8);
const normals = (n: number) => Array.from({ length: n }, () => random.normal());
const symmetric = (n: number) => {
  const half = Array.from({ length: n }, () => normals(n));
  return half.map((row, i) => row.map((x, j) => (x + half[j][i]) / 2));
};

const matrix = [
  [3, 1],
  [1, 2],
];

/** Each named landscape beside its formula. */
const pairs = [
  {
    model: { name: "quadratic", matrix, start: [0.4, -0.7] },
    text: "(3x^2 + 2x*y + 2y^2)/2",
    start: { x: 0.4, y: -0.7 },
  },
  {
    model: { name: "product" },
    text: "(x*y-1)^2/2",
    start: { x: 1.7, y: 0.3 },
  },
  {
    model: { name: "deep-product", target: -2, start: [1.1, 0.7, -1.3, 0.9] },
    text: "(a b c d + 2)^2/2",
    start: { a: 1.1, b: 0.7, c: -1.3, d: 0.9 },
  },
  {
    model: {
      name: "quadratic-regression",
      slope: [0.5, -0.2],
      matrix,
      start: [0.3, 0.8],
    },
    text: "square(-1 + 0.5x - 0.2y + (3x^2 + 2x*y + 2y^2)/2)/2",
    start: { x: 0.3, y: 0.8 },
  },
  {
    model: { name: "self-stabilization", start: [0.2, -0.1] },
    text: "0.5*(10 + sqrt(20)*z)*x^2 - 0.01/sqrt(20)*z",
    start: { x: 0.2, z: -0.1 },
  },
];

describe.each(pairs)("$model.name", ({ model, text, start }) => {
  const named = landscape(model);
  const written = formula(text, start);

  test("derivatives agree with differences", () => {
    expectDerivatives(named.objective, named.theta);
    expectDerivatives(written.objective, written.theta);
  });

  test("agrees with its formula", () => {
    expect(written.theta).toEqual(named.theta);
    const a = named.objective.linearize(named.theta);
    const b = written.objective.linearize(written.theta);
    const v = named.theta.map(() => random.normal());
    const rows = [
      [[a.loss], [b.loss]],
      [a.gradient, b.gradient],
      [a.hvp(v), b.hvp(v)],
      [a.third(v), b.third(v)],
    ];
    // Both compute the same sums of a few terms in another order.
    for (const [found, wanted] of rows)
      for (let i = 0; i < wanted.length; i++)
        expect(Math.abs(found[i] - wanted[i])).toBeLessThan(
          1e-14 * (1 + Math.abs(wanted[i])),
        );
  });

  test("has no classes and names its variables", () => {
    expect(named.objective.accuracy).toBeNull();
    expect(named.objective.size).toBe(named.theta.length);
    expect(named.variables).toHaveLength(named.theta.length);
  });
});

describe("with 50 variables", () => {
  const start = normals(50);
  test.each([
    { name: "quadratic", matrix: symmetric(50), start },
    {
      name: "quadratic-regression",
      slope: normals(50),
      matrix: symmetric(50),
      start: start.map((x) => x / 10),
    },
    {
      name: "deep-product",
      start: start.map((_, i) => 1 + Math.sin(i) / 10),
    },
  ])("$name: derivatives agree with differences", (model) => {
    const { objective, theta } = landscape(model);
    expectDerivatives(objective, theta);
  });
});

test("linearizations at two points do not disturb each other or evaluate", () => {
  const { objective, theta } = landscape({ name: "product" });
  const v = Float64Array.of(1, 2);
  const first = objective.linearize(theta);
  const before = [first.hvp(v), first.third(v)];
  const other = Float64Array.of(-1, 2);
  const second = objective.linearize(other);
  second.third(v);
  objective.evaluate(other, new Float64Array(2));
  expect([first.hvp(v), first.third(v)]).toEqual(before);
});
