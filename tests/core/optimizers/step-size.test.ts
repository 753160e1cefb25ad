/** Step sizes that change along a run, against their formulas. */
import { describe, expect, test } from "vitest";
import {
  flowTimes,
  isConstant,
  peakOf,
  stepSizeAt,
  stepSizeWords,
  type StepSize,
} from "../../../core/optimizers/step-size";
import { validateExperiment } from "../../../core/experiment/validate";
import { golden } from "../support";

const steps = 100;
const course = (of: StepSize) =>
  Array.from({ length: steps + 1 }, (_, t) => stepSizeAt(of, t, steps));

describe("η of each step", () => {
  test("of a number is the number", () => {
    expect(new Set(course(0.05))).toEqual(new Set([0.05]));
  });

  test("of a warm-up is a straight line from its share of the peak to the peak", () => {
    const sizes = course({ peak: 0.4, warmup: { steps: 20, from: 0.25 } });
    sizes.forEach((eta, t) =>
      expect(eta).toBeCloseTo(t < 20 ? 0.1 + (0.3 * t) / 20 : 0.4, 15),
    );
    expect(sizes[0]).toBe(0.1);
    expect(sizes[20]).toBe(0.4);
  });

  test("of a cosine is half a wave to its share of the peak, at the end of the run or after its steps", () => {
    const peak = 0.3;
    const wave = (share: number, to: number) =>
      peak * (to + ((1 - to) * (1 + Math.cos(Math.PI * share))) / 2);
    course({
      peak,
      warmup: { steps: 20, from: 0 },
      decay: { kind: "cosine", to: 0.1 },
    }).forEach((eta, t) => {
      if (t >= 20) expect(eta).toBeCloseTo(wave((t - 20) / 80, 0.1), 14);
    });
    course({ peak, decay: { kind: "cosine", to: 0, steps: 40 } }).forEach(
      (eta, t) => expect(eta).toBeCloseTo(wave(Math.min(1, t / 40), 0), 14),
    );
  });

  test("of a linear decay is a straight line", () => {
    course({ peak: 0.2, decay: { kind: "linear", to: 0.5 } }).forEach(
      (eta, t) => expect(eta).toBeCloseTo(0.2 - (0.1 * t) / steps, 14),
    );
  });

  test("of drops is a factor for each of them", () => {
    const sizes = course({
      peak: 0.8,
      decay: { kind: "steps", at: [10, 50], factor: 0.5 },
    });
    sizes.forEach((eta, t) =>
      expect(eta).toBe(t < 10 ? 0.8 : t < 50 ? 0.4 : 0.2),
    );
  });

  test("of a table is its last entry at or before the step, bit for bit", () => {
    const sizes = course({
      table: [
        [0, 0.1],
        [7, 0.3],
        [8, 0],
        [60, 0.2],
      ],
    });
    sizes.forEach((eta, t) =>
      expect(eta).toBe(t < 7 ? 0.1 : t < 8 ? 0.3 : t < 60 ? 0 : 0.2),
    );
  });
});

test("the peak bounds every step size, and the flow has gone on by their sum", () => {
  const all: StepSize[] = [
    0.05,
    { peak: 0.1, warmup: { steps: 30, from: 0 } },
    {
      table: [
        [0, 0.1],
        [50, 0.7],
      ],
    },
  ];
  for (const one of all) {
    const sizes = course(one);
    expect(Math.max(...sizes)).toBe(peakOf(one));
    const at = Float64Array.of(0, 1, 40, 100);
    const times = flowTimes(one, steps, at);
    at.forEach((t, i) => {
      const sum = sizes.slice(0, t).reduce((a, b) => a + b, 0);
      expect(times[i]).toBeCloseTo(sum, 12);
    });
    expect(isConstant(one)).toBe(typeof one === "number");
  }
});

test("is told in words", () => {
  expect(stepSizeWords(0.05)).toBe("0.05");
  expect(
    stepSizeWords({
      peak: 0.3,
      warmup: { steps: 100, from: 0.1 },
      decay: { kind: "cosine", to: 0.1 },
    }),
  ).toBe("warm-up from 0.03 over 100 steps to 0.3, cosine to 0.03");
  expect(
    stepSizeWords({
      peak: 0.3,
      decay: { kind: "steps", at: [10, 20], factor: 0.5 },
    }),
  ).toBe("0.3, × 0.5 at step 10, 20");
  expect(
    stepSizeWords({
      table: [
        [0, 0.1],
        [9, 0.2],
      ],
    }),
  ).toBe("table of 2, 0.1 to 0.2");
});

describe("is refused with the field, what it may be and a way out", () => {
  const first = (stepSize: unknown) => {
    const optimizer = { kind: "gd", stepSize };
    const validation = validateExperiment({ ...golden, optimizer });
    return validation.ok ? null : validation.fields[0];
  };
  const at = (path: string) => `optimizer.stepSize${path}`;
  test.each([
    [-1, "", "Step size must be a number greater than 0", "Try 0.1."],
    ["0.1", "", "Step size must be a number", "Write 0.1 without quotes."],
    [{ peak: 0 }, ".peak", "Peak step size must be a number", "Try 0.1."],
    [{ warmup: {} }, ".peak", "Peak step size must be", 'Add "peak".'],
    [{ peak: 1, warmUp: {} }, ".warmUp", '"warmUp" is not a field', "warmup"],
    [
      { peak: 1, decay: { kind: "cos" } },
      ".decay.kind",
      "cosine",
      "Choose one",
    ],
    [
      { peak: 1, warmup: { steps: 5, from: 2 } },
      ".warmup.from",
      "Warm-up from must be a number from 0 to 1.",
      "Try 0",
    ],
    [
      { peak: 1, decay: { kind: "steps", at: [9, 3] } },
      ".decay.at",
      "each later than the one before",
      "",
    ],
    [{ table: [[1, 0.1]] }, ".table", "the first at step 0", ""],
    [{ table: [[0, 0]] }, ".table", "one of them above 0", ""],
    [{ table: [[0, -1]] }, ".table[0][1]", "step sizes from 0 to 1,000", ""],
  ])("%j", (stepSize, path, message, suggestion) => {
    const refused = first(stepSize);
    expect(refused?.path).toBe(at(path));
    expect(refused?.message).toContain(message);
    expect(refused?.suggestion ?? "").toContain(suggestion);
  });

  test("and taken where it is right", () => {
    expect(
      first({ peak: 1, warmup: { steps: 5 }, decay: { kind: "cosine" } }),
    ).toBeNull();
    expect(
      first({
        table: [
          [0, 0.1],
          [5, 0],
        ],
      }),
    ).toBeNull();
  });
});
