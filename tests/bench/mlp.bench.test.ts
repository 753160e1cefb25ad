/** A step and a Hessian-vector product of the large dense network, beside PyTorch and JAX. */
import { test } from "vitest";
import { loadTensorflow } from "../../main/engine/load-tensorflow";
import { smallData, tensorflowBackend } from "../core/support";
import { clocked, figure, inTurn, print, printRatio, ratios } from "./measure";
import { mlp, networkProblem } from "./networks";
import { peakRate, sharesOfPeak } from "./peak";
import { betterOf, Peer, theirs } from "./peer";

const net = "3072-200-200-10 tanh, n = 5,000, float32";

test(net, async () => {
  const widths = [3072, 200, 200, 10];
  const samples = 5000;
  const layers = mlp(widths);
  const shape = { samples, inputs: widths[0], outputs: 10 };
  const { data, normals } = smallData(shape, 1);
  const { objective, theta } = networkProblem(
    tensorflowBackend(),
    layers,
    data,
  );
  const gradient = new Float64Array(objective.size);
  const v = normals(objective.size);
  const at = objective.linearize(theta);
  const peers = await Peer.open({
    layers,
    data,
    theta,
    loss: at.loss,
    precision: "float32",
  });
  const kinds = ["step", "hvp", "hvpAgain"] as const;
  const [step, hvp, products, ...others] = await inTurn(
    [
      clocked(() => objective.evaluate(theta, gradient)),
      clocked(() => at.hvp(v)),
      clocked(matrixProducts(widths, samples)),
      ...kinds.flatMap((kind) => peers.map((peer) => () => peer[kind]())),
    ],
    25,
  );
  at.dispose();
  for (const peer of peers) await peer.close();

  const peak = peakRate();
  print("TensorFlow's largest product, GFLOP/s", [peak / 1e9]);
  for (const [what, flop, times] of [
    ["step", flopOfStep(widths, samples), step],
    ["Hv", flopOfProduct(widths, samples), hvp],
  ] as const)
    figure(
      `${what}: share of the rate of TensorFlow's largest product, ${net}`,
      sharesOfPeak(flop, times, peak),
    );
  print("step, ms", step);
  print("Hv, ms", hvp);
  const own = ratios(hvp, products);
  figure(`Hv ÷ its own matrix products, ${net}`, own, "", { most: 1.3 });
  printRatio("Hv / step", hvp, step);
  if (peers.length === 0) return;
  const [steps, hvps, again] = kinds.map((_, i) =>
    others.slice(i * peers.length, (i + 1) * peers.length),
  );
  for (const [i, { name }] of peers.entries()) {
    print(`${name}'s step, ms`, steps[i]);
    print(`${name}'s Hv from the start, ms`, hvps[i]);
    print(`${name}'s Hv at the same θ, ms`, again[i]);
    printRatio(`step / ${name}'s`, step, steps[i]);
    printRatio(`Hv / ${name}'s from the start`, hvp, hvps[i]);
    printRatio(`Hv / ${name}'s at the same θ`, hvp, again[i]);
  }
  const better = { steps: betterOf(steps), hvps: betterOf(hvps) };
  figure(`step ÷ ${theirs}, ${net}`, ratios(step, better.steps), "", {
    most: 1,
  });
  figure(`Hv ÷ ${theirs}, ${net}`, ratios(hvp, better.hvps), "", {
    most: 0.55,
  });
});

/** FLOP of the matrix products of a step: forwards, weights, and inputs but for the first layer's. */
function flopOfStep(widths: number[], samples: number): number {
  return flop(widths, samples, (i) => (i === 0 ? 2 : 3));
}

/** FLOP of the matrix products of a Hessian-vector product, see matrixProducts. */
function flopOfProduct(widths: number[], samples: number): number {
  return flop(widths, samples, (i) => (i === 0 ? 2 : 6));
}

function flop(
  widths: number[],
  samples: number,
  products: (layer: number) => number,
): number {
  return widths
    .slice(1)
    .map((units, i) => 2 * samples * widths[i] * units * products(i))
    .reduce((a, b) => a + b);
}

/** The fourteen products of one order-1 sweep forwards and backwards, and nothing else. */
function matrixProducts(widths: number[], samples: number) {
  const { tf } = loadTensorflow();
  if (!tf) throw new Error("TensorFlow is missing.");
  const x = widths.map((width) => tf.randomNormal([samples, width]));
  const w = widths
    .slice(1)
    .map((units, i) => tf.randomNormal([units, widths[i]]));
  return () => {
    tf.tidy(() => {
      w.forEach((wi, i) => {
        // The input of the first layer does not move along v.
        for (let k = i === 0 ? 1 : 0; k < 2; k++) {
          tf.matMul(x[i], wi, false, true);
          tf.matMul(x[i + 1], x[i], true, false);
          if (i > 0) tf.matMul(x[i + 1], wi, false, false);
        }
      });
    });
  };
}
