import { describe, expect, test } from "vitest";
import type { ExperimentInput } from "../../../core/experiment/spec";
import { createRandom } from "../../../core/random";
import { addScaled, dot } from "../../../core/vector";
import {
  along,
  float64,
  relativeDifference,
  smallProblem,
  tensorflowBackend,
} from "../support";

type Layers = ExperimentInput["model"]["layers"];
const mlp = (fn: "tanh" | "relu" | "identity", bias = true): Layers => [
  { type: "dense", units: 4, bias },
  { type: "activation", fn },
  { type: "dense", units: 5, bias },
  { type: "activation", fn },
  { type: "dense", units: 3, bias },
];
const shape = { samples: 7, inputs: 3, outputs: 3 };
const cases: [string, Layers][] = [
  ["tanh", mlp("tanh")],
  ["tanh without biases", mlp("tanh", false)],
  ["relu", mlp("relu")],
  ["identity", mlp("identity")],
  ["activation first", [{ type: "activation", fn: "tanh" }, ...mlp("tanh")]],
  ["one dense layer", [{ type: "dense", units: 3 }]],
];

describe.each(cases)("%s", (_name, layers) => {
  const { objective, theta, normals } = smallProblem(float64(), layers, shape);
  const [u, v] = [normals(objective.size), normals(objective.size)];
  const gradientAt = (point: Float64Array) => {
    const gradient = new Float64Array(objective.size);
    objective.evaluate(point, gradient);
    return gradient;
  };

  test("the gradient is the central difference of the loss", () => {
    // h = 1e-5: truncation h² and rounding 1e-16/h both near 1e-10.
    const [h, none] = [1e-5, new Float64Array(objective.size)];
    const slope =
      (objective.evaluate(along(theta, h, v), none) -
        objective.evaluate(along(theta, -h, v), none)) /
      (2 * h);
    expect(dot(gradientAt(theta), v)).toBeCloseTo(slope, 7);
  });

  test("hvp is the central difference of the gradient", () => {
    const h = 1e-5;
    const difference = gradientAt(along(theta, h, v));
    addScaled(difference, -1, gradientAt(along(theta, -h, v)));
    const at = objective.linearize(theta);
    // Same error budget as above, with a factor ten in hand.
    expect(
      relativeDifference(
        at.hvp(v).map((x) => 2 * h * x),
        difference,
      ),
    ).toBeLessThan(1e-7);
    at.dispose();
  });

  test("uᵀHv = vᵀHu", () => {
    const at = objective.linearize(theta);
    const [a, b] = [dot(u, at.hvp(v)), dot(v, at.hvp(u))];
    // Equal up to rounding in sums of some hundred terms.
    expect(Math.abs(a - b)).toBeLessThan(1e-13 * (1 + Math.abs(a)) * 100);
    at.dispose();
  });

  test("D³L(v, v, ·) is the central difference of hvp along v", () => {
    // Kinks of relu stay put under so small a step; then both sides see the same polynomial.
    const h = 1e-4;
    const [ahead, behind] = [h, -h].map((t) => {
      const at = objective.linearize(along(theta, t, v));
      const product = at.hvp(v);
      at.dispose();
      return product;
    });
    addScaled(ahead, -1, behind);
    const at = objective.linearize(theta);
    const third = at.third(v).map((x) => 2 * h * x);
    at.dispose();
    const scale = Math.max(...behind.map(Math.abs));
    // Truncation h²·D⁵L against rounding 1e-16/h: about 1e-8 of the largest product.
    third.forEach((x, i) =>
      expect(Math.abs(x - ahead[i])).toBeLessThan(1e-7 * scale),
    );
  });
});

test("hvp against an explicit dense Hessian on a 60-parameter net", () => {
  const layers: Layers = [
    { type: "dense", units: 6 },
    { type: "activation", fn: "tanh" },
    { type: "dense", units: 4, bias: false },
    { type: "activation", fn: "tanh" },
    { type: "dense", units: 3, bias: false },
  ];
  const { objective, theta, normals } = smallProblem(float64(), layers, shape);
  expect(objective.size).toBe(60);
  // The Hessian from losses alone, by the four-point difference: it shares no code with the sweeps.
  const h = 1e-4;
  const scratch = new Float64Array(60);
  const loss = (i: number, a: number, j: number, b: number) => {
    const point = theta.slice();
    point[i] += a * h;
    point[j] += b * h;
    return objective.evaluate(point, scratch);
  };
  const hessian = Array.from({ length: 60 }, (_, i) =>
    Float64Array.from(
      { length: 60 },
      (_, j) =>
        (loss(i, 1, j, 1) -
          loss(i, 1, j, -1) -
          loss(i, -1, j, 1) +
          loss(i, -1, j, -1)) /
        (4 * h * h),
    ),
  );
  const v = normals(60);
  const at = objective.linearize(theta);
  const expected = Float64Array.from(hessian, (row) => dot(row, v));
  // Rounding 1e-16/h² is 1e-8 of each entry.
  expect(relativeDifference(at.hvp(v), expected)).toBeLessThan(1e-6);
  at.dispose();
});

