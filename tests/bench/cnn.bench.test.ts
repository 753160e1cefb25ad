/** A step and a Hessian-vector product of a convolutional network, beside PyTorch and JAX. */
import { test } from "vitest";
import { loadDataset } from "../../core/data/load";
import type { LayerSpec } from "../../core/layers/spec";
import { createRandom } from "../../core/random";
import { kernelsText } from "../../core/run/kernels";
import { dataFolder } from "../../main/data-folder";
import { fastest, readCalibration } from "../../main/engine/calibration";
import { dataFiles } from "../../main/engine/data-files";
import {
  environmentOf,
  loadedKernels,
  makerHere,
} from "../../main/engine/kernel-environment";
import { tensorflowBackend } from "../core/support";
import {
  clocked,
  figure,
  inTurn,
  print,
  printRatio,
  ratios,
  say,
} from "./measure";
import { networkProblem } from "./networks";
import { betterOf, Peer, theirs } from "./peer";

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

const net = "CNN with 32 filters twice, MNIST-1k, float32";

test(net, async () => {
  const layers: LayerSpec[] = [
    ...block,
    ...block,
    { type: "dense", units: 10, bias: true },
  ];
  const { train } = await loadDataset(
    { source: "mnist", samples: 1000 },
    dataFiles(),
  );
  useMeasuredKernels();
  const { objective, theta } = networkProblem(
    tensorflowBackend(),
    layers,
    train,
  );
  const gradient = new Float64Array(objective.size);
  const random = createRandom(1);
  const v = new Float64Array(objective.size).map(() => random.normal());
  const at = objective.linearize(theta);
  const peers = await Peer.open({
    layers,
    data: train,
    theta,
    loss: at.loss,
    precision: "float32",
  });
  const [step, hvp, ...others] = await inTurn(
    [
      clocked(() => objective.evaluate(theta, gradient)),
      clocked(() => at.hvp(v)),
      ...peers.map((peer) => () => peer.step()),
      ...peers.map((peer) => peer.hvp),
    ],
    10,
  );
  at.dispose();
  for (const peer of peers) await peer.close();

  print("step, ms", step);
  print("Hv, ms", hvp);
  if (peers.length === 0) return;
  const steps = others.slice(0, peers.length);
  const hvps = others.slice(peers.length);
  for (const [i, { name }] of peers.entries()) {
    print(`${name}'s step, ms`, steps[i]);
    print(`${name}'s Hv from the start, ms`, hvps[i]);
    printRatio(`step / ${name}'s`, step, steps[i]);
    printRatio(`Hv / ${name}'s`, hvp, hvps[i]);
  }
  const better = { steps: betterOf(steps), hvps: betterOf(hvps) };
  figure(`step ÷ ${theirs}, ${net}`, ratios(step, better.steps), "", {
    most: 1,
  });
  figure(`Hv ÷ ${theirs}, ${net}`, ratios(hvp, better.hvps), "", { most: 0.7 });
});

/** As a run of the lab on this machine does, if `lab calibrate` has measured them. To be called before TensorFlow loads. */
function useMeasuredKernels() {
  const calibration = readCalibration(dataFolder());
  const measured = calibration && fastest(calibration, "convolutions");
  if (measured && makerHere() === null)
    Object.assign(process.env, environmentOf(measured));
  const advice = calibration ? "" : " (nothing measured: run lab calibrate)";
  say(`kernels of ${kernelsText(loadedKernels())}${advice}`);
}
