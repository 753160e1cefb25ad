/** Small networks of every kind against PyTorch's float64: tests/fixtures/pytorch/make.py. */
import { activationFunctions } from "../../../core/layers/activation";
import { allLayers, parameterShapes } from "../../../core/layers/network";
import { layerDefinitions } from "../../../core/layers/spec";
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
import { createRandom } from "../../../core/random";
import {
  finish,
  float64,
  relativeDifference,
  requireNetwork,
  tensorflowBackend,
} from "../support";

interface Reference {
  step: number;
  loss: number;
  gradNorm: number;
  lambda1: number;
  lambda2: number;
  /** Not in the older files. */
  lambda3?: number | null;
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
  targetPositions?: number;
  steps: Reference[];
}

function read(file: string) {
  const url = new URL(`../../fixtures/pytorch/${file}`, import.meta.url);
  const { cases } = JSON.parse(readFileSync(url, "utf8")) as { cases: Case[] };
  return cases;
}
const dense = read("dense.json");
const conv = read("conv.json");
/** Residuals, norms, tokens and attention, measured at each of five steps. */
const composed = read("layers.json");

function problem<T>(be: Backend<T>, c: Case) {
  const { experiment, inputShape, steps, targetPositions = 1 } = c;
  const { data, loss } = experiment;
  const inputs = Float64Array.from(data.x.flat());
  const outputs = data.y[0].length;
  const train = numberDataset(
    { inputs, inputShape },
    Float64Array.from(data.y.flat()),
    outputs,
  );
  if (steps[0].accuracy !== null && loss !== "logistic")
    train.classes = outputs / targetPositions;
  if (targetPositions > 1) train.targetPositions = targetPositions;
  return buildProblem(be, experiment, { train, test: null });
}

/** A measured number with its reference and the size that its error is a share of. */
type Row = [name: string, value: number, known: number, size: number];

function compared(at: Linearization, r: Reference): Row[] {
  const { values, vectors, trace } = finish(denseSpectrum(at));
  // Eigenvalues near zero are differences of numbers as large as the largest one.
  const spectral = Math.max(r.lambda1, -r.lambdaMin);
  const rows: Row[] = [
    ["loss", at.loss, r.loss, r.loss],
    ["|g|", norm(at.gradient), r.gradNorm, r.gradNorm],
    ["λ₁", values[0], r.lambda1, r.lambda1],
    ["λ₂", values[1], r.lambda2, spectral],
    ...(r.lambda3 == null
      ? []
      : [["λ₃", values[2], r.lambda3, spectral] satisfies Row]),
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

const all = [...dense, ...conv, ...composed].map(
  (c) => [c.experiment.name, c] as const,
);

describe("what PyTorch finds in double precision", () => {
  test("is there for every activation with every loss, and for every layer", () => {
    const layers = (c: Case) =>
      allLayers(c.experiment.model.layers).map(({ spec }) =>
        spec.type === "activation" ? spec.fn : spec.type,
      );
    for (const { name: loss } of losses) {
      const seen = [...dense, ...conv, ...composed]
        .filter((c) => c.experiment.loss === loss)
        .flatMap(layers);
      for (const name of [
        ...activationFunctions.map(({ name }) => name),
        ...layerDefinitions
          .map(({ name }) => name)
          .filter((name) => name !== "activation"),
      ])
        expect(seen, loss).toContain(name);
    }
  });

  const ofFiles = [...dense, ...composed].filter(
    ({ inputShape, targetPositions = 1 }) =>
      inputShape.length === 1 && targetPositions === 1,
  );
  test.each(ofFiles.map((c) => [c.experiment.name, c] as const))(
    "can be asked for by an experiment file: %s",
    (_, { experiment }) => {
      expect(requireNetwork(experiment).model).toEqual(experiment.model);
    },
  );

  // Rounding of a few hundred operations, divided by the gap of λ₁, 0.1 at least.
  test.each(all)("in float64 to 1e-8: %s", (_, c) => check(float64(), c, 1e-8));

  const [first, rest] = [[...dense, ...conv], composed].map((cases) =>
    cases.map((c) => [c.experiment.name, c] as const),
  );

  // Seven digits in each operation; kinks are 2e-3 away at least.
  test.each(first)("in float32 to 1e-3: %s", (_, c) =>
    check(tensorflowBackend(), c, 1e-3),
  );

  // A whole Hessian takes a product for each parameter, and TensorFlow some milliseconds for each of these.
  test.each(rest)("in float32 as in float64 to 1e-4: %s", (_, c) => {
    const random = createRandom(1);
    const size = parameterShapes(c.experiment.model.layers, c.inputShape);
    const v = Float64Array.from(
      { length: size.reduce((sum, s) => sum + s.rows * s.columns, 0) },
      () => random.normal(),
    );
    const [single, double] = [tensorflowBackend(), float64()].map((be) => {
      const { objective, theta } = problem<unknown>(be as Backend<unknown>, c);
      const at = objective.linearize(theta);
      return [at.gradient, at.hvp(v), at.third(v)];
    });
    single.forEach((x, i) =>
      expect(relativeDifference(x, double[i])).toBeLessThan(1e-4),
    );
  });
});
