import { describe, expect, test } from "vitest";
import { initialParameters } from "../../../core/layers/init";
import { parameterShapes } from "../../../core/layers/network";

const shapes = parameterShapes(
  [
    { type: "dense", units: 100, bias: true },
    { type: "activation", fn: "tanh" },
    { type: "dense", units: 4, bias: false },
  ],
  [25],
);
const common = { seed: 7, biasNoise: 0 };
const spread = (values: Float64Array) => {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
};

test("shapes: weights [out][in], then biases, layer by layer", () => {
  const first = { fanIn: 25, fanOut: 100 };
  expect(shapes).toEqual([
    { kind: "weight", rows: 100, columns: 25, ...first },
    { kind: "bias", rows: 1, columns: 100, ...first },
    { kind: "weight", rows: 4, columns: 100, fanIn: 100, fanOut: 4 },
  ]);
});

test("shapes of a convolution: kernels [out][in][kh][kw], then biases", () => {
  const conv = parameterShapes(
    [
      {
        type: "conv2d",
        filters: 8,
        kernel: 3,
        padding: "same",
        stride: 2,
        bias: true,
      },
      { type: "pool", kind: "max", size: 2 },
      { type: "dense", units: 2, bias: false },
    ],
    [12, 10, 5],
  );
  const first = { fanIn: 45, fanOut: 72 };
  expect(conv).toEqual([
    { kind: "weight", rows: 8, columns: 45, ...first },
    { kind: "bias", rows: 1, columns: 8, ...first },
    // 12 × 10 → 6 × 5 → 3 × 2, eight channels.
    { kind: "weight", rows: 2, columns: 48, fanIn: 48, fanOut: 2 },
  ]);
});

describe("schemes", () => {
  const weights = (theta: Float64Array) => theta.subarray(0, 2500);
  const biases = (theta: Float64Array) => theta.subarray(2500, 2600);

  test("uniform-fan-in: within ±1/√fan_in, with the variance of a uniform distribution", () => {
    const theta = initialParameters(
      { scheme: "uniform-fan-in", ...common },
      shapes,
    );
    const first = theta.subarray(0, 2600);
    expect(Math.max(...first.map(Math.abs))).toBeLessThanOrEqual(0.2);
    // Standard error of the variance over 2,600 draws: 1.8 %.
    expect(spread(first) / (0.04 / 3)).toBeCloseTo(1, 0.9);
  });

  test.each([
    ["xavier", { scheme: "xavier", ...common }, 2 / 125],
    ["he", { scheme: "he", ...common }, 2 / 25],
    ["normal", { scheme: "normal", std: 0.3, ...common }, 0.09],
  ] as const)(
    "%s: variance of the weights, biases 0",
    (_name, init, variance) => {
      const theta = initialParameters(init, shapes);
      // Standard error of the variance of 2,500 normal draws: 2.8 %.
      expect(Math.abs(spread(weights(theta)) / variance - 1)).toBeLessThan(
        0.12,
      );
      expect(biases(theta).every((b) => b === 0)).toBe(true);
    },
  );

  test("sine: numbered through all layers, biases 0", () => {
    const theta = initialParameters({ scheme: "sine", ...common }, shapes);
    expect(theta[1]).toBeCloseTo(Math.sqrt(2 / 25) * Math.sin(4), 15);
    expect(theta[2500]).toBe(0);
    expect(theta[2600]).toBeCloseTo(
      Math.sqrt(2 / 100) * Math.sin(2501 ** 2),
      12,
    );
  });

  test("explicit: the values as they are", () => {
    const values = Array.from({ length: 3000 }, (_, i) => i / 7);
    const theta = initialParameters({ scheme: "explicit", values }, shapes);
    expect([...theta]).toEqual(values);
  });

  test("bias noise touches nothing but biases", () => {
    const init = { scheme: "he", ...common } as const;
    const plain = initialParameters(init, shapes);
    const noisy = initialParameters({ ...init, biasNoise: 0.5 }, shapes);
    expect(weights(noisy)).toEqual(weights(plain));
    // 100 draws: standard error of the variance 14 %.
    expect(Math.abs(spread(biases(noisy)) / 0.25 - 1)).toBeLessThan(0.5);
  });

  test("a seed repeats, another one differs", () => {
    const at = (seed: number) =>
      initialParameters(
        { scheme: "uniform-fan-in", seed, biasNoise: 0 },
        shapes,
      );
    expect(at(3)).toEqual(at(3));
    expect(at(3)).not.toEqual(at(4));
  });
});
