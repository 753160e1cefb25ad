import {
  chebyshevNetwork,
  mlp,
  mnist,
  preset,
  sharpnessEvery,
  spiralsNetwork,
  type PresetGroup,
} from "./definition";
import { edgeOfStability, selfStabilization } from "./papers";

/** Gradient descent with one step size. */
export const edge: PresetGroup = {
  title: "Sharpening and the edge of stability",
  presets: [
    preset({
      id: "mnist-5k-tanh",
      title: "MNIST-5k tanh",
      sentence:
        "5,000 handwritten digits, two hidden layers of 200: sharpness climbs from 31 to 2/η near step 240, overshoots, and hovers there while the loss keeps falling.",
      seen: "Sharpness rises to the line 2/η = 40 and stays within a few percent of it; the loss falls on, but no longer in every step.",
      paper: edgeOfStability,
      input: {
        ...mnist(5000, 200),
        optimizer: { kind: "gd", stepSize: 0.05 },
        steps: 500,
        measure: sharpnessEvery(10),
      },
    }),
    preset({
      id: "mnist-1k-tanh",
      title: "MNIST-1k tanh",
      sentence:
        "1,000 digits, two hidden layers of 100: the same behaviour in about a quarter of the time, with the crossing near step 280.",
      seen: "From the crossing on, sharpness oscillates about 2/η = 40: it rises slowly and falls within about ten steps after each spike of the loss.",
      paper: edgeOfStability,
      input: {
        ...mnist(1000, 100),
        optimizer: { kind: "gd", stepSize: 0.05 },
        steps: 600,
        measure: sharpnessEvery(10),
      },
    }),
    preset({
      id: "chebyshev",
      title: "Chebyshev T₃, 20 hidden units",
      sentence:
        "Twenty points of a cubic and 61 parameters: thousands of steps in a second, every one measured in double precision; sharpness reaches 2/η at step 991.",
      seen: "Every oscillation about 2/η = 10 can be seen step by step, and the theory page explains each of them.",
      paper: edgeOfStability,
      input: {
        ...chebyshevNetwork,
        optimizer: { kind: "gd", stepSize: 0.2 },
        steps: 4000,
        measure: sharpnessEvery(1),
      },
    }),
    preset({
      id: "progressive-sharpening",
      title: "Progressive sharpening",
      sentence:
        "Two spirals at so small a step size that 2/η = 40 is far away: sharpness climbs from 4 to 36, and the loss falls in every one of the 5,500 steps.",
      seen: "Sharpness rises to the end: below the threshold nothing stops progressive sharpening, which is slow at first and faster once the network begins to fit the points.",
      paper: edgeOfStability,
      input: {
        ...spiralsNetwork,
        optimizer: { kind: "gd", stepSize: 0.05 },
        steps: 5500,
        measure: sharpnessEvery(20),
      },
    }),
    preset({
      id: "below-the-edge",
      title: "A run that never reaches the edge",
      sentence:
        "Three clouds of points and cross-entropy: once most points are classified with confidence, the curvature decreases, so sharpness falls from 1.6 and never comes near 2/η = 2.",
      seen: "Sharpness stays below the threshold from the first step to the last, there is no crossing, and the loss falls in every step.",
      paper: edgeOfStability,
      input: {
        data: { source: "gaussian", samples: 150, classes: 3 },
        model: mlp([20], "tanh", 3),
        loss: "cross-entropy",
        optimizer: { kind: "gd", stepSize: 1 },
        steps: 3000,
        measure: sharpnessEvery(20),
      },
    }),
    preset({
      id: "self-stabilisation",
      title: "Self-stabilisation in two variables",
      sentence:
        "The smallest landscape on which descent stabilises itself: x grows while sharpness is above 2/η = 10, and a large x pushes sharpness down again, over and over.",
      seen: "Loss and sharpness rise and fall alternately: sharpness rises above 10, x and the loss grow, sharpness falls below 10, x shrinks. Sharpness stays within 2 % of the threshold.",
      paper: selfStabilization,
      input: {
        model: { kind: "landscape", name: "self-stabilization" },
        optimizer: { kind: "gd", stepSize: 0.2 },
        steps: 600,
        // Without λ₂, which is far below, the swing fills the chart.
        measure: { sharpness: { every: 1 } },
      },
    }),
  ],
};
