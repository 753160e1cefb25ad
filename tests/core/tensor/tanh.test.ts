import { expect, test } from "vitest";
import { createRandom } from "../../../core/random";
import { tanh } from "../../../core/tensor/tanh";

test("within three units in the last place of Math.tanh, at every size", () => {
  const random = createRandom(1);
  for (let i = 0; i < 100_000; i++) {
    const x = (random.uniform() - 0.5) * 10 ** (6 * random.uniform() - 4);
    // Math.tanh itself may be off by one.
    const bound = 3 * Number.EPSILON * Math.abs(Math.tanh(x));
    expect(Math.abs(tanh(x) - Math.tanh(x)), String(x)).toBeLessThanOrEqual(
      bound,
    );
  }
});

test("special values", () => {
  const values = [0, Infinity, -Infinity, 800, -800, NaN].map(tanh);
  expect(values).toEqual([0, 1, -1, 1, -1, NaN]);
  expect(tanh(1e-300)).toBe(1e-300);
});
