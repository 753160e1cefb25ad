import {
  mnist,
  preset,
  sharpnessEvery,
  spiralsNetwork,
  type PresetGroup,
} from "./definition";
import { l2, randomLabels } from "./papers";

/** What is added to the loss or to the data. */
export const regularisation: PresetGroup = {
  title: "Weight decay and noise",
  presets: [
    preset({
      id: "weight-decay",
      title: "Weight decay holds sharpness down",
      sentence:
        "The two spirals with a weight decay of 0.002: small weights are flat, so sharpness reaches 2/η = 6.67 only near step 1,060 instead of 430, and stays at the threshold at the end.",
      seen: "A longer way to the threshold than without decay, a smaller overshoot, and at the end a sharpness within 1 % of 2/η; it is that of the loss with its decay, H + wI.",
      paper: l2,
      input: {
        ...spiralsNetwork,
        optimizer: { kind: "gd", stepSize: 0.3, weightDecay: 0.002 },
        steps: 4000,
        measure: sharpnessEvery(10),
      },
    }),
    preset({
      id: "label-noise",
      title: "Label noise",
      sentence:
        "The labels of 40 % of 1,000 digits are random: fitting them is harder, and sharpness reaches 2/η = 40 near step 200, 80 steps earlier than with the right labels.",
      seen: "Training accuracy rises above 64 %, the share of labels that are right, so the network memorises wrong ones; test accuracy is lower than with the right labels.",
      paper: randomLabels,
      input: {
        ...mnist(1000, 100),
        data: {
          source: "mnist",
          samples: 1000,
          testSamples: 1000,
          labelNoise: { share: 0.4, seed: 0 },
        },
        optimizer: { kind: "gd", stepSize: 0.05 },
        steps: 500,
        measure: sharpnessEvery(10),
      },
    }),
  ],
};
