/** A step and a Hessian-vector product of the large dense network, beside PyTorch. */
import { test } from "vitest";
import { loadTensorflow } from "../../main/engine/load-tensorflow";
import { smallData, tensorflowBackend } from "../core/support";
import { clocked, inTurn, print, printRatio } from "./measure";
import { mlp, networkProblem } from "./networks";
import { Pytorch } from "./pytorch";

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
  const pytorch = await Pytorch.open({
    layers,
    data,
    theta,
    loss: at.loss,
    precision: "float32",
  });
  const [step, hvp, products, theirStep, theirHvp, theirSecond] = await inTurn(
    [
      clocked(() => objective.evaluate(theta, gradient)),
      clocked(() => at.hvp(v)),
      clocked(matrixProducts(widths, samples)),
      ...(pytorch
        ? [() => pytorch.step(), pytorch.hvp, pytorch.hvpFromGraph]
        : []),
    ],
    25,
  );
  at.dispose();
  await pytorch?.close();

  print("step, ms", step);
  print("Hv, ms", hvp);
  printRatio("Hv / its own matrix products (goal ≤ 1.3)", hvp, products);
  printRatio("Hv / step", hvp, step);
  if (!pytorch) return;
  print("PyTorch's step, ms", theirStep);
  print("PyTorch's double backward, ms", theirHvp);
  print("  its second pass alone, graph of the first kept, ms", theirSecond);
  printRatio("step / PyTorch's (goal ≤ 1.0)", step, theirStep);
  printRatio("Hv / double backward (goal ≤ 0.55)", hvp, theirHvp);
  printRatio("  Hv / second pass alone", hvp, theirSecond);
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
