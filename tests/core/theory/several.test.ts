import { describe, expect, test } from "vitest";
import { buildLandscape } from "../../../core/objective/landscapes/build";
import { CentralFlow } from "../../../core/theory/central-flow";
import { normalsOf } from "../../../core/theory/normals";
import { precisions } from "../../../core/theory/projection";
import { addScaled } from "../../../core/vector";
import { float64, finish, relativeDifference, smallProblem } from "../support";

/** Two independent edges: each pair of variables is the landscape of the map. */
const formula = "(9.9 + 5*p)*x^2/2 - 0.006*p + (9.9 + 4*q)*y^2/2 - 0.005*q";
const start = { x: 0.02, p: 0.03, y: 0.015, q: 0.04 };

test("two eigenvalues at the edge: both are held, and both variances come as foretold", () => {
  const stepSize = 0.2;
  const { objective, theta } = buildLandscape({
    kind: "landscape",
    name: "formula",
    formula,
    start,
  });
  const flow = new CentralFlow(objective, theta.slice(), stepSize, "float64");
  let point = finish(flow.advance());
  for (let t = 0; t < 50; t++) point = finish(flow.advance());
  expect(point?.vectors).toHaveLength(2);
  // Linear in p and q: the substep that reaches the edge stays there but for rounding.
  expect(Math.abs((point?.sharpness ?? NaN) - 10)).toBeLessThan(1e-6);
  // α = 0.006·5 and 0.005·4, |∇S|² = 25 and 16: X = 2α/β.
  const expected = [(2 * 0.006) / 5, (2 * 0.005) / 4].sort();
  const variances = (point?.variances ?? []).toSorted((a, b) => a - b);
  variances.forEach((v, i) => expect(v / expected[i]).toBeCloseTo(1, 1));
});

describe("where the flow begins above the edge", () => {
  const stepSize = 0.2;
  const flowFrom = (formula: string, start: Record<string, number>) => {
    const { objective, theta } = buildLandscape({
      kind: "landscape",
      name: "formula",
      formula,
      start,
    });
    return new CentralFlow(objective, theta.slice(), stepSize, "float64");
  };

  test("it is projected first: the first row is 2α/β, whatever the substep", () => {
    // S = 10.4 is 4 % above 2/η = 10. Without a projection, X would be what comes down in one substep.
    const flow = flowFrom("(9.9 + 5*p)*x^2/2 - 0.006*p", { x: 0.02, p: 0.1 });
    expect(finish(flow.land(precisions.float64))).toBe(true);
    const [x, p] = flow.theta;
    // The projection is asked for to 1e-8 of 2/η and to a slope of 1e-10.
    expect(Math.abs(p - 0.02)).toBeLessThan(1e-7);
    expect(Math.abs(x)).toBeLessThan(1e-9);
    const point = finish(flow.advance());
    const variance = (2 * 0.006) / 5;
    // What is left above the edge, 1e-7 at most, weighs 80 times as much as a variance.
    expect(Math.abs((point?.trace ?? NaN) - variance)).toBeLessThan(1e-5);
    const meanLoss = -0.006 * 0.02 + variance / stepSize;
    expect(Math.abs((point?.meanLoss ?? NaN) - meanLoss)).toBeLessThan(1e-4);
  });

  test("two eigenvalues are both brought down", () => {
    const both = { x: 0.02, p: 0.09, y: 0.015, q: 0.11 };
    const flow = flowFrom(formula, both);
    expect(finish(flow.land(precisions.float64))).toBe(true);
    // 9.9 + 5p = 10 and 9.9 + 4q = 10.
    expect(Math.abs(flow.theta[1] - 0.02)).toBeLessThan(1e-7);
    expect(Math.abs(flow.theta[3] - 0.025)).toBeLessThan(1e-7);
  });

  test("two eigenvalues whose eigenvectors turn on the way are both held", () => {
    const coupled = `${formula} + (0.05 + r)*x*y + 0.001*r`;
    const flow = flowFrom(coupled, {
      x: 0.02,
      p: 0.05,
      y: 0.015,
      q: 0.04,
      r: 0.1,
    });
    expect(finish(flow.land(precisions.float64))).toBe(true);
    const [, p, , q, r] = flow.theta;
    // At x = y = 0 the top block is [[9.9 + 5p, .05 + r], [.05 + r, 9.9 + 4q]].
    const [a, b, c] = [9.9 + 5 * p, 9.9 + 4 * q, 0.05 + r];
    const top = (a + b) / 2 + Math.hypot((a - b) / 2, c);
    expect(Math.abs(top - 10)).toBeLessThan(1e-7);
  });

  test("below the edge it begins where the run is", () => {
    const flow = flowFrom("(9 + 5*p)*x^2/2 - 0.006*p", { x: 0.02, p: 0.1 });
    expect(finish(flow.land(precisions.float64))).toBe(true);
    expect([...flow.theta]).toEqual([0.02, 0.1]);
  });

  test("where no place has S ≤ 2/η it does not begin, and θ stays", () => {
    const flow = flowFrom("6*x^2 + 0.02*sin(p)*x^2", { x: 0.1, p: 1 });
    expect(finish(flow.land(precisions.float64))).toBe(false);
    expect([...flow.theta]).toEqual([0.1, 1]);
  });
});

test("mixed third derivatives against differences of Hessian-vector products", () => {
  const { objective, theta, normals } = smallProblem(
    float64(),
    [
      { type: "dense", units: 6 },
      { type: "activation", fn: "tanh" },
      { type: "dense", units: 2 },
    ],
    { samples: 7, inputs: 3, outputs: 2 },
  );
  const [a, b] = [normals(theta.length), normals(theta.length)];
  const at = objective.linearize(theta);
  const mixed = finish(normalsOf(at, [a, b]))[0][1];
  at.dispose();
  const product = (h: number) => {
    const there = theta.slice();
    addScaled(there, h, a);
    const linearization = objective.linearize(there);
    const result = linearization.hvp(b).slice();
    linearization.dispose();
    return result;
  };
  const h = 1e-4;
  const difference = product(h);
  addScaled(difference, -1, product(-h));
  // Central differences in float64 with h = 1e-4: about 1e-8.
  expect(
    relativeDifference(
      mixed,
      difference.map((x) => x / (2 * h)),
    ),
  ).toBeLessThan(1e-7);
});
