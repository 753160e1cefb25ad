/** Ratios within one run; nothing here is asserted on a clock. */
import { test } from "vitest";
import { chebyshev } from "../../core/data/chebyshev";
import { loadDataset } from "../../core/data/load";
import { presets } from "../../core/experiment/presets";
import { initialParameters } from "../../core/model/init";
import { parameterShapes } from "../../core/model/network";
import { buildObjective } from "../../core/objective/build";
import { SharpnessTracker } from "../../core/spectrum/sharpness";
import { addScaled } from "../../core/vector";
import { dataFiles } from "../../main/engine/data-files";
import { loadTensorflow } from "../../main/engine/load-tensorflow";
import {
  finish,
  float64,
  goldenProblem,
  tensorflowBackend,
} from "../core/support";
import { median, print, time } from "./measure";

test("hvp against its own matrix products: 784-200-200-10, n = 5,000, float32", async () => {
  const be = tensorflowBackend();
  const { spec } = presets[0];
  const data = await loadDataset(spec.data, dataFiles);
  const objective = buildObjective(be, spec, data);
  const shapes = parameterShapes(spec.model.layers, 784);
  const theta = initialParameters(spec.model.init, shapes);
  const v = initialParameters({ scheme: "uniform-fan-in", seed: 9 }, shapes);
  const { tf } = loadTensorflow();
  if (!tf) throw new Error("TensorFlow is missing.");
  const n = data.samples;
  const widths = [784, 200, 200, 10];
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
      () => objective.evaluate(theta, v.slice()),
    ],
    25,
  );
  at.dispose();
  print(
    "hvp / its own matrix products (goal ≤ 1.3)",
    sweep.map((t, i) => t / products[i]),
  );
  print(
    "hvp / gradient",
    sweep.map((t, i) => t / step[i]),
  );
  print("hvp, ms", sweep);
});

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
        const data = await loadDataset(spec.data, dataFiles);
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

test("golden-net steps per second in float64", () => {
  const { objective, theta } = goldenProblem(float64(), chebyshev(3, 20));
  const gradient = new Float64Array(objective.size);
  const chunk = 20_000;
  const rates = Array.from({ length: 12 }, () => {
    const start = performance.now();
    for (let i = 0; i < chunk; i++) {
      objective.evaluate(theta, gradient);
      addScaled(theta, -0.2, gradient);
    }
    return (1000 * chunk) / (performance.now() - start);
  });
  print("golden-net steps per second (goal ≥ 80,000)", rates.slice(2));
  /** The twenty-times-twenty hyperbolic tangents of one step, alone. */
  const z = Float64Array.from({ length: 400 }, (_, i) => Math.sin(i));
  const [tanh] = time([() => z.map(Math.tanh)], 2000);
  print(
    "step / its own 400 hyperbolic tangents",
    rates.slice(2).map((r) => 1000 / r / median(tanh)),
  );
});

test("float64 against float32 by size: where auto should change over", async () => {
  for (const [samples, units] of [
    [20, 20],
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
