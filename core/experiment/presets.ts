import type { ExperimentSpec } from "./spec";
import { requireExperiment } from "./validate";

export interface Preset {
  id: string;
  title: string;
  /** One sentence: what there is to see. */
  sentence: string;
  spec: ExperimentSpec;
}

function mnistMlp(samples: number, widths: number[], fn: "tanh" | "relu") {
  const hidden = widths.flatMap((units) => [
    { type: "dense", units },
    { type: "activation", fn },
  ]);
  return {
    data: { source: "mnist", samples },
    model: {
      kind: "network",
      layers: [...hidden, { type: "dense", units: 10 }],
    },
  };
}

function preset(
  id: string,
  title: string,
  sentence: string,
  input: object,
): Preset {
  return {
    id,
    title,
    sentence,
    spec: requireExperiment({ edgeLab: 1, name: title, ...input }),
  };
}

/** Experiments that work as they are. The first is what a newcomer meets. */
export const presets: readonly [Preset, ...Preset[]] = [
  preset(
    "mnist-5k-tanh",
    "MNIST-5k tanh",
    "5,000 handwritten digits, two hidden layers of 200: sharpness climbs from 31 to 2/η near step 240, overshoots, and hovers there while the loss goes on falling.",
    {
      ...mnistMlp(5000, [200, 200], "tanh"),
      optimizer: { kind: "gd", stepSize: 0.05 },
      steps: 500,
      measure: { sharpness: { every: 10, k: 2 } },
    },
  ),
  preset(
    "mnist-1k-tanh",
    "MNIST-1k tanh",
    "1,000 digits, two hidden layers of 100: the same story in about a quarter of the time, with the crossing near step 280.",
    {
      ...mnistMlp(1000, [100, 100], "tanh"),
      optimizer: { kind: "gd", stepSize: 0.05 },
      steps: 600,
      measure: { sharpness: { every: 10, k: 2 } },
    },
  ),
  preset(
    "mnist-5k-relu",
    "MNIST-5k ReLU",
    "ReLU in place of tanh starts much flatter; with η = 0.08 it still reaches 2/η, near step 40, and stays.",
    {
      ...mnistMlp(5000, [200, 200], "relu"),
      optimizer: { kind: "gd", stepSize: 0.08 },
      steps: 400,
      measure: { sharpness: { every: 10, k: 2 } },
    },
  ),
  preset(
    "chebyshev",
    "Chebyshev T₃, 20 hidden units",
    "Twenty points of a cubic and 61 parameters: thousands of steps in a second, every one measured in double precision; sharpness reaches 2/η at step 991.",
    {
      data: { source: "chebyshev", degree: 3, samples: 20 },
      model: {
        kind: "network",
        init: { scheme: "sine" },
        layers: [
          { type: "dense", units: 20 },
          { type: "activation", fn: "tanh" },
          { type: "dense", units: 1 },
        ],
      },
      optimizer: { kind: "gd", stepSize: 0.2 },
      steps: 4000,
      measure: { sharpness: { every: 1, k: 2 } },
      precision: "float64",
    },
  ),
];
