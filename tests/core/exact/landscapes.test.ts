/** Landscapes on which gradient descent and the sharpness have closed forms. */
import { describe, expect, test } from "vitest";
import { createRandom } from "../../../core/random";
import { hessianColumns } from "../../../core/spectrum/hessian";
import { dot, norm } from "../../../core/vector";
import { landscape } from "../landscapes/support";
import { finish } from "../support";
import { descend, distance, spectrumAt } from "./support";

describe("a quadratic with known eigenvectors", () => {
  const eigenvalues = [5, 3, 1, 0.5];
  /** Orthonormal, exact in binary. */
  const vectors = [
    [0.5, 0.5, 0.5, 0.5],
    [0.5, -0.5, 0.5, -0.5],
    [0.5, 0.5, -0.5, -0.5],
    [0.5, -0.5, -0.5, 0.5],
  ].map((v) => Float64Array.from(v));
  const matrix = [0, 1, 2, 3].map((i) =>
    [0, 1, 2, 3].map((j) =>
      vectors.reduce((sum, q, k) => sum + eigenvalues[k] * q[i] * q[j], 0),
    ),
  );
  const start = [1, -2, 0.5, 3];
  const quadratic = landscape({ name: "quadratic", matrix, start });

  test("its spectrum", () => {
    const { values, trace } = spectrumAt(quadratic.objective, quadratic.theta);
    // Rounding of a 4 × 4 solve.
    expect(distance(values, eigenvalues)).toBeLessThan(1e-14);
    expect(trace).toBe(9.5);
  });

  test("θ_t = (I − ηA)ᵗθ₀", () => {
    const path = descend(quadratic, 0.3, 100);
    path.forEach((theta, t) => {
      const exact = new Float64Array(4);
      vectors.forEach((q, k) => {
        const weight =
          (1 - 0.3 * eigenvalues[k]) ** t * dot(q, quadratic.theta);
        q.forEach((x, i) => (exact[i] += weight * x));
      });
      // 100 contractions, each with rounding of numbers up to 4.
      expect(distance(theta, exact)).toBeLessThan(1e-14);
    });
  });

  test("diverges iff η > 2/λ_max", () => {
    const after = (stepSize: number) =>
      norm(descend(quadratic, stepSize, 20_000).at(-1) as Float64Array);
    // |1 − ηλ| = 1 ∓ 0.002 twenty thousand times over.
    expect(after(0.999 * (2 / 5))).toBeLessThan(1e-15);
    expect(after(1.001 * (2 / 5))).toBeGreaterThan(1e15);
    // At the threshold the top component changes its sign and nothing else.
    const top = dot(vectors[0], quadratic.theta);
    expect(Math.abs(after(2 / 5) - Math.abs(top))).toBeLessThan(1e-12);
  });
});

describe("½(xy − 1)²", () => {
  const product = (x: number, y: number) =>
    landscape({ name: "product", start: [x, y] });

  test("its Hessian", () => {
    for (const [x, y] of [
      [1.7, 0.3],
      [-2, 0.7],
      [0, 0],
    ]) {
      const { objective, theta } = product(x, y);
      const columns = finish(hessianColumns(objective.linearize(theta)));
      const mixed = 2 * x * y - 1;
      const exact = [
        [y * y, mixed],
        [mixed, x * x],
      ];
      // Rounding of a few products of size 1.
      columns.forEach((column, i) =>
        expect(distance(column, exact[i])).toBeLessThan(1e-15),
      );
    }
  });

  test("sharpness at (1.7, 0.3)", () => {
    const { objective, theta } = product(1.7, 0.3);
    const { values } = spectrumAt(objective, theta);
    expect(Math.abs(values[0] - 2.8901428498549704)).toBeLessThan(1e-15);
  });

  test.each([0.3, 0.5, 0.65])("xy and x² + y² at step size %f", (eta) => {
    const path = descend(product(1.7, 0.3), eta, 300);
    let [p, q] = [1.7 * 0.3, 1.7 ** 2 + 0.3 ** 2];
    for (const [x, y] of path) {
      // Rounding, which descent to a minimum does not add up.
      expect(Math.abs(x * y - p)).toBeLessThan(1e-13);
      expect(Math.abs(x * x + y * y - q)).toBeLessThan(1e-13);
      const r = p - 1;
      [p, q] = [
        p - eta * r * q + eta ** 2 * r ** 2 * p,
        q - 4 * eta * r * p + eta ** 2 * r ** 2 * q,
      ];
    }
  });

  test("the gradient of the sharpness where xy = 1", () => {
    for (const x of [1.7, -0.8, 3]) {
      const y = 1 / x;
      const q = x * x + y * y;
      const u = Float64Array.of(y / Math.sqrt(q), x / Math.sqrt(q));
      const { objective, theta } = product(x, y);
      const gradient = objective.linearize(theta).third(u);
      const bend = x * (x * x - y * y);
      const exact = [
        x + (bend + 4 * y) / q,
        y + (-y * (x * x - y * y) + 4 * x) / q,
      ];
      expect(distance(gradient, exact)).toBeLessThan(1e-14);
      if (x !== 1.7) continue;
      // The digits that are known.
      expect(gradient[0]).toBeCloseTo(3.7635547, 7);
      expect(gradient[1]).toBeCloseTo(2.2271437, 7);
      const within = dot(gradient, u);
      const across = gradient.map((s, i) => s - within * u[i]);
      expect(dot(across, across)).toBeCloseTo(7.999739, 6);
    }
  });

  describe("on the diagonal x = y", () => {
    const orbit = (eta: number) => {
      const s = Math.sqrt(1 + 3 / eta);
      const d = Math.sqrt(1 - 1 / eta);
      return [(s + d) / 2, (s - d) / 2];
    };
    const last = (start: number, eta: number, steps = 20_000) =>
      descend(product(start, start), eta, steps)
        .slice(-2)
        .map(([x]) => x)
        .sort((a, b) => b - a);

    test("two points that change places, η = 1.1", () => {
      const [high, low] = last(1.3, 1.1);
      expect(high).toBeCloseTo(1.116062971452, 12);
      expect(low).toBeCloseTo(0.814551626875, 12);
    });

    test.each([1.01, 1.1, 1.2, 1.23])("attract at η = %f", (eta) => {
      // The nearer to 1 or √5 − 1, the more slowly.
      expect(distance(last(1.05, eta), orbit(eta))).toBeLessThan(1e-12);
    });

    test("one point below η = 1, no such pair above √5 − 1", () => {
      expect(distance(last(1.05, 0.99), [1, 1])).toBeLessThan(1e-12);
      const [high, low] = orbit(1.25);
      const after = last(high + 1e-6, 1.25);
      expect(distance(after, [high, low])).toBeGreaterThan(0.01);
    });
  });
});

