/** Self-stabilisation on MNIST-1k, 784-50-10 tanh, float32: agreement, and time against the plain steps. */
import { expect, test } from "vitest";
import { loadDataset } from "../../core/data/load";
import { buildProblem } from "../../core/experiment/build";
import { SharpnessTracker } from "../../core/spectrum/sharpness";
import { analyse } from "../../core/theory/analysis";
import { addScaled } from "../../core/vector";
import { dataFiles } from "../../main/engine/data-files";
import { finish, requireNetwork, tensorflowBackend } from "../core/support";
import { figure, say, show } from "./measure";

const stepSize = 0.05;
const steps = 100;

const spec = requireNetwork({
  edgeLab: 1,
  name: "MNIST-1k, 784-50-10",
  data: { source: "mnist", samples: 1000 },
  // From small weights sharpness climbs from 6 to 2/η = 40 in about a thousand steps.
  model: {
    kind: "network",
    init: { scheme: "normal", std: 0.01, seed: 0 },
    layers: [
      { type: "dense", units: 50 },
      { type: "activation", fn: "tanh" },
      { type: "dense", units: 10 },
    ],
  },
  optimizer: { kind: "gd", stepSize },
  steps: 2000,
});

test("constrained trajectory and prediction over 100 steps after the crossing", async () => {
  const be = tensorflowBackend();
  const close = be.open();
  const data = await loadDataset(spec.data, dataFiles());
  const { objective, theta } = buildProblem(be, spec, data);
  const gradient = new Float64Array(theta.length);
  const tracker = new SharpnessTracker(1, "float32", 0);
  let crossing = 0;
  for (; crossing < 2000; crossing++) {
    if (crossing > 900 && crossing % 5 === 0) {
      const at = objective.linearize(theta);
      const [sharpness] = finish(tracker.measure(at)).values;
      at.dispose();
      if (sharpness >= 2 / stepSize) break;
    }
    objective.evaluate(theta, gradient);
    addScaled(theta, -stepSize, gradient);
  }
  const plain = clock(() => {
    const there = theta.slice();
    for (let i = 0; i < steps; i++) {
      objective.evaluate(there, gradient);
      addScaled(there, -stepSize, gradient);
    }
  });
  const input = {
    objective,
    theta,
    stepSize,
    precision: "float32" as const,
    crossing: 0,
    from: 0,
    runSteps: 2000,
    steps,
    kick: 0.5,
    kinks: null,
    onProgress: () => undefined,
  };
  let result = finish(analyse({ ...input, steps: 1, flows: false }));
  const time = clock(() => {
    result = finish(analyse({ ...input, flows: false }));
  });
  const withFlows = clock(() => {
    finish(analyse({ ...input, flows: true }));
  });
  const { agreement, start } = result.summary;
  say(
    `crossing at step ${crossing}; α ${show(start?.alpha ?? NaN)}, δ ${show(start?.delta ?? NaN)}`,
  );
  say(
    `corr(x, x*) ${agreement.correlation}, |v − v*|/|v| ${agreement.displacementError}, plain ${agreement.plainCorrelation}, ${agreement.plainError}, S/(2/η) ${agreement.meanSharpness}`,
  );
  const what = "constrained trajectory and prediction";
  const where = "÷ the same steps alone, MNIST-1k, 784-50-10";
  figure(`${what} ${where}`, [time / plain], "", { most: 40 });
  figure(`${what} with both flows ${where}`, [withFlows / plain], "", {
    most: 70,
  });
  expect(agreement.steps).toBe(steps);
  close();
});

function clock(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
