/** Whole runs: MNIST-5k against PyTorch with ARPACK and JAX with LOBPCG, and the golden net by the command line. */
import { execFileSync } from "node:child_process";
import { test } from "vitest";
import { loadDataset } from "../../core/data/load";
import { presets } from "../../core/experiment/presets";
import type { ResultFile } from "../../core/export/result-file";
import { buildProblem } from "../../core/experiment/build";
import { SharpnessTracker } from "../../core/spectrum/sharpness";
import { addScaled } from "../../core/vector";
import { dataFiles } from "../../main/engine/data-files";
import {
  finish,
  golden,
  requireNetwork,
  tensorflowBackend,
} from "../core/support";
import { makeHome, removeHome } from "../e2e/lab";
import { figure, median, print, productsFigure, say, show } from "./measure";
import { Peer } from "./peer";

test(
  "whole MNIST-5k run with sharpness every 10 steps",
  { timeout: 1_800_000 },
  async () => {
    const spec = requireNetwork(presets[0].spec);
    const { every } = spec.measure.sharpness;
    const { stepSize } = spec.optimizer;
    const data = await loadDataset(spec.data, dataFiles());
    const be = tensorflowBackend();
    const { objective, theta } = buildProblem(be, spec, data);
    const gradient = new Float64Array(objective.size);
    const peers = await Peer.open({
      layers: spec.model.layers,
      data: data.train,
      theta,
      loss: objective.evaluate(theta, gradient),
      precision: "float32",
    });
    const theirs = peers.map((peer) => ({
      peer,
      steps: [] as number[],
      measurements: [] as number[],
    }));
    const tracker = new SharpnessTracker(2, "float32", 0);
    const products: number[] = [];
    let ours = 0;
    for (let step = 0; step <= spec.steps; step++) {
      const start = performance.now();
      let sharpness = NaN;
      if (step % every === 0) {
        const at = objective.linearize(theta);
        const measured = finish(tracker.measure(at));
        sharpness = measured.values[0];
        products.push(measured.products);
        at.dispose();
      }
      objective.evaluate(theta, gradient);
      ours += performance.now() - start;
      // Theirs are timed at a few points of our own run, in the same minutes.
      if (step % (10 * every) === 0)
        for (const { peer, steps, measurements } of theirs) {
          // Warm from the measurement ten steps before, where it remembers one; each compiles at step 0.
          if (step === 0) await peer.sharpness(theta);
          const found = await peer.sharpness(theta);
          measurements.push(found.ms);
          if (step === 0) await peer.step();
          for (let i = 0; i < 10; i++) steps.push(await peer.step());
          say(
            `step ${step}: sharpness ${sharpness.toPrecision(7)}, by ${peer.name} ${found.value.toPrecision(7)}, ratio − 1 = ${(sharpness / found.value - 1).toExponential(1)} (goal 1e-3), ${found.products} products`,
          );
        }
      addScaled(theta, -stepSize, gradient);
    }
    say(`ours, top 2: ${show(ours / 1000)} s`);
    productsFigure(2, products);
    const measured = Math.floor(spec.steps / every) + 1;
    for (const { peer, steps, measurements } of theirs) {
      await peer.close();
      const goal = peer.name === "PyTorch" ? 8 : 2;
      print(`${peer.name}'s step, ms`, steps);
      print(`its measurement, ms`, measurements);
      const whole =
        (spec.steps + 1) * median(steps) + measured * median(measurements);
      say(
        `${peer.name}'s run, extrapolated from ${steps.length} steps and ${measurements.length} measurements: ${show(whole / 1000)} s`,
      );
      const how =
        peer.name === "PyTorch" ? "with ARPACK, λ₁ alone" : "with warm LOBPCG";
      figure(
        `MNIST-5k, 500 steps, λ₁ and λ₂ every 10: ${peer.name} ${how} ÷ ours`,
        [whole / ours],
        "",
        { least: goal },
      );
    }
  },
);

const goldenNet = "61 parameters, 20 samples, float64, archive included";

test.each([
  // Measured once: what is timed is the steps, their records and the archive.
  { steps: 500_000, every: 500_000, k: 1, goal: 80_000, what: "steps" },
  { steps: 40_000, every: 1, k: 2, goal: 8000, what: "steps with λ₁ and λ₂" },
])("golden-net $what per second, by the command line as built", async (run) => {
  const { steps, every, k, goal, what } = run;
  const spec = {
    ...golden,
    steps,
    measure: { sharpness: { every, k } },
    precision: "float64",
  };
  const home = await makeHome();
  const rates = Array.from(
    { length: 3 },
    () => steps / runByCommandLine(spec, home),
  );
  await removeHome(home);
  figure(`${what} per second, ${goldenNet}`, rates, "", { least: goal });
});

/** Seconds of a run. */
function runByCommandLine(spec: object, home: string) {
  const out = execFileSync(
    process.execPath,
    ["out/main/cli.js", "run", "-", "--json"],
    {
      input: JSON.stringify(spec),
      env: { ...process.env, EDGE_LAB_HOME: home },
      maxBuffer: 2 ** 30,
      // What it says goes into the error when it fails.
      stdio: ["pipe", "pipe", "pipe"],
    },
  );
  const { result } = JSON.parse(out.toString()) as ResultFile;
  return result.summary.seconds;
}
