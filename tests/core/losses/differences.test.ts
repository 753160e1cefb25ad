/**
 * Independent of the derivation: central differences of the loss against the gradient, and of the
 * gradient against H·v and of H·v against D³L(v, v, ·), for each loss and each kind of target.
 */
import { describe, expect, test } from "vitest";
import {
  classDataset,
  numberDataset,
  type Dataset,
} from "../../../core/data/dataset";
import type { LossName } from "../../../core/losses/spec";
import { buildProblem } from "../../../core/experiment/build";
import { denseSpectrum } from "../../../core/spectrum/dense";
import { hessianColumns, wholeHessian } from "../../../core/spectrum/hessian";
import { createRandom } from "../../../core/random";
import type { Backend } from "../../../core/tensor/backend";
import { norm } from "../../../core/vector";
import {
  along,
  finish,
  float64,
  golden,
  layerList,
  relativeDifference,
  requireNetwork,
  tensorflowBackend,
} from "../support";

const [samples, width, outputs] = [9, 3, 4];

/** Random numbers, the same each time for a seed. */
function draws(seed: number) {
  const random = createRandom(seed);
  const list = (n: number, draw: () => number) =>
    Float64Array.from({ length: n }, draw);
  return {
    normals: (n: number) => list(n, () => random.normal()),
    uniforms: (n: number) => list(n, () => random.uniform()),
    signs: (n: number) => list(n, () => (random.uniform() < 0.5 ? -1 : 1)),
    classes: (n: number, of: number) =>
      Array.from({ length: n }, () => Math.floor(of * random.uniform())),
  };
}
type Draws = ReturnType<typeof draws>;

/** Rows that sum to 1. */
function softRows(rows: Float64Array) {
  return rows.map((y, i) => {
    const start = i - (i % outputs);
    const sum = rows.subarray(start, start + outputs).reduce((a, b) => a + b);
    return y / sum;
  });
}

/** Rows of any sum, the second one 0 and some entries of the others 0 as well. */
function generalRows(rows: Float64Array) {
  return rows.map((y, i) =>
    Math.floor(i / outputs) === 1 || y < 0.2 ? 0 : 5 * y,
  );
}

type Targets = (draw: Draws, inputs: Float64Array) => Dataset;
const numbers =
  (columns: number, of: (draw: Draws) => Float64Array): Targets =>
  (draw, inputs) =>
    numberDataset({ inputs, inputShape: [width] }, of(draw), columns);
const classes =
  (count: number): Targets =>
  (draw, inputs) =>
    classDataset(
      { inputs, inputShape: [width] },
      draw.classes(samples, count),
      count,
    );

const size = samples * outputs;
const cases: [LossName, string, Targets][] = [
  ["mse", "one number", numbers(1, (draw) => draw.normals(samples))],
  ["mse", "four numbers", numbers(outputs, (draw) => draw.normals(size))],
  ["mse", "one-hot", classes(outputs)],
  ["cross-entropy", "one-hot", classes(outputs)],
  [
    "cross-entropy",
    "soft rows",
    numbers(outputs, (draw) => softRows(draw.uniforms(size))),
  ],
  [
    "cross-entropy",
    "rows of any sum",
    numbers(outputs, (draw) => generalRows(draw.uniforms(size))),
  ],
  ["logistic", "±1", numbers(1, (draw) => draw.signs(samples))],
  ["logistic", "two classes", classes(2)],
];

function problem<T>(
  be: Backend<T>,
  loss: LossName,
  targets: Targets,
  seed: number,
) {
  const draw = draws(seed);
  const train = targets(draw, draw.normals(samples * width));
  const units = loss === "logistic" ? 1 : train.targetWidth;
  const spec = {
    ...requireNetwork(golden),
    loss,
  };
  spec.model.layers = layerList([
    { type: "dense", units: 5 },
    { type: "activation", fn: "tanh" },
    { type: "dense", units },
  ]);
  spec.model.init = { scheme: "xavier", seed, biasNoise: 0.5 };
  return { ...buildProblem(be, spec, { train, test: null }), draw };
}

