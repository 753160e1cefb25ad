import {
  mlp,
  mnist,
  preset,
  sharpnessEvery,
  type PresetGroup,
} from "./definition";
import {
  adaptiveEdge,
  edgeOfStability,
  samEdge,
  stochasticEdge,
} from "./papers";

/** Methods whose threshold is not 2/η. */
export const methods: PresetGroup = {
  title: "Other methods at their own edges",
  presets: [
    preset({
      id: "mnist-1k-momentum",
      title: "MNIST-1k with momentum",
      sentence:
        "Momentum 0.9 moves the threshold from 2/η = 20 to 3.8/η = 38: sharpness is above 20 from the start and keeps climbing. Only after it has passed 38, near step 130, does it fall back, to 31.",
      seen: "Nothing happens above 20, where plain descent would be unstable; the loss spikes only after sharpness has passed 38.",
      paper: edgeOfStability,
      input: {
        ...mnist(1000, 100),
        optimizer: { kind: "polyak", stepSize: 0.1, momentum: 0.9 },
        steps: 300,
        measure: sharpnessEvery(10),
      },
    }),
    preset({
      id: "mnist-1k-nesterov",
      title: "MNIST-1k with Nesterov momentum",
      sentence:
        "Nesterov's momentum of 0.9 looks ahead and is stable up to 1.36/η = 45 only: sharpness reaches it near step 180, rises to 50, and falls back below it.",
      seen: "A threshold lower than the 2/η = 67 of plain descent and than the 3.8/η of Polyak's momentum, and the spike of the loss that follows the crossing.",
      paper: edgeOfStability,
      input: {
        ...mnist(1000, 100),
        optimizer: { kind: "nesterov", stepSize: 0.03, momentum: 0.9 },
        steps: 300,
        measure: sharpnessEvery(10),
      },
    }),
    preset({
      id: "mnist-1k-adam",
      title: "MNIST-1k with Adam",
      sentence:
        "Adam's own sharpness, after its rescaling of each parameter, starts far above 38/η = 38,000, falls below 12,000 within twenty steps, returns near step 140 and oscillates around the threshold.",
      seen: "For Adam, the sharpness of the rescaled loss matters: it is at its threshold, although the plain sharpness is not.",
      paper: adaptiveEdge,
      input: {
        ...mnist(1000, 100),
        optimizer: { kind: "adam", stepSize: 0.001 },
        steps: 400,
        measure: sharpnessEvery(10),
      },
    }),
    preset({
      id: "mnist-1k-sam",
      title: "MNIST-1k with SAM",
      sentence:
        "Sharpness-aware minimisation computes its gradient a little uphill. This lowers the threshold below 2/η = 67 and makes it depend on the gradient: it falls from 52 to 28, and sharpness falls with it.",
      seen: "From step 20 on, sharpness follows the dashed SAM threshold within a few percent, far below 67, while the loss falls.",
      paper: samEdge,
      input: {
        ...mnist(1000, 100),
        optimizer: { kind: "sam", stepSize: 0.03, rho: 0.01 },
        steps: 600,
        measure: sharpnessEvery(10),
      },
    }),
    preset({
      id: "mnist-500-batches",
      title: "Mini-batches and batch sharpness",
      sentence:
        "SGD with batches of 16 on digits with 30 % random labels: the mean curvature along the batches' own gradients, batch sharpness, rises from about 7 to 2/η = 20 and stays around it, while the sharpness of the loss on all samples stays below 2/η.",
      seen: "Two curves in the chart of the sharpness: batch sharpness, with its standard error, at the threshold, and the sharpness of all samples below it from the first measurement after the start.",
      paper: stochasticEdge,
      input: {
        data: {
          source: "mnist",
          samples: 500,
          labelNoise: { share: 0.3, seed: 0 },
        },
        model: mlp([50, 50], "tanh", 10),
        optimizer: { kind: "gd", stepSize: 0.1 },
        batch: { size: 16, seed: 0, lossEvery: 50 },
        steps: 4000,
        measure: {
          sharpness: { every: 250 },
          batchSharpness: { every: 250, tolerance: 0.05, max: 100 },
        },
        precision: "float64",
      },
    }),
  ],
};
