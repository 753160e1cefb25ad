import { describe, expect, test } from "vitest";
import { createRandom } from "../../core/random";

const draws = 100_000;

describe("normal", () => {
  test("has the moments and tails of the standard normal distribution", () => {
    const random = createRandom(1);
    const moments = [0, 0, 0, 0];
    let beyondTwo = 0;
    for (let i = 0; i < draws; i++) {
      const x = random.normal();
      moments.forEach((_, k) => (moments[k] += x ** (k + 1) / draws));
      if (Math.abs(x) > 2) beyondTwo++;
    }
    // Four standard errors each: √(Var xᵏ/n) with Var = 1, 2, 15, 96.
    [0, 1, 0, 3].forEach((expected, k) =>
      expect(Math.abs(moments[k] - expected)).toBeLessThan(
        4 * Math.sqrt([1, 2, 15, 96][k] / draws),
      ),
    );
    // P(|x| > 2) = 0.0455, four standard errors of 0.00066.
    expect(Math.abs(beyondTwo / draws - 0.0455)).toBeLessThan(0.0027);
  });

  test("is the same on every machine", () => {
    const random = createRandom(7);
    expect([random.normal(), random.normal(), random.uniform()]).toEqual([
      0.12482277882476593, -1.277679962283708, 0.3430037088469503,
    ]);
  });
});
