import { describe, expect, test } from "vitest";
import { buildLandscape } from "../../../core/landscapes/spec";
import { CentralFlow } from "../../../core/theory/central-flow";
import { normalsOf } from "../../../core/theory/normals";
import { precisions } from "../../../core/theory/projection";
import { addScaled } from "../../../core/vector";
import { float64, finish, relativeDifference, smallProblem } from "../support";

/** Two independent edges: each pair of variables is the landscape of the map. */
const formula = "(9.9 + 5*p)*x^2/2 - 0.006*p + (9.9 + 4*q)*y^2/2 - 0.005*q";
const start = { x: 0.02, p: 0.03, y: 0.015, q: 0.04 };

test("two eigenvalues at the edge: both are held, and both variances are as predicted", () => {
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

describe("below the edge", () => {
  // 2/η = 10 is above all curvatures, 9.7 the largest: 97 % of it.
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

  test("a quadratic decays as its exponentials do", () => {
    const curvatures = [9.7, 6, 0.5];
    const flow = flowFrom("4.85*x^2 + 3*y^2 + 0.25*z^2", { x: 1, y: 1, z: 1 });
    for (let t = 0; t < 5; t++) {
      finish(flow.advance());
      flow.theta.forEach((value, i) => {
        const exact = Math.exp(-stepSize * curvatures[i] * (t + 1));
        // The flow keeps each inner step to 1e-7 of θ and an absolute 1e-9.
        expect(Math.abs(value - exact)).toBeLessThan(1e-6 * exact + 1e-8);
      });
    }
  });

  test("a net of curvatures that change agrees with a flow of far smaller steps", () => {
    const formula = "(9 + 2*p)*x^2/2 + 3*y^2 - 0.05*p + 0.2*x*y + p^2/4";
    const start = { x: 0.3, y: 0.4, p: 0.1 };
    const flow = flowFrom(formula, start);
    const fine = flow.theta.slice();
    for (let t = 0; t < 4; t++) finish(flow.advance());
    // Classical Runge-Kutta steps of 1/400: an error of about (ηS/400)⁴.
    const { objective } = buildLandscape({
      kind: "landscape",
      name: "formula",
      formula,
      start,
    });
    const slope = (theta: Float64Array) => {
      const g = new Float64Array(theta.length);
      objective.evaluate(theta, g);
      return g;
    };
    const h = stepSize / 400;
    const from = (theta: Float64Array, g: Float64Array, step: number) =>
      theta.map((value, i) => value - step * g[i]);
    for (let i = 0; i < 4 * 400; i++) {
      const a = slope(fine);
      const b = slope(from(fine, a, h / 2));
      const c = slope(from(fine, b, h / 2));
      const d = slope(from(fine, c, h));
      fine.set(
        fine.map((x, j) => x - (h / 6) * (a[j] + 2 * b[j] + 2 * c[j] + d[j])),
      );
    }
    expect(relativeDifference(flow.theta, fine)).toBeLessThan(1e-6);
  });
});
