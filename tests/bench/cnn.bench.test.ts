/** A step and a Hessian-vector product of a convolutional network, beside PyTorch. */
import { test } from "vitest";
import { loadDataset } from "../../core/data/load";
import type { LayerSpec } from "../../core/layers/spec";
import { createRandom } from "../../core/random";
import { dataFiles } from "../../main/engine/data-files";
import { tensorflowBackend } from "../core/support";
import { clocked, inTurn, print, printRatio } from "./measure";
import { networkProblem } from "./networks";
import { Pytorch } from "./pytorch";

const block: LayerSpec[] = [
  {
    type: "conv2d",
    filters: 32,
    kernel: 3,
    padding: "same",
    stride: 1,
    bias: true,
  },
  { type: "activation", fn: "tanh" },
  { type: "pool", kind: "max", size: 2 },
];

test("32-filter two-layer CNN on MNIST-1k, float32", async () => {
  const layers: LayerSpec[] = [
    ...block,
    ...block,
    { type: "dense", units: 10, bias: true },
  ];
  const { train } = await loadDataset(
    { source: "mnist", samples: 1000 },
    dataFiles(),
  );
  const { objective, theta } = networkProblem(
    tensorflowBackend(),
    layers,
    train,
  );
  const gradient = new Float64Array(objective.size);
  const random = createRandom(1);
  const v = new Float64Array(objective.size).map(() => random.normal());
  const at = objective.linearize(theta);
  const pytorch = await Pytorch.open({
    layers,
    data: train,
    theta,
    loss: at.loss,
    precision: "float32",
  });
  const [step, hvp, theirStep, theirHvp] = await inTurn(
    [
      clocked(() => objective.evaluate(theta, gradient)),
      clocked(() => at.hvp(v)),
      ...(pytorch ? [() => pytorch.step(), pytorch.hvp] : []),
    ],
    10,
  );
  at.dispose();
  await pytorch?.close();

  print("step, ms", step);
  print("Hv, ms", hvp);
  if (!pytorch) return;
  print("PyTorch's step, ms", theirStep);
  print("PyTorch's double backward, ms", theirHvp);
  printRatio("step / PyTorch's (goal ≤ 1.2)", step, theirStep);
  printRatio("Hv / double backward (goal ≤ 1.2)", hvp, theirHvp);
});
