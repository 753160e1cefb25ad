import { expect, test } from "vitest";
import { labelsOf, load } from "./support";

test("without noise each sample lies on the arm of its class", async () => {
  const turns = 1.5;
  const { train } = await load({
    source: "spirals",
    classes: 3,
    turns,
    noise: 0,
  });
  expect(train).toMatchObject({ samples: 200, inputShape: [2], classes: 3 });
  labelsOf(train).forEach((label, i) => {
    expect(label).toBe(i % 3);
    const [x, y] = train.inputs.subarray(2 * i, 2 * i + 2);
    const radius = Math.hypot(x, y);
    expect(radius).toBeLessThanOrEqual(1);
    const angle = 2 * Math.PI * (turns * radius + label / 3);
    // Roundings of numbers of size 10.
    expect(x).toBeCloseTo(radius * Math.cos(angle), 12);
    expect(y).toBeCloseTo(radius * Math.sin(angle), 12);
  });
});

test("noise moves both coordinates", async () => {
  const clear = await load({ source: "spirals", noise: 0, samples: 2 });
  const noisy = await load({ source: "spirals", noise: 0.1, samples: 2 });
  const moved = noisy.train.inputs.map((x, i) => x - clear.train.inputs[i]);
  expect(Math.min(...moved.map(Math.abs).subarray(0, 2))).toBeGreaterThan(0);
});
