/** How many Hessian-vector products a warm measurement of sharpness takes along a run. */
import { test } from "vitest";
import { loadDataset } from "../../core/data/load";
import { presetOf } from "../../core/experiment/presets";
import { buildProblem } from "../../core/experiment/build";
import { SharpnessTracker } from "../../core/spectrum/sharpness";
import { addScaled } from "../../core/vector";
import type { Backend } from "../../core/tensor/backend";
import { dataFiles } from "../../main/engine/data-files";
import {
  finish,
  float64,
  requireNetwork,
  tensorflowBackend,
} from "../core/support";
import { figure, print } from "./measure";

async function productsAlong<T>(
  be: Backend<T>,
  preset: string,
  run: { k: number; every: number; steps: number },
) {
  const spec = requireNetwork(presetOf(preset).spec);
  const data = await loadDataset(spec.data, dataFiles());
  const { objective, theta } = buildProblem(be, spec, data);
  const tracker = new SharpnessTracker(run.k, be.precision, 0);
  const gradient = new Float64Array(objective.size);
  const products: number[] = [];
  for (let step = 0; step <= run.steps; step++) {
    if (step % run.every === 0) {
      const at = objective.linearize(theta);
      products.push(finish(tracker.measure(at)).products);
      at.dispose();
    }
    objective.evaluate(theta, gradient);
    addScaled(theta, -spec.optimizer.stepSize, gradient);
  }
  return products;
}

function printWarm(name: string, most: number, [first, ...warm]: number[]) {
  const mean = warm.reduce((a, b) => a + b) / warm.length;
  print(`${name}, the first ${first}`, warm);
  figure(`${name}, mean`, [mean], "", { most });
}

test.each([1, 2])(
  "products per warm measurement, k = %i",
  { timeout: 900_000 },
  async (k) => {
    printWarm(
      `products per measurement, golden net, every step, float64 to 10⁻⁸, k = ${k}`,
      6,
      await productsAlong(float64(), "chebyshev", { k, every: 1, steps: 1500 }),
    );
    printWarm(
      `products per measurement, MNIST-5k, every 10 steps, float32 to 10⁻³, k = ${k}`,
      k === 1 ? 4 : 6,
      await productsAlong(tensorflowBackend(), "mnist-5k-tanh", {
        k,
        every: 10,
        steps: 500,
      }),
    );
  },
);
