/** A step and a Hessian-vector product of the large dense network, beside PyTorch and JAX. */
import { test } from "vitest";
import { loadTensorflow } from "../../main/engine/load-tensorflow";
import { smallData, tensorflowBackend } from "../core/support";
import { clocked, inTurn, print, printRatio } from "./measure";
import { mlp, networkProblem } from "./networks";
import { betterOf, Peer } from "./peer";

test("3072-200-200-10 tanh, n = 5,000, float32", async () => {
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
  const [step, hvp, products, ...theirs] = await inTurn(
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

  print("step, ms", step);
  print("Hv, ms", hvp);
  printRatio("Hv / its own matrix products (goal ≤ 1.3)", hvp, products);
  printRatio("Hv / step", hvp, step);
  if (peers.length === 0) return;
  const [steps, hvps, again] = kinds.map((_, i) =>
    theirs.slice(i * peers.length, (i + 1) * peers.length),
  );
  for (const [i, { name }] of peers.entries()) {
    print(`${name}'s step, ms`, steps[i]);
    print(`${name}'s Hv from the start, ms`, hvps[i]);
    print(`${name}'s Hv at the same θ, ms`, again[i]);
    printRatio(`step / ${name}'s`, step, steps[i]);
    printRatio(`Hv / ${name}'s from the start`, hvp, hvps[i]);
    printRatio(`Hv / ${name}'s at the same θ`, hvp, again[i]);
  }
  printRatio("step / the better one's (goal ≤ 1.0)", step, betterOf(steps));
  printRatio("Hv / the better one's (goal ≤ 0.55)", hvp, betterOf(hvps));
});

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
