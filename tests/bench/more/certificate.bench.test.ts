/** What a certified measurement of the largest eigenvalues costs, beside a plain search. */
import { peakOf } from "../../../core/optimizers/step-size";
import { test } from "vitest";
import { loadDataset } from "../../../core/data/load";
import { presets } from "../../../core/experiment/presets";
import { buildProblem } from "../../../core/experiment/build";
import type {
  Linearization,
  Objective,
} from "../../../core/objective/objective";
import { dataFiles } from "../../../main/engine/data-files";
import { finish, requireNetwork, tensorflowBackend } from "../../core/support";
import { engineAsBuilt } from "../as-built";
import { inTurn, median, printTable, say, show } from "../measure";
import { mlp } from "../networks";

const engine = await engineAsBuilt();
const { addScaled, PlainTracker, SharpnessTracker } = engine;

interface Run {
  objective: Objective;
  theta: Float64Array;
  stepSize: number;
  /** Steps from one measurement to the next. */
  every: number;
  precision: "float64" | "float32";
}

interface Tracker {
  measure(at: Linearization): Generator<void, { products: number }>;
}

/** Steps and measures; the last step, the linearisation and the measurement are timed. */
function walk(run: Run, tracker: Tracker) {
  const { objective, stepSize, every } = run;
  const theta = run.theta.slice();
  const gradient = new Float64Array(theta.length);
  const products: number[] = [];
  const step = () => {
    objective.evaluate(theta, gradient);
    addScaled(theta, -stepSize, gradient);
  };
  const timed = () => {
    for (let i = 1; i < every; i++) step();
    const start = performance.now();
    step();
    const at = objective.linearize(theta);
    products.push(finish(tracker.measure(at)).products);
    at.dispose();
    return performance.now() - start;
  };
  return { timed, products };
}

async function compare(run: Run, k: number, rounds: number) {
  const walks = [
    walk(run, new SharpnessTracker(k, run.precision, 0)),
    walk(run, new PlainTracker(k, run.precision)),
  ];
  const [certified, plain] = await inTurn(
    walks.map(({ timed }) => timed),
    rounds,
  );
  // Three measurements of each come before those that are counted.
  const [products, plainProducts] = walks.map((one) =>
    mean(one.products.slice(3)),
  );
  return { certified, plain, products, plainProducts };
}

const mean = (values: number[]) =>
  values.reduce((a, b) => a + b) / values.length;

async function printCosts(name: string, run: Run, rounds: number) {
  const rows: (string | number)[][] = [];
  for (const k of [1, 2, 3]) {
    // The engine compiles what is called often: a first pass is for that alone.
    if (run.precision === "float64") await compare(run, k, rounds);
    const of = await compare(run, k, rounds);
    rows.push([
      String(k),
      of.products,
      of.plainProducts,
      median(of.certified),
      median(of.plain),
      `${show(median(of.certified.map((t, i) => t / of.plain[i])))}×`,
    ]);
  }
  say(`${name}; products are means, checks included`);
  printTable([
    ["k", "products", "plain", "median ms", "plain ms", "ratio of times"],
    ...rows,
  ]);
}

test.each([
  { widths: [1, 20, 1], how: "61 parameters, proven" },
  { widths: [1, 32, 1], how: "97 parameters, proven" },
  { widths: [1, 30, 20, 1], how: "701 parameters, probed" },
])("the certificate of $widths, $how", async ({ widths, how }) => {
  const be = new engine.Float64Backend();
  const data = engine.chebyshev(3, 20);
  const run: Run = {
    ...engine.networkProblem(be, mlp(widths), data),
    stepSize: 0.2,
    every: 1,
    precision: be.precision,
  };
  await printCosts(`${widths.join("-")}, ${how}, float64`, run, 1500);
});

test("the certificate of MNIST-5k", { timeout: 1_800_000 }, async () => {
  const spec = requireNetwork(presets[0].spec);
  const data = await loadDataset(spec.data, dataFiles());
  const be = tensorflowBackend();
  const run: Run = {
    ...buildProblem(be, spec, data),
    stepSize: peakOf(spec.optimizer.stepSize),
    every: 10,
    precision: be.precision,
  };
  await printCosts("MNIST-5k, every 10 steps, probed, float32", run, 30);
});
