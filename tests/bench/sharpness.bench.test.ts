/** How many Hessian-vector products a warm measurement of λ₁ takes along a run; of λ₁ and λ₂, see run.bench.test.ts. */
import { test } from "vitest";
import { loadDataset } from "../../core/data/load";
import { presetOf } from "../../core/experiment/presets";
import { buildProblem } from "../../core/experiment/build";
import { SharpnessTracker } from "../../core/spectrum/sharpness";
import { addScaled } from "../../core/vector";
import { dataFiles } from "../../main/engine/data-files";
import { finish, requireNetwork, tensorflowBackend } from "../core/support";
import { productsFigure } from "./measure";

test(
  "products per warm measurement, MNIST-5k, k = 1",
  { timeout: 900_000 },
  async () => {
    const be = tensorflowBackend();
    const spec = requireNetwork(presetOf("mnist-5k-tanh").spec);
    const { every } = spec.measure.sharpness;
    const data = await loadDataset(spec.data, dataFiles());
    const { objective, theta } = buildProblem(be, spec, data);
    const tracker = new SharpnessTracker(1, be.precision, 0);
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
    productsFigure(1, products);
  },
);
