/** The papers in which the phenomena of the presets are described. */
import type { Paper } from "./definition";

export const edgeOfStability: Paper = {
  authors: "Cohen et al.",
  year: 2021,
  title:
    "Gradient descent on neural networks typically occurs at the edge of stability",
};

export const adaptiveEdge: Paper = {
  authors: "Cohen et al.",
  year: 2022,
  title: "Adaptive gradient methods at the edge of stability",
};

export const selfStabilization: Paper = {
  authors: "Damian, Nichani and Lee",
  year: 2023,
  title:
    "Self-stabilization: the implicit bias of gradient descent at the edge of stability",
};

export const catapult: Paper = {
  authors: "Lewkowycz et al.",
  year: 2020,
  title:
    "The large learning rate phase of deep learning: the catapult mechanism",
};

export const warmup: Paper = {
  authors: "Gilmer et al.",
  year: 2022,
  title:
    "A loss curvature perspective on training instabilities of deep learning models",
};

export const samEdge: Paper = {
  authors: "Long and Bartlett",
  year: 2024,
  title: "Sharpness-aware minimization and the edge of stability",
};

export const stochasticEdge: Paper = {
  authors: "Andreyev and Beneventano",
  year: 2024,
  title:
    "Edge of stochastic stability: revisiting the edge of stability for SGD",
};

export const l2: Paper = {
  authors: "Lewkowycz and Gur-Ari",
  year: 2020,
  title: "On the training dynamics of deep networks with L2 regularization",
};

export const randomLabels: Paper = {
  authors: "Zhang et al.",
  year: 2017,
  title: "Understanding deep learning requires rethinking generalization",
};

export const deepLinear: Paper = {
  authors: "Saxe, McClelland and Ganguli",
  year: 2014,
  title:
    "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks",
};

export const backProp: Paper = {
  authors: "LeCun et al.",
  year: 1998,
  title: "Efficient BackProp",
};

export const twoSpirals: Paper = {
  authors: "Lang and Witbrock",
  year: 1988,
  title: "Learning to tell two spirals apart",
};
