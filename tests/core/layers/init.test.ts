import { describe, expect, test } from "vitest";
import { initialParameters } from "../../../core/layers/init";
import { parameterShapes } from "../../../core/layers/network";
import type { LayerSpec } from "../../../core/layers/spec";

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
    {
      kind: "weight",
      rows: 8,
      columns: 45,
      dimensions: [8, 5, 3, 3],
      ...first,
    },
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
    ["uniform-weights", { scheme: "uniform-weights", ...common }, 0.04 / 3],
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

describe("layers with a start of their own", () => {
  const head = (init: LayerSpec & { type: "dense" }) =>
    parameterShapes(
      [
        { type: "dense", units: 100, bias: true },
        { type: "layer-norm", epsilon: 1e-5 },
        init,
      ],
      [25],
    );
  const start = (
    init: "zero" | "inverse-fan-in" | undefined,
    scheme: "he" | "uniform-fan-in" = "he",
  ) =>
    initialParameters(
      { scheme, ...common },
      head({ type: "dense", units: 40, bias: true, init }),
    );
  const norm = 2600;
  const last = norm + 200;

  test("zeros in the last layer leave all others as they were", () => {
    for (const scheme of ["he", "uniform-fan-in"] as const) {
      const [zero, plain] = [start("zero", scheme), start(undefined, scheme)];
      expect(zero.subarray(0, last)).toEqual(plain.subarray(0, last));
      expect(zero.subarray(last).every((x) => x === 0)).toBe(true);
      expect(plain.subarray(last).some((x) => x !== 0)).toBe(true);
    }
  });

  test("a norm starts with gain 1 and shift 0 under every scheme", () => {
    for (const scheme of ["he", "uniform-fan-in"] as const) {
      const theta = start(undefined, scheme);
      const gain = theta.subarray(norm, norm + 100);
      expect(gain.every((x) => x === 1)).toBe(true);
      const shift = theta.subarray(norm + 100, last);
      expect(shift.every((x) => x === 0)).toBe(true);
    }
  });

  test("1/fan-in: standard deviation of the weights, biases 0", () => {
    const theta = start("inverse-fan-in");
    const weights = theta.subarray(last, last + 4000);
    // Standard error of the variance of 4,000 normal draws: 2.2 %.
    expect(Math.abs(spread(weights) * 100 ** 2 - 1)).toBeLessThan(0.1);
    expect(theta.subarray(last + 4000).every((x) => x === 0)).toBe(true);
  });

  test("numbers given are taken as they are", () => {
    const shapes = head({ type: "dense", units: 40, bias: true, init: "zero" });
    const values = Array.from({ length: 6840 }, (_, i) => i / 7);
    const theta = initialParameters({ scheme: "explicit", values }, shapes);
    expect([...theta]).toEqual(values);
  });
});