describe("float32 on TensorFlow", () => {
  const problem = smallProblem(tensorflowBackend(), mlp("tanh"), shape);
  const twin = smallProblem(float64(), mlp("tanh"), shape);
  const v = problem.normals(problem.objective.size);

  test("hvp against central differences of its own gradient", () => {
    const { objective, theta } = problem;
    const h = 1e-2;
    const [ahead, behind] = [h, -h].map((t) => {
      const gradient = new Float64Array(objective.size);
      objective.evaluate(along(theta, t, v), gradient);
      return gradient;
    });
    addScaled(ahead, -1, behind);
    const at = objective.linearize(theta);
    const product = at.hvp(v).map((x) => 2 * h * x);
    at.dispose();
    // Rounding 1e-7/h and truncation h² are both near 1e-4 in single precision.
    expect(relativeDifference(product, ahead)).toBeLessThan(2e-3);
  });

  test("gradient, hvp and third derivative equal float64's to 1e-5", () => {
    const [a, b] = [problem, twin].map(({ objective, theta }) => {
      const at = objective.linearize(theta);
      const all = [at.gradient, at.hvp(v), at.third(v)];
      at.dispose();
      return all;
    });
    a.forEach((x, i) => expect(relativeDifference(x, b[i])).toBeLessThan(1e-5));
  });

  test("uᵀHv = vᵀHu", () => {
    const u = problem.normals(problem.objective.size);
    const at = problem.objective.linearize(problem.theta);
    expect(dot(u, at.hvp(v)) / dot(v, at.hvp(u))).toBeCloseTo(1, 4);
    at.dispose();
  });
});

test("a product is not disturbed by an evaluation elsewhere in between", () => {
  const { objective, theta, normals } = smallProblem(
    float64(),
    mlp("tanh"),
    shape,
  );
  const v = normals(objective.size);
  const at = objective.linearize(theta);
  const before = at.hvp(v);
  objective.evaluate(along(theta, 1, v), new Float64Array(objective.size));
  expect(at.hvp(v)).toEqual(before);
  at.dispose();
});

test("random small networks: hvp and third derivative against differences", () => {
  const random = createRandom(5);
  for (let trial = 0; trial < 20; trial++) {
    const depth = 1 + Math.floor(3 * random.uniform());
    const layers: Layers = Array.from({ length: depth }, () => [
      {
        type: "dense" as const,
        units: 1 + Math.floor(5 * random.uniform()),
        bias: random.uniform() < 0.5,
      },
      { type: "activation" as const, fn: "tanh" as const },
    ]).flat();
    layers.push({ type: "dense", units: 2 });
    const size = {
      samples: 1 + Math.floor(6 * random.uniform()),
      inputs: 2,
      outputs: 2,
    };
    const { objective, theta, normals } = smallProblem(
      float64(),
      layers,
      size,
      trial,
    );
    const v = normals(objective.size);
    const h = 1e-4;
    const [ahead, behind] = [h, -h].map((t) => {
      const at = objective.linearize(along(theta, t, v));
      const result = { gradient: at.gradient, product: at.hvp(v) };
      at.dispose();
      return result;
    });
    const at = objective.linearize(theta);
    const size1 = Math.max(...at.hvp(v).map(Math.abs));
    const size2 = Math.max(...at.third(v).map(Math.abs));
    at.hvp(v).forEach((x, i) =>
      expect(
        Math.abs(x - (ahead.gradient[i] - behind.gradient[i]) / (2 * h)),
      ).toBeLessThan(1e-6 * (size1 + size2)),
    );
    at.third(v).forEach((x, i) =>
      expect(
        Math.abs(x - (ahead.product[i] - behind.product[i]) / (2 * h)),
      ).toBeLessThan(1e-5 * (size1 + size2)),
    );
    at.dispose();
  }
});
