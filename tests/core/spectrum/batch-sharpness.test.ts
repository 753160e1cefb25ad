/** Batch sharpness against sums over all batches that are written out with matrices. */
import { describe, expect, test } from "vitest";
import { numberDataset } from "../../../core/data/dataset";
import { buildProblem } from "../../../core/experiment/build";
import type { ExperimentInput } from "../../../core/experiment/spec";
import { createRandom } from "../../../core/random";
import {
  measureBatchSharpness,
  type BatchSharpnessAt,
} from "../../../core/spectrum/batch-sharpness";
import { collect, start } from "../run/support";
import { float64, golden, requireNetwork } from "../support";

const x = [
  [1, 2],
  [-1, 0.5],
  [0.3, -1.2],
  [2, 0.1],
  [-0.7, -0.4],
  [0.9, 1.1],
];
const y = [0.5, -1, 2, 0.2, 1.5, -0.3];

/** Least squares y ≈ w·x without a bias: g_B and H_B are written out below. */
function leastSquares() {
  const data = numberDataset(
    { inputs: Float64Array.from(x.flat()), inputShape: [2] },
    Float64Array.from(y),
    1,
  );
  const spec = requireNetwork({
    ...golden,
    model: {
      kind: "network",
      init: { scheme: "explicit", values: [0.4, -0.9] },
      layers: [{ type: "dense", units: 1, bias: false }],
    },
    data: { source: "inline", x, y },
  } as ExperimentInput);
  return buildProblem(float64(), spec, { train: data, test: null });
}

const mean = (values: number[]) =>
  values.reduce((a, b) => a + b, 0) / values.length;
const dot = (a: number[], b: number[]) =>
  a.reduce((sum, one, i) => sum + one * b[i], 0);

/** g and H·v of the mean over some samples at w. */
function of(rows: number[], w: number[]) {
  const part = (i: number, v: number[]) =>
    x[i].map((one) => one * dot(x[i], v));
  const over = (each: (i: number) => number[]) =>
    [0, 1].map((k) => mean(rows.map((i) => each(i)[k])));
  return {
    g: over((i) => x[i].map((one) => one * (dot(x[i], w) - y[i]))),
    h: (v: number[]) => over((i) => part(i, v)),
  };
}

function subsets(size: number, from = 0): number[][] {
  if (size === 0) return [[]];
  return Array.from({ length: 6 - from }, (_, i) => from + i).flatMap((first) =>
    subsets(size - 1, first + 1).map((rest) => [first, ...rest]),
  );
}

const everything = [0, 1, 2, 3, 4, 5];

describe.each([1, 2, 3, 6])("on 6 samples with batches of %i", (size) => {
  const w = [0.4, -0.9];
  const { g, h } = of(everything, w);
  const sets = subsets(size);
  const expected = {
    sharpness: mean(
      sets.map((rows) => {
        const batch = of(rows, w);
        return dot(batch.g, batch.h(batch.g)) / dot(batch.g, batch.g);
      }),
    ),
    interaction:
      mean(
        sets.map((rows) => {
          const batch = of(rows, w);
          return dot(batch.g, h(batch.g));
        }),
      ) / dot(g, g),
  };

  test("the mean over all batches, exact to 1e-12", async () => {
    const { objective, samples, theta } = leastSquares();
    const { column } = await collect(
      start(objective, theta, {
        samples,
        steps: 1,
        batch: { size, seed: 0 },
        batchSharpness: { every: 1 },
      }).updates,
    );
    const first = (name: string) => column("batch", name)[0];
    expect(first("sharpness") / expected.sharpness - 1).toBeLessThan(1e-12);
    expect(first("sharpness") / expected.sharpness - 1).toBeGreaterThan(-1e-12);
    expect(
      Math.abs(first("interaction") / expected.interaction - 1),
    ).toBeLessThan(1e-12);
    expect(first("sharpnessError")).toBe(0);
    expect(first("interactionError")).toBe(0);
    expect(first("batches")).toBe(sets.length);
  });

  test("with Polyak momentum, along the step that it would make", async () => {
    const { objective, samples, theta } = leastSquares();
    const momentum = 0.7;
    const stepSize = 0.05;
    const { column } = await collect(
      start(objective, theta, {
        samples,
        steps: 2,
        optimizer: { kind: "polyak", stepSize, momentum },
        batch: { size, seed: 0 },
        batchSharpness: { every: 1 },
      }).updates,
    );
    // At the start there is no velocity: s is the gradient.
    const [at0, at1] = column("batch", "momentumSharpness");
    expect(Math.abs(at0 / expected.sharpness - 1)).toBeLessThan(1e-12);
    if (size < 6) return;
    // A batch of all samples: v = g₀, θ₁ = w − ηg₀.
    const w1 = w.map((one, i) => one - stepSize * g[i]);
    const at = of(everything, w1);
    const s = at.g.map((one, i) => one + momentum * g[i]);
    expect(Math.abs(at1 / (dot(s, at.h(s)) / dot(s, at.g)) - 1)).toBeLessThan(
      1e-12,
    );
  });
});

