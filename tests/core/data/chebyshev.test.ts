import { expect, test } from "vitest";
import { chebyshev } from "../../../core/data/chebyshev";
import { load } from "./support";

test("T₃ = 4x³ − 3x on 20 equally spaced points", async () => {
  const { train, test: aside } = await load({ source: "chebyshev" });
  const { inputs, targets } = train;
  expect(train).toMatchObject({ samples: 20, inputShape: [1], classes: null });
  expect(aside).toBeNull();
  expect(inputs[0]).toBe(-1);
  expect(inputs[19]).toBe(1);
  // A few roundings of numbers of size 4.
  inputs.forEach((x, i) =>
    expect(targets[i]).toBeCloseTo(4 * x ** 3 - 3 * x, 14),
  );
});

test.each([0, 1, 2, 7])("T_%i(cos a) = cos(%i·a)", (degree) => {
  const { inputs, targets } = chebyshev(degree, 50);
  inputs.forEach((x, i) =>
    expect(targets[i]).toBeCloseTo(Math.cos(degree * Math.acos(x)), 12),
  );
});
