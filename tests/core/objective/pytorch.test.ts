/** Small networks of every kind against PyTorch's float64: tests/fixtures/pytorch/make.py. */
import { activationFunctions } from "../../../core/layers/activation";
import { losses } from "../../../core/losses";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { numberDataset } from "../../../core/data/dataset";
import { type NetworkExperiment } from "../../../core/experiment/spec";
import { buildProblem } from "../../../core/experiment/build";
import type { Linearization } from "../../../core/objective/objective";
import { denseSpectrum } from "../../../core/spectrum/dense";
import { addScaled, dot, norm } from "../../../core/vector";
import type { Backend } from "../../../core/tensor/backend";
import { finish, float64, requireNetwork, tensorflowBackend } from "../support";

interface Reference {
  step: number;
  loss: number;
  gradNorm: number;
  lambda1: number;
  lambda2: number;
  lambdaMin: number;
  trace: number;
  /** −g·∇S, |∇S⊥|² and |∇S|; null where λ₁ is not simple. */
  alpha: number | null;
  beta: number | null;
  sharpnessGradientNorm: number | null;
  /** null where the targets are no classes. */
  accuracy: number | null;
}

interface Case {
  experiment: NetworkExperiment & {
    data: { source: "inline"; x: number[][]; y: number[][] };
  };
  inputShape: number[];
  steps: Reference[];
}

function read(file: string) {
  const url = new URL(`../../fixtures/pytorch/${file}`, import.meta.url);
  const { cases } = JSON.parse(readFileSync(url, "utf8")) as { cases: Case[] };
  return cases;
}
const dense = read("dense.json");
const conv = read("conv.json");

function problem<T>(be: Backend<T>, { experiment, inputShape, steps }: Case) {
  const { data, loss } = experiment;
  const inputs = Float64Array.from(data.x.flat());
  const outputs = data.y[0].length;
  const train = numberDataset(
    { inputs, inputShape },
    Float64Array.from(data.y.flat()),
    outputs,
  );
  if (steps[0].accuracy !== null && loss !== "logistic")
    train.classes = outputs;
  return buildProblem(be, experiment, { train, test: null });
}

/** Each measured number with its reference and the size that its error is a share of. */
function compared(
  at: Linearization,
  r: Reference,
): [string, number, number, number][] {
  const { values, vectors, trace } = finish(denseSpectrum(at));
  // Eigenvalues near zero are differences of numbers as large as the largest one.
  const spectral = Math.max(r.lambda1, -r.lambdaMin);
  const rows: [string, number, number, number][] = [
    ["loss", at.loss, r.loss, r.loss],
    ["|g|", norm(at.gradient), r.gradNorm, r.gradNorm],
    ["λ₁", values[0], r.lambda1, r.lambda1],
    ["λ₂", values[1], r.lambda2, spectral],
    ["λ_min", values[values.length - 1], r.lambdaMin, spectral],
    ["trace", trace, r.trace, Math.max(r.trace, spectral)],
  ];
  const { alpha, beta, sharpnessGradientNorm } = r;
  if (alpha !== null && beta !== null && sharpnessGradientNorm !== null) {
    const [u] = vectors;
    const gradient = at.third(u);
    const perpendicular = gradient.slice();
    addScaled(perpendicular, -dot(u, gradient), u);
    const size = sharpnessGradientNorm;
    rows.push(
      ["−g·∇S", -dot(at.gradient, gradient), alpha, r.gradNorm * size],
      ["|∇S⊥|²", dot(perpendicular, perpendicular), beta, size ** 2],
    );
  }
  return rows;
}

function check<T>(be: Backend<T>, c: Case, tolerance: number) {
  const { objective, theta } = problem(be, c);
  const gradient = new Float64Array(objective.size);
  let step = 0;
  for (const reference of c.steps) {
    for (; step < reference.step; step++) {
      objective.evaluate(theta, gradient);
      addScaled(theta, -c.experiment.optimizer.stepSize, gradient);
    }
    const at = objective.linearize(theta);
    expect(objective.accuracy).toBe(reference.accuracy);
    for (const [name, value, known, size] of compared(at, reference))
      expect(
        Math.abs(value - known) / size,
        `step ${step}: ${name} is ${value} and not ${known}`,
      ).toBeLessThan(tolerance);
    at.dispose();
  }
}

const all = [...dense, ...conv].map((c) => [c.experiment.name, c] as const);

describe("what PyTorch finds in double precision", () => {
  test("is there for every activation with every loss, and for every layer", () => {
    const layers = (c: Case) =>
      c.experiment.model.layers.map((layer) =>
        layer.type === "activation" ? layer.fn : layer.type,
      );
    for (const { name: loss } of losses) {
      const seen = [...dense, ...conv]
        .filter((c) => c.experiment.loss === loss)
        .flatMap(layers);
      for (const name of [
        ...activationFunctions.map(({ name }) => name),
        "conv2d",
        "pool",
        "flatten",
      ])
        expect(seen, loss).toContain(name);
    }
  });

  test.each(dense.map((c) => [c.experiment.name, c] as const))(
    "can be asked for by an experiment file: %s",
    (_, { experiment }) => {
      expect(requireNetwork(experiment).model).toEqual(experiment.model);
    },
  );

  // Rounding of a few hundred operations, divided by the gap of λ₁, 0.1 at least.
  test.each(all)("in float64 to 1e-8: %s", (_, c) => check(float64(), c, 1e-8));

  // Seven digits in each operation; kinks are 2e-3 away at least.
  test.each(all)("in float32 to 1e-3: %s", (_, c) =>
    check(tensorflowBackend(), c, 1e-3),
  );
});