test("quadratic regression: f and J along descent, and H = JJᵀ + fQ", () => {
  const random = createRandom(4);
  const size = 5;
  const normals = () => Array.from({ length: size }, () => random.normal());
  const half = Array.from({ length: size }, normals);
  const Q = half.map((row, i) => row.map((x, j) => (x + half[j][i]) / 2));
  const times = (v: number[]) =>
    Q.map((row) => row.reduce((sum, x, j) => sum + x * v[j], 0));
  const inner = (a: number[], b: number[]) =>
    a.reduce((sum, x, i) => sum + x * b[i], 0);
  const [slope, start] = [normals(), normals().map((x) => x / 3)];
  const eta = 0.05;
  const problem = landscape({
    name: "quadratic-regression",
    offset: -1.5,
    slope,
    matrix: Q,
    start,
  });

  let f = -1.5 + inner(slope, start) + inner(start, times(start)) / 2;
  let J = times(start).map((x, i) => x + slope[i]);
  for (const theta of descend(problem, eta, 200)) {
    const at = problem.objective.linearize(theta);
    // 200 steps of rounding near a minimum.
    const tolerance = 1e-13;
    expect(Math.abs(at.loss - (f * f) / 2)).toBeLessThan(tolerance);
    expect(
      distance(
        at.gradient,
        J.map((x) => f * x),
      ),
    ).toBeLessThan(tolerance);
    finish(hessianColumns(at)).forEach((column, i) => {
      const exact = J.map((x, j) => J[i] * x + f * Q[i][j]);
      expect(distance(column, exact)).toBeLessThan(tolerance * 10);
    });
    const QJ = times(J);
    const before = f;
    f += -eta * f * inner(J, J) + (eta ** 2 * f ** 2 * inner(J, QJ)) / 2;
    J = J.map((x, i) => x - eta * before * QJ[i]);
  }
  // It went somewhere.
  expect(Math.abs(f)).toBeLessThan(0.1);
});

test("self-stabilisation: descent is the map for 3,000 steps", () => {
  const [S0, alpha, beta, eta] = [10, 0.01, 20, 0.2];
  const problem = landscape({
    name: "self-stabilization",
    sharpness: S0,
    alpha,
    beta,
    start: [0.01, 0],
  });
  let [x, y] = [0.01, S0 - 2 / eta];
  let [error, spikes] = [0, 0];
  for (const theta of descend(problem, eta, 3000)) {
    const height = S0 + Math.sqrt(beta) * theta[1] - 2 / eta;
    error = Math.max(error, Math.abs(theta[0] - x), Math.abs(height - y));
    const next = y + eta * (alpha - (beta * x * x) / 2);
    if (y > 0 && next <= 0) spikes++;
    [x, y] = [-(1 + eta * y) * x, next];
  }
  expect(spikes).toBeGreaterThan(5);
  // Rounding, which spikes multiply; here it is 6e-14.
  expect(error).toBeLessThan(4e-11);
});
