/** How many Hessian-vector products a warm measurement of sharpness takes along a run. */
import { test } from "vitest";
import { loadDataset } from "../../core/data/load";
import { presetOf } from "../../core/experiment/presets";
import { buildProblem } from "../../core/experiment/build";
import { SharpnessTracker } from "../../core/spectrum/sharpness";
import { addScaled } from "../../core/vector";
import { dataFiles } from "../../main/engine/data-files";
import { finish, requireNetwork, tensorflowBackend } from "../core/support";
import { figure, print } from "./measure";

async function productsAlong(k: number) {
  const be = tensorflowBackend();
  const spec = requireNetwork(presetOf("mnist-5k-tanh").spec);
  const { every } = spec.measure.sharpness;
  const data = await loadDataset(spec.data, dataFiles());
  const { objective, theta } = buildProblem(be, spec, data);
  const tracker = new SharpnessTracker(k, be.precision, 0);
  const gradient = new Float64Array(objective.size);
  const products: number[] = [];
  for (let step = 0; step <= spec.steps; step++) {
    if (step % every === 0) {
      const at = objective.linearize(theta);
      products.push(finish(tracker.measure(at)).products);
      at.dispose();
    }
    objective.evaluate(theta, gradient);
    addScaled(theta, -spec.optimizer.stepSize, gradient);
  }
  return products;
}

test.each([1, 2])(
  "products per warm measurement, k = %i",
  { timeout: 900_000 },
  async (k) => {
    const [first, ...warm] = await productsAlong(k);
    const mean = warm.reduce((a, b) => a + b) / warm.length;
    const name = `products per measurement, MNIST-5k, every 10 steps, float32 to 10⁻³, k = ${k}`;
    print(`${name}, the first ${first}`, warm);
    figure(`${name}, mean`, [mean], "", { most: k === 1 ? 4 : 6 });
  },
);
