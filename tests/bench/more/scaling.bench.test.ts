/** What a step costs as the number of samples or of parameters grows, and where auto changes over. */
import { test } from "vitest";
import type { Dataset } from "../../../core/data/dataset";
import { smallData, tensorflowBackend } from "../../core/support";
import type { Backend } from "../../../core/tensor/backend";
import { engineAsBuilt } from "../as-built";
import { clocked, inTurn, median, printRatio, printTable } from "../measure";
import { mlp } from "../networks";

const engine = await engineAsBuilt();
const { chebyshev, networkProblem } = engine;

/** Medians of a step and of a Hessian-vector product, all sizes measured in turn. */
async function costs<T>(
  be: Backend<T>,
  sizes: { widths: number[]; data: Dataset }[],
  rounds: number,
) {
  const problems = sizes.map(({ widths, data }) =>
    networkProblem(be, mlp(widths), data),
  );
  const points = problems.map(({ objective, theta }) =>
    objective.linearize(theta),
  );
  const times = await inTurn(
    [
      ...problems.map(({ objective, theta }) => {
        const gradient = new Float64Array(objective.size);
        return clocked(() => objective.evaluate(theta, gradient));
      }),
      ...points.map((at) => clocked(() => at.hvp(at.gradient))),
    ],
    rounds,
  );
  for (const at of points.toReversed()) at.dispose();
  return problems.map(({ objective }, i) => ({
    parameters: objective.size,
    step: median(times[i]),
    hvp: median(times[sizes.length + i]),
  }));
}

const samplesOf = (samples: number) =>
  smallData({ samples, inputs: 784, outputs: 10 }, 1).data;

test("cost per step against n: 784-200-200-10 tanh, float32", async () => {
  const counts = [500, 1000, 2000, 4000, 8000];
  const results = await costs(
    tensorflowBackend(),
    counts.map((n) => ({ widths: [784, 200, 200, 10], data: samplesOf(n) })),
    15,
  );
  printTable([
    ["n", "step, ms", "Hv, ms", "step, µs a sample", "Hv, µs a sample"],
    ...results.map(({ step, hvp }, i) => {
      const n = counts[i];
      return [String(n), step, hvp, (step / n) * 1000, (hvp / n) * 1000];
    }),
  ]);
});

test("cost per step against P: 784-w-w-10 tanh, n = 1,000, float32", async () => {
  const data = samplesOf(1000);
  const units = [50, 100, 200, 400, 800];
  printTable(
    perParameter(
      "w",
      units,
      await costs(
        tensorflowBackend(),
        units.map((w) => ({ widths: [784, w, w, 10], data })),
        15,
      ),
    ),
  );
});

test("cost per step against P: 1-w-w-1 tanh, 20 points, float64", async () => {
  const data = chebyshev(3, 20);
  const units = [25, 50, 100, 200, 400];
  printTable(
    perParameter(
      "w",
      units,
      await costs(
        new engine.Float64Backend(),
        units.map((w) => ({ widths: [1, w, w, 1], data })),
        50,
      ),
    ),
  );
});

function perParameter(
  name: string,
  sizes: number[],
  results: { parameters: number; step: number; hvp: number }[],
) {
  return [
    [name, "P", "step, ms", "Hv, ms", "step, ns a parameter", "Hv, ns"],
    ...results.map(({ parameters: p, step, hvp }, i) => [
      String(sizes[i]),
      p.toLocaleString("en-US"),
      step,
      hvp,
      (step / p) * 1e6,
      (hvp / p) * 1e6,
    ]),
  ];
}

test("float64 against float32 by size: where auto should change over", async () => {
  for (const [samples, w] of [
    [20, 20],
    [60, 40],
    [100, 50],
    [200, 100],
    [500, 100],
    [1000, 50],
    [1000, 200],
  ]) {
    const layers = mlp([1, w, w, 1]);
    const data = chebyshev(3, samples);
    const one = networkProblem(new engine.Float64Backend(), layers, data);
    const two = networkProblem(tensorflowBackend(), layers, data);
    const gradient = new Float64Array(one.theta.length);
    const [a, b] = await inTurn(
      [one, two].map(({ objective, theta }) =>
        clocked(() => objective.evaluate(theta, gradient)),
      ),
      30,
    );
    const size = (one.theta.length * samples).toLocaleString("en-US");
    printRatio(`float64 / float32 step, P·n = ${size}`, a, b);
  }
});
