import {
  activated,
  mlp,
  preset,
  sharpnessEvery,
  type PresetGroup,
} from "./definition";
import { postNorm } from "./layers";
import { selfStabilization } from "./papers";

const init = { scheme: "uniform-weights" };

const paperMlp = { ...mlp([200, 200], "swish", 10), init };

const convolution = [
  ...activated({ type: "conv2d", filters: 32, kernel: 3 }, "swish"),
  { type: "pool", kind: "avg", size: 2 },
];

const paperCnn = {
  kind: "network",
  layers: [
    ...convolution,
    ...convolution,
    { type: "flatten" },
    { type: "dense", units: 10 },
  ],
  init,
};

/** The networks of the paper on data that come with the lab. */
export const paperSettings: PresetGroup = {
  title: "The networks of the self-stabilisation paper",
  presets: [
    preset({
      id: "paper-mlp",
      title: "The paper's MLP on digits",
      sentence:
        "Two hidden layers of 200 with swish on 1,000 digits: sharpness climbs from 6 to 2/η = 20 near step 130, goes on to 24 and stays around the threshold.",
      seen: "A slow climb, and then oscillations of about 20 % around 2/η = 20 while the loss keeps falling.",
      paper: selfStabilization,
      input: {
        data: { source: "mnist", samples: 1000 },
        model: paperMlp,
        optimizer: { kind: "gd", stepSize: 0.1 },
        steps: 400,
        measure: sharpnessEvery(10),
      },
    }),
    preset({
      id: "paper-cnn",
      title: "The paper's CNN on digits",
      sentence:
        "Two convolutions of 32 filters with swish on 100 digits: sharpness climbs from 8 through 2/η = 40 near step 40 to 66, falls back to 15 before step 70, and climbs again.",
      seen: "One large overshoot, a spike of the loss that ends it, and a second climb to the threshold within some 40 steps.",
      paper: selfStabilization,
      input: {
        data: { source: "mnist", samples: 100 },
        model: paperCnn,
        optimizer: { kind: "gd", stepSize: 0.05 },
        steps: 160,
        measure: sharpnessEvery(10),
      },
    }),
  ],
};

const chooseCifar =
  "Choose data_batch_1 or data_batch_1.bin from your folder of CIFAR-10 in the section Data";

/** The networks of the paper on its data, which are the person's own: paths are still to be chosen. */
export const ownFiles: PresetGroup = {
  title: "With your own files",
  presets: [
    preset({
      id: "cifar10-mlp",
      title: "The paper's MLP on CIFAR-10",
      sentence: `${chooseCifar}: two hidden layers of 200 with swish learn its first 1,000 photographs.`,
      seen: "Sharpness climbs towards 2/η = 100. A dry run says where it starts: choose a smaller step size if it is above the threshold.",
      paper: selfStabilization,
      input: {
        data: { source: "cifar10", path: "data_batch_1", samples: 1000 },
        model: paperMlp,
        optimizer: { kind: "gd", stepSize: 0.02 },
        steps: 1000,
        measure: sharpnessEvery(10),
      },
    }),
    preset({
      id: "cifar10-cnn",
      title: "The paper's CNN on CIFAR-10",
      sentence: `${chooseCifar}: two convolutions of 32 filters with swish learn its first 200 photographs.`,
      seen: "Sharpness climbs towards 2/η = 100. A dry run says where it starts, and how long the run takes.",
      paper: selfStabilization,
      input: {
        data: { source: "cifar10", path: "data_batch_1", samples: 200 },
        model: paperCnn,
        optimizer: { kind: "gd", stepSize: 0.02 },
        steps: 500,
        measure: sharpnessEvery(10),
      },
    }),
    preset({
      id: "text-transformer",
      title: "The paper's transformer on your texts",
      sentence:
        "Choose a CSV or TSV file with a column of sentences and a column of two classes, such as SST-2, in the section Data: two layers of attention learn the first 200 of them as −1 and 1.",
      seen: "The network starts at zero, so the loss begins at the mean square of the targets. Sharpness climbs towards 2/η = 40 as the loss falls.",
      paper: selfStabilization,
      input: {
        data: {
          source: "text",
          path: "sentences.tsv",
          targetKind: "sign",
          vocabulary: 1000,
          length: 32,
          samples: 200,
        },
        model: {
          kind: "network",
          layers: [
            { type: "embedding", vocabulary: 1000, width: 64, padding: true },
            { type: "positions" },
            ...postNorm(64),
            ...postNorm(64),
            { type: "mean" },
            { type: "dense", units: 1, init: "zero" },
          ],
        },
        optimizer: { kind: "gd", stepSize: 0.05 },
        steps: 300,
        measure: sharpnessEvery(10),
      },
    }),
  ],
};
