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

function activated(layer: object, fn: string) {
  return [layer, { type: "activation", fn }];
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
  preset(
    "mnist-1k-cnn",
    "MNIST-1k CNN",
    "Two small convolutions with tanh on 1,000 digits: sharpness climbs past 2/η = 10 near step 140, reaches 13, falls back within a few steps and stays close to the edge.",
    {
      data: { source: "mnist", samples: 1000 },
      model: {
        kind: "network",
        layers: [
          ...activated({ type: "conv2d", filters: 8, stride: 2 }, "tanh"),
          { type: "pool", kind: "avg" },
          ...activated({ type: "conv2d", filters: 8 }, "tanh"),
          { type: "pool", kind: "avg" },
          { type: "flatten" },
          { type: "dense", units: 10 },
        ],
      },
      optimizer: { kind: "gd", stepSize: 0.2 },
      steps: 260,
      measure: { sharpness: { every: 10, k: 2 } },
    },
  ),
  preset(
    "deep-linear",
    "Deep linear, iris flowers",
    "Four layers without any activation compute a linear map, and still sharpness climbs: it passes 2/η = 5 at step 210, reaches 5.8 and settles just below the edge.",
    {
      data: { source: "iris" },
      model: {
        kind: "network",
        layers: [10, 10, 10, 3].map((units) => ({ type: "dense", units })),
      },
      optimizer: { kind: "gd", stepSize: 0.4 },
      steps: 1000,
      measure: { sharpness: { every: 5, k: 2 } },
    },
  ),
  preset(
    "spirals",
    "Two spirals",
    "100 points of two interleaved arms, which no line parts: sharpness passes 2/η = 6.67 at step 430, overshoots to 13 and comes back to the edge.",
    {
      data: { source: "spirals", samples: 100 },
      model: {
        kind: "network",
        layers: [
          ...activated({ type: "dense", units: 20 }, "tanh"),
          ...activated({ type: "dense", units: 20 }, "tanh"),
          { type: "dense", units: 2 },
        ],
      },
      optimizer: { kind: "gd", stepSize: 0.3 },
      steps: 3000,
      measure: { sharpness: { every: 10, k: 2 } },
    },
  ),
  preset(
    "product",
    "½(xy − 1)², too sharp a start",
    "Two variables, started where sharpness is 9 and 2/η only 6.67: the loss rises 36-fold in four steps, and the run lands in a flatter minimum of sharpness 2.97.",
    {
      model: { kind: "landscape", name: "product", start: [3, 0.2] },
      optimizer: { kind: "gd", stepSize: 0.3 },
      steps: 30,
      measure: { sharpness: { every: 1, k: 2 } },
    },
  ),
  preset(
    "quadratic",
    "Quadratic past its threshold",
    "A parabola has the same curvature everywhere, so nothing brings the run back: with λ = 10 against 2/η = 9.9 the steep direction grows by 2 % a step until the run diverges at step 524.",
    {
      model: {
        kind: "landscape",
        name: "quadratic",
        matrix: [
          [10, 0],
          [0, 1],
        ],
        start: [0.01, 1],
      },
      optimizer: { kind: "gd", stepSize: 0.202 },
      steps: 1000,
      measure: { sharpness: { every: 1, k: 2 } },
    },
  ),
  preset(
    "mnist-1k-momentum",
    "MNIST-1k with momentum",
    "Momentum 0.9 moves the threshold from 2/η = 20 to 3.8/η = 38: sharpness climbs past 20 undisturbed, and only after it has passed 38, near step 130, is it thrown back, to 31.",
    {
      ...mnistMlp(1000, [100, 100], "tanh"),
      optimizer: { kind: "polyak", stepSize: 0.1, momentum: 0.9 },
      steps: 300,
      measure: { sharpness: { every: 10, k: 2 } },
    },
  ),
  preset(
    "mnist-1k-adam",
    "MNIST-1k with Adam",
    "Adam's own sharpness, after its rescaling of each parameter, starts far above 38/η = 38,000, falls below 12,000 within twenty steps, is back near step 140 and saws around the threshold.",
    {
      ...mnistMlp(1000, [100, 100], "tanh"),
      optimizer: { kind: "adam", stepSize: 0.001 },
      steps: 400,
      measure: { sharpness: { every: 10, k: 2 } },
    },
  ),
];

/** @param id of a preset that is there */
export function presetOf(id: string): Preset {
  const found = presets.find((preset) => preset.id === id);
  if (!found) throw new Error(`There is no preset ${id}.`);
  return found;
}

/** What the lab begins with: the smallest network that reaches the threshold. */
export const firstPreset = presetOf("chebyshev");
