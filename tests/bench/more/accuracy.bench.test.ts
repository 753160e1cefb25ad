/** How far the eigenvalues of the presets on MNIST are from fully converged ones along their runs. */
import { test } from "vitest";
import { loadDataset } from "../../../core/data/load";
import { buildProblem } from "../../../core/experiment/build";
import { presetOf } from "../../../core/experiment/presets";
import { createRandom } from "../../../core/random";
import { topEigenpairs } from "../../../core/spectrum/eigenpairs";
import { SharpnessTracker } from "../../../core/spectrum/sharpness";
import { addScaled } from "../../../core/vector";
import { dataFiles } from "../../../main/engine/data-files";
import { finish, requireNetwork, tensorflowBackend } from "../../core/support";
import { figure, say } from "../measure";

const k = 2;
/** Residuals in float32 do not become much smaller. */
const converged = 3e-6;

test.each(["mnist-1k-tanh", "mnist-5k-tanh"])(
  "%s, measured every 10 steps",
  { timeout: 900_000 },
  async (preset) => {
    const spec = requireNetwork(presetOf(preset).spec);
    const data = await loadDataset(spec.data, dataFiles());
    const { objective, theta } = buildProblem(tensorflowBackend(), spec, data);
    const tracker = new SharpnessTracker(k, "float32", 0);
    const gradient = new Float64Array(objective.size);
    const errors = Array.from({ length: k }, (): number[] => []);
    for (let step = 0; step <= 500; step++) {
      if (step % 10 === 0) {
        const at = objective.linearize(theta);
        const { values, vectors } = finish(tracker.measure(at));
        const search = topEigenpairs((v) => at.hvp(v), {
          k,
          tolerance: converged,
          start: vectors.map((u) => u.slice()),
          maxProducts: 80,
          guard: 2,
          mustGuard: true,
          random: createRandom(1),
        });
        const exact = finish(search);
        if (!exact.converged) say(`Step ${step} did not converge.`);
        errors.forEach((all, i) =>
          all.push(Math.abs(values[i] / exact.values[i] - 1)),
        );
        at.dispose();
      }
      objective.evaluate(theta, gradient);
      addScaled(theta, -spec.optimizer.stepSize, gradient);
    }
    for (const [i, all] of errors.entries())
      figure(
        `largest relative error of λ${"₁₂"[i]} along ${preset}, measured every 10 steps`,
        [Math.max(...all)],
        "",
        { most: 1e-5 },
      );
  },
);