test("with a batch of all samples it is gᵀHg/|g|², and the interaction is the same", () => {
  const { g, h } = of(everything, [0.4, -0.9]);
  const along = dot(g, h(g)) / dot(g, g);
  const { sharpness, interaction } = measured(6, {});
  expect(Math.abs(sharpness / along - 1)).toBeLessThan(1e-12);
  expect(Math.abs(interaction / along - 1)).toBeLessThan(1e-12);
});

test("of sizes that do not divide the samples, short batches count as an epoch has them", () => {
  const of4 = measured(4, {});
  const along = (size: number) =>
    mean(
      subsets(size).map((rows) => {
        const { g, h } = of(rows, [0.4, -0.9]);
        return dot(g, h(g)) / dot(g, g);
      }),
    );
  expect(of4.sharpness).toBeCloseTo((along(4) + along(2)) / 2, 12);
  expect(of4.batches).toBe(30);
});

test("preconditioned, it is that of P^−½·H_B·P^−½ along P^−½·g_B", () => {
  const p = [4, 0.25];
  const expected = mean(
    subsets(2).map((rows) => {
      const { g, h } = of(rows, [0.4, -0.9]);
      const step = g.map((one, i) => one / p[i]);
      return dot(step, h(step)) / dot(g, step);
    }),
  );
  const { sharpness } = measured(2, { diagonal: Float64Array.from(p) });
  expect(sharpness).toBeCloseTo(expected, 12);
});

describe("drawn batches", () => {
  const exact = measured(3, {});

  test("the mean of many is the mean over all, within its standard error", () => {
    const away = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
      const { sharpness, sharpnessError, interaction, interactionError } =
        measured(3, { seed }, 10);
      return [
        (sharpness - exact.sharpness) / sharpnessError,
        (interaction - exact.interaction) / interactionError,
      ];
    });
    // Ten draws: Student's t with nine degrees of freedom.
    for (const one of away.flat()) expect(Math.abs(one)).toBeLessThan(4.5);
    expect(Math.abs(mean(away.map(([one]) => one)))).toBeLessThan(1.5);
  });

  test("draws stop at the tolerance, and at the most", () => {
    const wide = measured(3, { samples: 6 }, 19, 0.3);
    expect(wide.sharpnessError).toBeLessThanOrEqual(0.3 * wide.sharpness);
    expect(wide.batches).toBeLessThan(19);
    expect(measured(3, {}, 19, 0.001).batches).toBe(19);
  });

  test("the same seed and step draw the same, another step draws others", () => {
    const [a, b, c] = [3, 3, 4].map((step) => measured(3, { step }, 12));
    expect(a).toEqual(b);
    expect(c.sharpness).not.toBe(a.sharpness);
  });
});

/** Measured by itself. @param max fewer than there are batches, so that they are drawn */
function measured(
  size: number,
  changes: Partial<BatchSharpnessAt>,
  max = 200,
  tolerance = 0.001,
) {
  const { objective, samples, theta } = leastSquares();
  const full = objective.linearize(theta);
  if (!samples) throw new Error("A network has samples.");
  const work = measureBatchSharpness(
    {
      full,
      theta,
      lossOf: (rows) => samples.at(rows),
      direction: null,
      diagonal: null,
      samples: samples.count,
      size,
      seed: 0,
      step: 0,
      ...changes,
    },
    { tolerance, max },
  );
  for (;;) {
    const state = work.next();
    if (!state.done) continue;
    full.dispose();
    return state.value;
  }
}

test("random numbers of a stream are others than those of its seed", () => {
  expect(createRandom(1, 1).uniform()).not.toBe(createRandom(1).uniform());
  expect(createRandom(1, 0).uniform()).toBe(createRandom(1).uniform());
});
