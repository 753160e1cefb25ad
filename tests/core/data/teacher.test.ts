import { expect, test } from "vitest";
import { createRandom } from "../../../core/random";
import { column, deviation, load, mean } from "./support";

const spec = {
  source: "teacher",
  samples: 50,
  dimensions: 3,
  hidden: 4,
  outputs: 2,
  seed: 5,
} as const;

test("targets are W₂·tanh(W₁x) with the weights drawn first", async () => {
  const { train } = await load(spec);
  expect(train).toMatchObject({
    samples: 50,
    inputShape: [3],
    targetWidth: 2,
    classes: null,
  });
  const random = createRandom(5);
  const normals = (n: number, size: number) =>
    Array.from({ length: n }, () => size * random.normal());
  const first = normals(4 * 3, 1 / Math.sqrt(3));
  const second = normals(2 * 4, 1 / 2);
  for (let i = 0; i < 50; i++) {
    const x = train.inputs.subarray(3 * i, 3 * i + 3);
    const h = [0, 1, 2, 3].map((j) =>
      Math.tanh(x.reduce((sum, v, k) => sum + v * first[3 * j + k], 0)),
    );
    for (const o of [0, 1]) {
      const y = h.reduce((sum, v, j) => sum + v * second[4 * o + j], 0);
      // The same sums in the same order, but for the first term.
      expect(train.targets[2 * i + o]).toBeCloseTo(y, 14);
    }
  }
});

test("inputs are standard normal", async () => {
  const { train } = await load({ ...spec, samples: 20_000 });
  for (const j of [0, 1, 2]) {
    const values = column(train.inputs, j, 3);
    // Four standard errors of 1/√n and of 1/√(2n).
    expect(Math.abs(mean(values))).toBeLessThan(0.029);
    expect(Math.abs(deviation(values) - 1)).toBeLessThan(0.02);
  }
});

test("noise changes the targets by its size and leaves the inputs", async () => {
  const clear = await load({ ...spec, samples: 5000 });
  const noisy = await load({ ...spec, samples: 5000, noise: 0.5 });
  expect(noisy.train.inputs).toEqual(clear.train.inputs);
  const errors = noisy.train.targets.map((y, i) => y - clear.train.targets[i]);
  // Four standard errors of 0.5/√(2n) with 10,000 numbers.
  expect(Math.abs(deviation(errors) - 0.5)).toBeLessThan(0.015);
});
