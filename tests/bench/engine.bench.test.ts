/** Ratios within one run; nothing here is asserted on a clock. */
import { execFileSync } from "node:child_process";
import { test } from "vitest";
import { chebyshev } from "../../core/data/chebyshev";
import { loadDataset } from "../../core/data/load";
import { presets } from "../../core/experiment/presets";
import { initialParameters } from "../../core/model/init";
import { parameterShapes } from "../../core/model/network";
import { buildObjective } from "../../core/objective/build";
import type { ResultFile } from "../../core/export/result-file";
import { SharpnessTracker } from "../../core/spectrum/sharpness";
import { addScaled } from "../../core/vector";
import { dataFiles } from "../../main/engine/data-files";
import { loadTensorflow } from "../../main/engine/load-tensorflow";
import {
  finish,
  float64,
  golden,
  smallProblem,
  tensorflowBackend,
} from "../core/support";
import { makeHome, removeHome } from "../e2e/lab";
import { print, time } from "./measure";

test.each([784, 3072])(
  "hvp against its own matrix products: %i-200-200-10 tanh, n = 5,000, float32",
  (inputs) => {
    const widths = [inputs, 200, 200, 10];
    const n = 5000;
    const { objective, theta, normals } = smallProblem(
      tensorflowBackend(),
      presets[0].spec.model.layers,
      { samples: n, inputs, outputs: 10 },
    );
    const v = normals(objective.size);
    const gradient = new Float64Array(objective.size);
    const { tf } = loadTensorflow();
    if (!tf) throw new Error("TensorFlow is missing.");
    const x = widths.map((w) => tf.randomNormal([n, w]));
    const w = widths
      .slice(1)
      .map((units, i) => tf.randomNormal([units, widths[i]]));
    /** The fourteen products of one order-1 sweep forwards and backwards, and nothing else. */
    const matrixProducts = () => {
      let products = 0;
      tf.tidy(() => {
        const multiply = (
          a: (typeof x)[0],
          b: (typeof x)[0],
          ta: boolean,
          tb: boolean,
        ) => {
          tf.matMul(a, b, ta, tb);
          products++;
        };
        w.forEach((wi, i) => {
          for (let k = i === 0 ? 1 : 0; k < 2; k++) {
            multiply(x[i], wi, false, true);
            multiply(x[i + 1], x[i], true, false);
            if (i > 0) multiply(x[i + 1], wi, false, false);
          }
          // The input of the first layer does not move along v.
        });
      });
      return products;
    };
    const at = objective.linearize(theta);
    const [sweep, products, step] = time(
      [
        () => at.hvp(v),
        matrixProducts,
        () => objective.evaluate(theta, gradient),
      ],
      25,
    );
    at.dispose();
    print(
      `hvp / its own matrix products, ${inputs} inputs (goal ≤ 1.3)`,
      sweep.map((t, i) => t / products[i]),
    );
    print(
      "hvp / gradient",
      sweep.map((t, i) => t / step[i]),
    );
    print("  hvp, ms", sweep);
  },
);

test(
  "products per warm sharpness measurement",
  { timeout: 900_000 },
  async () => {
    const rows: [string, number, number, number][] = [
      ["golden net, every step, float64 to 1e-8", 3, 1, 1500],
      ["MNIST-5k, every 10 steps, float32 to 1e-3", 0, 10, 500],
    ];
    for (const [name, preset, every, steps] of rows)
      for (const k of [1, 2]) {
        const { spec } = presets[preset];
        const data = await loadDataset(spec.data, dataFiles());
        const be = preset === 0 ? tensorflowBackend() : float64();
        const objective = buildObjective(
          be as ReturnType<typeof tensorflowBackend>,
          spec,
          data,
        );
        const theta = initialParameters(
          spec.model.init,
          parameterShapes(spec.model.layers, data.inputWidth),
        );
        const tracker = new SharpnessTracker(k, be.precision, 0);
        const gradient = new Float64Array(objective.size);
        const products: number[] = [];
        for (let step = 0; step <= steps; step++) {
          if (step % every === 0) {
            const at = objective.linearize(theta);
            products.push(finish(tracker.measure(at)).products);
            at.dispose();
          }
          objective.evaluate(theta, gradient);
          addScaled(theta, -spec.optimizer.stepSize, gradient);
        }
        const warm = products.slice(1);
        const mean = warm.reduce((a, b) => a + b) / warm.length;
        print(
          `products per measurement, ${name}, k = ${k} (goal ≤ 6; mean ${mean.toFixed(1)}, first ${products[0]})`,
          warm,
        );
      }
  },
);

test("golden-net steps per second in float64, by the command line as built", async () => {
  const steps = 500_000;
  // Measured once: what is timed is the steps, their records and the archive.
  const spec = {
    ...golden,
    steps,
    measure: { sharpness: { every: steps, k: 1 } },
    precision: "float64",
  };
  const home = await makeHome();
  const rates = Array.from({ length: 5 }, () => {
    const out = execFileSync(
      process.execPath,
      ["out/main/cli.js", "run", "-", "--json"],
      {
        input: JSON.stringify(spec),
        env: { ...process.env, EDGE_LAB_HOME: home },
        maxBuffer: 2 ** 30,
        stdio: ["pipe", "pipe", "ignore"],
      },
    );
    const { result } = JSON.parse(out.toString()) as ResultFile;
    return steps / result.summary.seconds;
  });
  await removeHome(home);
  print("golden-net steps per second (goal ≥ 80,000)", rates);
});

test("float64 against float32 by size: where auto should change over", async () => {
  for (const [samples, units] of [
    [20, 20],
    [60, 40],
    [100, 50],
    [200, 100],
    [500, 100],
    [1000, 50],
    [1000, 200],
  ]) {
    const spec = {
      model: {
        ...presets[3].spec.model,
        layers: [
          { type: "dense" as const, units, bias: true },
          { type: "activation" as const, fn: "tanh" as const },
          { type: "dense" as const, units, bias: true },
          { type: "activation" as const, fn: "tanh" as const },
          { type: "dense" as const, units: 1, bias: true },
        ],
      },
    };
    const data = chebyshev(3, samples);
    const one = buildObjective(float64(), spec, data);
    const two = buildObjective(tensorflowBackend(), spec, data);
    const theta = initialParameters(
      spec.model.init,
      parameterShapes(spec.model.layers, 1),
    );
    const gradient = new Float64Array(theta.length);
    const [a, b] = time(
      [
        () => one.evaluate(theta, gradient),
        () => two.evaluate(theta, gradient),
      ],
      30,
    );
    print(
      `float64 / float32 step, P·n = ${(theta.length * samples).toLocaleString("en-US")}`,
      a.map((t, i) => t / b[i]),
    );
  }
});
