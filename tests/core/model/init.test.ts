import { expect, test } from "vitest";
import { initialParameters } from "../../../core/model/init";
import { parameterShapes } from "../../../core/model/network";

const shapes = parameterShapes(
  [
    { type: "dense", units: 100, bias: true },
    { type: "activation", fn: "tanh" },
    { type: "dense", units: 4, bias: false },
  ],
  25,
);

test("shapes: weights [out][in], then biases, layer by layer", () => {
  expect(shapes).toEqual([
    { kind: "weight", rows: 100, columns: 25, fanIn: 25 },
    { kind: "bias", rows: 1, columns: 100, fanIn: 25 },
    { kind: "weight", rows: 4, columns: 100, fanIn: 100 },
  ]);
});

test("uniform-fan-in: within ±1/√fan_in, with the variance of a uniform distribution", () => {
  const theta = initialParameters(
    { scheme: "uniform-fan-in", seed: 7 },
    shapes,
  );
  const first = theta.subarray(0, 2600);
  expect(Math.max(...first.map(Math.abs))).toBeLessThanOrEqual(0.2);
  const variance = first.reduce((sum, x) => sum + x * x, 0) / first.length;
  // Standard error of the variance over 2,600 draws: 1.8 %.
  expect(variance / (0.2 ** 2 / 3)).toBeCloseTo(1, 1);
  expect(Math.max(...theta.subarray(2600).map(Math.abs))).toBeLessThanOrEqual(
    0.1,
  );
});

test("the same seed gives the same start, another one another", () => {
  const start = (seed: number) =>
    initialParameters({ scheme: "uniform-fan-in", seed }, shapes);
  expect(start(3)).toEqual(start(3));
  expect(start(3)).not.toEqual(start(4));
});

test("sine numbers the weights through and leaves biases at 0", () => {
  const theta = initialParameters({ scheme: "sine" }, shapes);
  expect(theta[1]).toBeCloseTo(Math.sqrt(2 / 25) * Math.sin(4), 15);
  expect(theta.subarray(2500, 2600).every((x) => x === 0)).toBe(true);
  expect(theta[2600]).toBeCloseTo(Math.sqrt(2 / 100) * Math.sin(2501 ** 2), 15);
});
