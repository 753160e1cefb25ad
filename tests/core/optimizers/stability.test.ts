/** Each threshold of core/optimizers/ against what the optimiser does on a quadratic. */
import { describe, expect, test } from "vitest";
import { Adam } from "../../../core/optimizers/adam";
import {
  createOptimizer,
  stabilityThreshold,
  type OptimizerSpec,
} from "../../../core/optimizers/spec";
import type { Optimizer } from "../../../core/optimizers/optimizer";
import { RmsProp } from "../../../core/optimizers/rmsprop";
import { withWeightDecay } from "../../../core/optimizers/weight-decay";
import { createRandom } from "../../../core/random";
import type { Objective } from "../../../core/objective/objective";
import { topEigenpairs } from "../../../core/spectrum/eigenpairs";
import { preconditioned } from "../../../core/spectrum/preconditioned";
import { norm } from "../../../core/vector";
import { quadratic } from "../run/support";
import { finish } from "../support";

const eigenvalues = [4, 1, -0.5];
const start = Float64Array.from([1, 1, 0]);
/** The slowest root at 0.999 or 1.001 of a threshold is 0.2 % from 1: over e⁸ in this many steps. */
const steps = 5000;

function grows(
  objective: Objective,
  optimizer: Optimizer,
  stepSize: number,
): boolean {
  const theta = start.slice();
  const gradient = new Float64Array(theta.length);
  for (let t = 0; t < steps; t++) {
    objective.evaluate(theta, gradient);
    const updating = optimizer.update(theta, gradient, stepSize);
    if (updating) finish(updating);
    // Far beyond any transient, and not so far that an average of squares would move.
    if (norm(theta) > 1e3) return true;
  }
  const last = norm(theta);
  // Neither of the two would be a fault of the test.
  expect(last < 0.01 || last > 100).toBe(true);
  return last > 100;
}

/** The step size at which growth begins, to 1e-3. */
function edge(growsAt: (stepSize: number) => boolean, guess: number) {
  let [low, high] = [guess / 3, guess * 3];
  while (high / low > 1.0005) {
    const middle = Math.sqrt(low * high);
    if (growsAt(middle)) high = middle;
    else low = middle;
  }
  return Math.sqrt(low * high);
}

/** The threshold of a rule that has one at this step size. */
function constant(spec: OptimizerSpec): number {
  const threshold = stabilityThreshold(spec);
  if (threshold === null) throw new Error("It has no constant threshold.");
  return threshold;
}

const common = { stepSize: 1, weightDecay: 0 };
const plain: OptimizerSpec[] = [
  { kind: "gd", ...common },
  { kind: "polyak", momentum: 0.9, ...common },
  { kind: "polyak", momentum: 0, ...common },
  { kind: "nesterov", momentum: 0.9, ...common },
  { kind: "nesterov", momentum: 0.3, ...common },
  { kind: "ema", momentum: 0.9, ...common },
];

describe.each(plain)("$kind, momentum $momentum", (spec) => {
  // Every threshold is inversely proportional to the step size.
  const critical = (curvature: number) =>
    constant({ ...spec, stepSize: 1 }) / curvature;
  const growsAt = (objective: Objective) => (stepSize: number) =>
    grows(objective, createOptimizer(spec, objective), stepSize);

  test("stable at 0.999 of the threshold, unstable at 1.001", () => {
    const objective = quadratic(eigenvalues);
    expect(growsAt(objective)(0.999 * critical(4))).toBe(false);
    expect(growsAt(objective)(1.001 * critical(4))).toBe(true);
  });

  test("with weight decay the same threshold on H + wI", () => {
    const objective = withWeightDecay(quadratic(eigenvalues), 2);
    expect(growsAt(objective)(0.999 * critical(6))).toBe(false);
    expect(growsAt(objective)(1.001 * critical(6))).toBe(true);
  });
});

test.each([
  ["rmsprop", { kind: "rmsprop", ...common, beta2: 0.99, epsilon: 1e-8 }],
  [
    "adam, β₁ = 0.9",
    { kind: "adam", ...common, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  ],
  [
    "adam, β₁ = 0.5",
    { kind: "adam", ...common, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 },
  ],
] as [string, OptimizerSpec][])(
  "%s with a preconditioner that stands still: λ_max(P^−½HP^−½) against the threshold",
  (_, spec) => {
    // Averages over so long a time that they do not move, each parameter with its own.
    const squares = Float64Array.from([9, 0.25, 4]);
    const beta2 = 1 - 1e-15;
    const epsilon = 0.125;
    const build = (): Optimizer => {
      if (spec.kind !== "adam") {
        const rmsprop = new RmsProp(3, beta2, epsilon);
        rmsprop.restore([squares]);
        return rmsprop;
      }
      const { beta1 } = spec;
      const adam = new Adam(3, { beta1, beta2, epsilon });
      adam.restore([new Float64Array(3), squares, Float64Array.of(1e18)]);
      return adam;
    };
    // Not diagonal: all three parameters take part in the top eigenvector.
    const rows = [
      [3, 1, 0.5],
      [1, 2, 0.25],
      [0.5, 0.25, 1],
    ];
    const objective = dense(rows);
    const at = objective.linearize(start);
    const p = build().preconditioner?.(new Float64Array(3));
    if (!p) throw new Error("It has a preconditioner.");
    // The new square has a share of 1e-15.
    [3, 0.5, 2].forEach((root, i) =>
      expect(p[i]).toBeCloseTo(root + epsilon, 10),
    );
    const { values } = finish(
      topEigenpairs((v) => preconditioned(at, p).hvp(v), {
        k: 1,
        tolerance: 1e-12,
        maxProducts: 3,
        start: [Float64Array.from([1, 1, 1])],
        random: createRandom(0),
      }),
    );
    const critical = constant({ ...spec, stepSize: 1 }) / values[0];
    const growsAt = (stepSize: number) => grows(objective, build(), stepSize);
    expect(growsAt(0.999 * critical)).toBe(false);
    expect(growsAt(1.001 * critical)).toBe(true);
  },
);

test.each(plain)("$kind, momentum $momentum: bisection finds it", (spec) => {
  const objective = quadratic(eigenvalues);
  const theta = start.slice();
  const found = edge(
    (stepSize) => {
      const optimizer = createOptimizer(spec, objective);
      theta.set(start);
      const gradient = new Float64Array(3);
      for (let t = 0; t < 20_000; t++) {
        objective.evaluate(theta, gradient);
        void optimizer.update(theta, gradient, stepSize);
      }
      return !(norm(theta) < 1);
    },
    constant(spec) / 4,
  );
  expect(
    Math.abs((found * 4) / constant({ ...spec, stepSize: 1 }) - 1),
  ).toBeLessThan(1e-3);
});

function dense(rows: number[][]): Objective {
  const product = (v: Float64Array) =>
    Float64Array.from(rows, (row) =>
      row.reduce((sum, a, i) => sum + a * v[i], 0),
    );
  const loss = (theta: Float64Array) =>
    product(theta).reduce((sum, x, i) => sum + (x * theta[i]) / 2, 0);
  return {
    size: rows.length,
    accuracy: null,
    lossError: 0,
    evaluate(theta, gradient) {
      gradient.set(product(theta));
      return loss(theta);
    },
    linearize: (theta) => ({
      loss: loss(theta),
      gradient: product(theta),
      hvp: product,
      third: (v) => v.map(() => 0),
      dispose: () => undefined,
    }),
  };
}