describe.each(cases)("%s, targets: %s", (loss, _name, targets) => {
  describe.each([1, 2, 3, 4, 5])("seed %i", (seed) => {
    const { objective, theta, draw } = problem(float64(), loss, targets, seed);
    const gradientAt = (point: Float64Array) => {
      const gradient = new Float64Array(objective.size);
      objective.evaluate(point, gradient);
      return gradient;
    };
    // Truncation h²·L‴ and rounding 1e-16/h are both near 1e-10, and the vectors are of size 0.1 to 10.
    const h = 1e-5;

    test("gradient, every component, to 1e-6 relative", () => {
      const none = new Float64Array(objective.size);
      const slopes = theta.map((x, i) => {
        const moved = theta.slice();
        moved[i] = x + h;
        const above = objective.evaluate(moved, none);
        moved[i] = x - h;
        return (above - objective.evaluate(moved, none)) / (2 * h);
      });
      expect(relativeDifference(gradientAt(theta), slopes)).toBeLessThan(1e-6);
    });

    test("H·v and D³L(v, v, ·) to 1e-6 relative", () => {
      const v = draw.normals(objective.size);
      const difference = (of: (point: Float64Array) => Float64Array) => {
        const below = of(along(theta, -h, v));
        return of(along(theta, h, v)).map((x, i) => (x - below[i]) / (2 * h));
      };
      const hvpAt = (point: Float64Array) => {
        const linear = objective.linearize(point);
        const product = linear.hvp(v);
        linear.dispose();
        return product;
      };
      const at = objective.linearize(theta);
      expect(
        relativeDifference(at.hvp(v), difference(gradientAt)),
      ).toBeLessThan(1e-6);
      expect(relativeDifference(at.third(v), difference(hvpAt))).toBeLessThan(
        1e-6,
      );
      at.dispose();
    });
  });

  test("the Hessian at once is the products with unit vectors", () => {
    const { objective, theta } = problem(float64(), loss, targets, 1);
    const at = objective.linearize(theta);
    const rows = finish(wholeHessian(at));
    const columns = finish(hessianColumns(at));
    at.dispose();
    // The same sums in another order.
    rows.forEach((row, i) =>
      expect(relativeDifference(row, columns[i])).toBeLessThan(1e-13),
    );
  });

  test("TensorFlow computes the same to single precision", () => {
    const derivatives = <T>(be: Backend<T>) => {
      const { objective, theta, draw } = problem(be, loss, targets, 1);
      const v = draw.normals(objective.size);
      const at = objective.linearize(theta);
      const all = [[at.loss], at.gradient, at.hvp(v), at.third(v)];
      at.dispose();
      return all.map((values) => Float64Array.from(values));
    };
    const double = derivatives(float64());
    // Sums of some hundred terms keep five of seven digits.
    derivatives(tensorflowBackend()).forEach((single, i) =>
      expect(relativeDifference(single, double[i])).toBeLessThan(1e-5),
    );
  });
});

describe("cross-entropy with rows that do not sum to 1, against PyTorch", () => {
  const at = (row: number[]) => {
    const spec = requireNetwork({
      ...golden,
      data: { source: "inline", x: [[0.1, 0.9]], y: [row] },
      model: {
        kind: "network",
        init: { scheme: "explicit", values: [0.5, 0.5, 0.2, 0.1] },
        layers: [{ type: "dense", units: 2, bias: false }],
      },
      loss: "cross-entropy",
    });
    const train = numberDataset(
      { inputs: Float64Array.of(0.1, 0.9), inputShape: [2] },
      Float64Array.from(row),
      2,
    );
    const { objective, theta } = buildProblem(float64(), spec, {
      train,
      test: null,
    });
    const linear = objective.linearize(theta);
    const { values } = finish(denseSpectrum(linear));
    linear.dispose();
    return { loss: linear.loss, slope: norm(linear.gradient), values };
  };

  test("a row of zeros is a constant loss", () => {
    const { loss, slope, values } = at([0, 0]);
    expect([loss, slope, ...values].map(Math.abs)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test("a row of sum 5 weighs five times", () => {
    const { loss, slope, values } = at([2, 3]);
    // The references have nine digits.
    expect(loss).toBeCloseTo(3.75520198, 8);
    expect(slope).toBeCloseTo(1.25682251, 8);
    expect(values[0]).toBeCloseTo(1.97398306, 8);
  });

  test("a negative target is refused with its row", () => {
    expect(() => at([-1, 2])).toThrow(
      "loss: Cross-entropy needs targets of at least 0, the shares or weights of the classes; target 1 of row 1 of the data is -1.",
    );
  });
});
