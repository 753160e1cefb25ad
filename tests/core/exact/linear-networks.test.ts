/** Linear networks, whose curvature is known, and what holds for every Hessian. */
import { Matrix, QrDecomposition, SingularValueDecomposition } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { numberDataset } from "../../../core/data/dataset";
import { buildProblem } from "../../../core/experiment/build";
import { createRandom } from "../../../core/random";
import { dot, norm } from "../../../core/vector";
import { landscape } from "../landscapes/support";
import { float64, layerList, smallProblem } from "../support";
import { descend, distance, spectrumAt } from "./support";

const random = createRandom(17);
const normals = (rows: number, columns: number) =>
  new Matrix(
    Array.from({ length: rows }, () =>
      Array.from({ length: columns }, () => random.normal()),
    ),
  );

/** Layers of these weights [out, in] without activations, by mse on inputs and targets by rows. */
function linear(weights: Matrix[], inputs: Matrix, targets: Matrix) {
  const data = numberDataset(
    {
      inputs: Float64Array.from(inputs.to1DArray()),
      inputShape: [inputs.columns],
    },
    Float64Array.from(targets.to1DArray()),
    targets.columns,
  );
  const model = {
    kind: "network" as const,
    init: {
      scheme: "explicit" as const,
      values: weights.flatMap((w) => w.to1DArray()),
    },
    layers: layerList(
      weights.map((w) => ({ type: "dense", units: w.rows, bias: false })),
    ),
  };
  const problem = { train: data, test: null };
  return buildProblem(float64(), { model, loss: "mse" }, problem);
}

const largestSingular = (a: Matrix) =>
  new SingularValueDecomposition(a, { autoTranspose: true }).diagonal[0];

describe("linear regression", () => {
  const [samples, width] = [30, 6];
  const inputs = normals(samples, width);
  const problem = linear([normals(1, width)], inputs, normals(samples, 1));
  const covariance = inputs.transpose().mmul(inputs).div(samples);

  test("H = XᵀX/n", () => {
    const at = problem.objective.linearize(problem.theta);
    for (let i = 0; i < width; i++) {
      const unit = new Float64Array(width);
      unit[i] = 1;
      // Rounding of sums over 30 samples.
      expect(distance(at.hvp(unit), covariance.getRow(i))).toBeLessThan(1e-14);
    }
    at.dispose();
  });

  test("S is the same all along descent, and ∇S = 0", () => {
    const exact = largestSingular(inputs) ** 2 / samples;
    for (const theta of descend(problem, 1.9 / exact, 50)) {
      const { values, vectors } = spectrumAt(problem.objective, theta);
      expect(Math.abs(values[0] - exact)).toBeLessThan(1e-13);
      const at = problem.objective.linearize(theta);
      expect(norm(at.third(vectors[0]))).toBe(0);
      at.dispose();
    }
  });
});

describe("deep linear networks on whitened inputs", () => {
  /** XᵀX/n = I. */
  const whitened = (n: number) => Matrix.eye(n).mul(Math.sqrt(n));
  const orthogonal = (n: number) =>
    new QrDecomposition(normals(n, n)).orthogonalMatrix;
  /** Sharpness where the product of the weights is what the targets ask for. */
  const sharpness = (weights: Matrix[]) => {
    const product = weights.reduce((a, w) => w.mmul(a));
    const inputs = whitened(weights[0].columns);
    const targets = inputs.mmul(product.transpose());
    const { objective, theta } = linear(weights, inputs, targets);
    return spectrumAt(objective, theta).values[0];
  };

  test.each([
    { inputs: 3, hidden: 5, outputs: 2 },
    { inputs: 4, hidden: 2, outputs: 3 },
    { inputs: 1, hidden: 1, outputs: 1 },
  ])("S = |W₂|₂² + |W₁|₂²: $inputs-$hidden-$outputs", (shape) => {
    const first = normals(shape.hidden, shape.inputs);
    const second = normals(shape.outputs, shape.hidden);
    const exact = largestSingular(second) ** 2 + largestSingular(first) ** 2;
    // Rounding of a dense solve, relative.
    expect(Math.abs(sharpness([first, second]) / exact - 1)).toBeLessThan(
      1e-13,
    );
  });

  test.each([1, 2, 3, 5])("S = nσ₁^(2 − 2/n), balanced, n = %i", (depth) => {
    const singular = [2.5, 1.1, 0.4];
    const root = Matrix.diag(singular.map((s) => s ** (1 / depth)));
    // Each layer begins in the frame in which the one before ends.
    const frames = Array.from({ length: depth + 1 }, () => orthogonal(3));
    const weights = frames
      .slice(1)
      .map((frame, i) => frame.mmul(root).mmul(frames[i].transpose()));
    const exact = depth * singular[0] ** (2 - 2 / depth);
    expect(Math.abs(sharpness(weights) / exact - 1)).toBeLessThan(1e-13);
  });

  test.each([2, 3, 5])("the same in one unit a layer, n = %i", (depth) => {
    const target = 1.8;
    const start = Array.from({ length: depth }, () => target ** (1 / depth));
    const { objective, theta } = landscape({
      name: "deep-product",
      target,
      start,
    });
    const [S] = spectrumAt(objective, theta).values;
    const exact = depth * target ** (2 - 2 / depth);
    expect(Math.abs(S / exact - 1)).toBeLessThan(1e-13);
  });
});

describe("of every Hessian", () => {
  const problems = (["tanh", "gelu", "softplus"] as const).map((fn, i) => ({
    fn,
    ...smallProblem(
      float64(),
      [
        { type: "dense", units: 6 },
        { type: "activation", fn },
        { type: "dense", units: 2 },
      ],
      { samples: 9, inputs: 3, outputs: 2 },
      i + 1,
    ),
  }));

  test.each(problems)("trace = Σ eigenvalues: $fn", ({ objective, theta }) => {
    const { values, trace } = spectrumAt(objective, theta);
    expect(values).toHaveLength(theta.length);
    const sum = values.reduce((a, b) => a + b, 0);
    // 38 eigenvalues of size 1, each to rounding.
    expect(Math.abs(sum - trace)).toBeLessThan(1e-13);
  });

  test.each(problems)("uᵀ(Hv) = vᵀ(Hu): $fn", (problem) => {
    const { objective, theta, normals: draw } = problem;
    const at = objective.linearize(theta);
    for (let i = 0; i < 20; i++) {
      const [u, v] = [draw(theta.length), draw(theta.length)];
      const [uHv, vHu] = [dot(u, at.hvp(v)), dot(v, at.hvp(u))];
      // Rounding of sums over 38 parameters and 9 samples.
      expect(Math.abs(uHv - vHu)).toBeLessThan(1e-13);
    }
    at.dispose();
  });
});
