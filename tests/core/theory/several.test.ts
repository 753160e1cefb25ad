import { expect, test } from "vitest";
import { buildLandscape } from "../../../core/objective/landscapes/build";
import { CentralFlow, normalsOf } from "../../../core/theory/central-flow";
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
  const flow = new CentralFlow(objective, theta.slice(), stepSize, 1e-10);
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
