import {
  activated,
  mnist,
  preset,
  sharpnessEvery,
  spiralsNetwork,
  type PresetGroup,
} from "./definition";
import { postNorm } from "./layers";
import {
  deepLinear,
  edgeOfStability,
  selfStabilization,
  twoSpirals,
} from "./papers";

/** Networks of other kinds. */
export const networks: PresetGroup = {
  title: "Other networks",
  presets: [
    preset({
      id: "mnist-5k-relu",
      title: "MNIST-5k ReLU",
      sentence:
        "ReLU in place of tanh starts much flatter; with η = 0.08 it still reaches 2/η, near step 40, and stays.",
      seen: "The edge of stability in a network whose loss has kinks: sharpness rises from 14 to 2/η = 25 and stays within a few percent of it.",
      paper: edgeOfStability,
      input: {
        ...mnist(5000, 200, "relu"),
        optimizer: { kind: "gd", stepSize: 0.08 },
        steps: 400,
        measure: sharpnessEvery(10),
      },
    }),
    preset({
      id: "mnist-1k-cnn",
      title: "MNIST-1k CNN",
      sentence:
        "Two small convolutions with tanh on 1,000 digits: sharpness climbs past 2/η = 10 near step 140, reaches 13, falls back within a few steps and stays close to the edge.",
      seen: "One overshoot by a third, a spike of the loss, and then the edge of stability, as in a network of dense layers.",
      paper: edgeOfStability,
      input: {
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
        measure: sharpnessEvery(10),
      },
    }),
    preset({
      id: "deep-linear",
      title: "Deep linear, iris flowers",
      sentence:
        "Four layers without any activation compute only a linear map, but sharpness still climbs: it passes 2/η = 5 at step 210, reaches 5.8 and settles just below the edge.",
      seen: "Sharpening needs no activation, only depth: the same data with one dense layer have a constant sharpness.",
      paper: deepLinear,
      input: {
        data: { source: "iris" },
        model: {
          kind: "network",
          layers: [10, 10, 10, 3].map((units) => ({ type: "dense", units })),
        },
        optimizer: { kind: "gd", stepSize: 0.4 },
        steps: 1000,
        measure: sharpnessEvery(5),
      },
    }),
    preset({
      id: "sorting-transformer",
      title: "Transformer that sorts",
      sentence:
        "Two layers of attention put 100 sequences of four tokens in order: sharpness starts at 29, crosses 2/η = 40 within 40 steps and hovers there while the share of tokens in their place climbs to 1.",
      seen: "The edge of stability in a network of attention and norms: sharpness stays within a few percent of 2/η = 40 for hundreds of steps.",
      paper: selfStabilization,
      input: {
        data: { source: "sorting", length: 4, vocabulary: 4, samples: 100 },
        model: {
          kind: "network",
          layers: [
            { type: "embedding", vocabulary: 4, width: 16 },
            { type: "positions" },
            ...postNorm(16),
            ...postNorm(16),
            { type: "dense", units: 4, init: "zero" },
          ],
        },
        optimizer: { kind: "gd", stepSize: 0.05 },
        steps: 500,
        measure: sharpnessEvery(10),
        precision: "float64",
      },
    }),
    preset({
      id: "spirals",
      title: "Two spirals",
      sentence:
        "100 points of two interleaved spiral arms, which no line can separate: sharpness passes 2/η = 6.67 at step 430, overshoots to 13 and comes back to the edge.",
      seen: "An overshoot to twice the threshold while the network begins to separate the arms, and a decision map that winds around them.",
      paper: twoSpirals,
      input: {
        ...spiralsNetwork,
        optimizer: { kind: "gd", stepSize: 0.3 },
        steps: 3000,
        measure: sharpnessEvery(10),
      },
    }),
  ],
};
