/** Networks along gradient descent whose largest eigenvalues are easily missed, and ordinary ones. */
import { chebyshev } from "../../../core/data/chebyshev";
import type { Dataset } from "../../../core/data/dataset";
import type { ActivationName } from "../../../core/layers/activation";
import type { LossName } from "../../../core/losses/spec";
import type { Backend } from "../../../core/tensor/backend";
import { networkProblem } from "../../bench/networks";
import { float64, goldenProblem, layerList, type Layers } from "../support";
import * as data from "./family-data";
import * as start from "./family-starts";

export interface Family {
  kind: "symmetric or degenerate" | "deep linear" | "random" | "golden";
  name: string;
  layers: Layers;
  data: Dataset;
  loss?: LossName;
  start: start.Start;
  stepSizes: number[];
}

/** The objective of a family, and the parameters it starts at. */
export function familyProblem<T>(be: Backend<T>, family: Family) {
  const layers = layerList(family.layers);
  const problem = networkProblem(be, layers, family.data, family.loss);
  return { ...problem, theta: family.start(problem.theta) };
}

/** Dense layers; without an activation between them, a deep linear network. */
function dense(widths: number[], fn?: ActivationName, bias = true): Layers {
  return widths
    .slice(1)
    .flatMap((units, i): Layers => [
      ...(fn && i > 0 ? [{ type: "activation", fn } as const] : []),
      { type: "dense", units, bias },
    ]);
}

const linear = (widths: number[]) => dense(widths, undefined, false);

/** Filters on square images of one channel, a pool, and one output. */
function convolution(
  filters: number,
  pool: "avg" | "max",
  fn: ActivationName = "tanh",
): Layers {
  return [
    { type: "conv2d", filters, kernel: 3 },
    { type: "activation", fn },
    { type: "pool", kind: pool },
    { type: "flatten" },
    { type: "dense", units: 1 },
  ];
}

type Case = Omit<Family, "kind" | "stepSizes"> & { stepSizes?: number[] };

const seeds = [1, 2, 3];

const diagonalLinear: Case[] = [
  ...[3, 4, 6, 8, 10].map((d) => [d, d, d]),
  [7, 7, 7, 7],
  [4, 4, 4, 4, 4],
].map((widths) => ({
  name: `diagonal linear ${widths.join("-")}`,
  layers: linear(widths),
  data: data.diagonalData(widths[0], (i) => 1 + 0.3 * i),
  start: start.diagonal(widths),
  stepSizes: widths.length > 3 ? [0.1, 0.3] : [0.1, 0.3, 0.6],
}));

const otherLinear: Case[] = [
  ...[
    [5, 5, 5],
    [8, 8, 8],
    [5, 5, 5, 5],
  ].map((widths) => ({
    name: `orthogonal linear ${widths.join("-")}, equal singular values`,
    layers: linear(widths),
    data: data.diagonalData(widths[0], () => 1.5),
    start: start.orthogonal(widths, 0.7),
  })),
  {
    name: "circulant linear 6-6-6 on all shifts of a sample",
    layers: linear([6, 6, 6]),
    data: data.cyclicData(6),
    start: start.circulant([6, 6, 6]),
  },
  {
    name: "linear 6-6-6, all weights equal",
    layers: linear([6, 6, 6]),
    data: data.normalData(6, 6),
    start: start.constant(0.15),
  },
  {
    name: "linear 5-5-5-5, identities and a last layer of zeros",
    layers: linear([5, 5, 5, 5]),
    data: data.normalData(5, 5),
    start: start.weights([5, 5, 5, 5], (i, j, l) => (i === j && l < 2 ? 1 : 0)),
  },
  {
    name: "linear regression 6-4 on orthogonal inputs",
    layers: linear([6, 4]),
    data: { ...data.diagonalData(6, () => 1), ...firstTargets(6, 4) },
    start: start.normal(0.3, 1),
  },
];

/** Four of six targets of diagonal data. */
function firstTargets(width: number, targets: number) {
  return {
    targetWidth: targets,
    targets: Float64Array.from({ length: width * targets }, (_, i) =>
      i % targets === Math.floor(i / targets) ? 1 + (i % targets) : 0,
    ),
  };
}

const units: Case[] = [
  ...[
    [3, 5, 1],
    [3, 40, 1],
    [5, 30, 2],
    [4, 12, 3],
  ].map((widths) => ({
    name: `identical units ${widths.join("-")}`,
    layers: dense(widths, "tanh"),
    data: data.normalData(widths[0], widths[2]),
    start: start.identicalUnits(widths),
    stepSizes: [0.03, 0.1],
  })),
  ...(["swish", "square"] as const).map((fn) => ({
    name: `identical units 3-14-1, ${fn}`,
    layers: dense([3, 14, 1], fn),
    data: data.normalData(3, 1),
    start: start.identicalUnits([3, 14, 1]),
    stepSizes: [0.01, 0.05],
  })),
  ...[20, 40].map((n) => ({
    name: `dead units 2-${n}-1`,
    layers: dense([2, n, 1], "tanh"),
    data: data.normalData(2, 1),
    start: start.deadUnits([2, n, 1]),
    stepSizes: [0.1, 0.3],
  })),
  {
    name: "dead units 3-20-1, relu",
    layers: dense([3, 20, 1], "relu"),
    data: data.normalData(3, 1),
    start: start.deadUnits([3, 20, 1]),
  },
  ...[1, -1].map((sign) => ({
    name: `paired units 3-24-1 of ${sign > 0 ? "equal" : "opposite"} output weights`,
    layers: dense([3, 24, 1], "tanh"),
    data: data.normalData(3, 1),
    start: start.pairedUnits([3, 24, 1], sign),
  })),
  {
    name: "paired units 2-60-2 of opposite output weights",
    layers: dense([2, 60, 2], "tanh"),
    data: data.normalData(2, 2),
    start: start.pairedUnits([2, 60, 2], -1),
  },
];

const starts: Case[] = [
  ...seeds.map((seed) => ({
    name: `all weights near zero 3-30-1, seed ${seed}`,
    layers: dense([3, 30, 1], "tanh"),
    data: data.normalData(3, 1),
    start: start.normal(1e-3, seed),
    stepSizes: [0.1, 0.5],
  })),
  {
    name: "all weights zero 3-30-1",
    layers: dense([3, 30, 1], "tanh"),
    data: data.normalData(3, 1),
    start: start.constant(0),
  },
  ...[
    [3, 15, 2],
    [3, 9, 9, 1],
  ].map((widths) => ({
    name: `weights zero, biases 0.4, ${widths.join("-")}`,
    layers: dense(widths, "tanh"),
    data: data.normalData(widths[0], widths[widths.length - 1]),
    start: start.filled(widths, { weights: 0, biases: 0.4 }),
  })),
  ...[
    [3, 15, 1],
    [3, 40, 1],
    [3, 9, 9, 1],
  ].map((widths) => ({
    name: `zero biases on odd data, ${widths.join("-")}`,
    layers: dense(widths, "tanh"),
    data: data.oddData(3, 1),
    start: start.filled(widths, { biases: 0 }),
  })),
  {
    name: "weights of 0.2 and zero biases 4-18-1",
    layers: dense([4, 18, 1], "tanh"),
    data: data.normalData(4, 1),
    start: start.filled([4, 18, 1], { weights: 0.2, biases: 0 }),
  },
];

const inputs: Case[] = [
  {
    name: "inputs twice 6-12-1",
    layers: dense([6, 12, 1], "tanh"),
    data: data.duplicateInputs(3, 2),
    start: start.normal(0.4, 1),
  },
  {
    name: "inputs four times 8-20-1, equal weights",
    layers: dense([8, 20, 1], "tanh"),
    data: data.duplicateInputs(2, 4),
    start: start.filled([8, 20, 1], { weights: 0.15 }),
  },
  ...[16, 40].map((n) => ({
    name: `one sample only 3-${n}-1`,
    layers: dense([3, n, 1], "tanh"),
    data: data.oneSample(3, 1),
    start: start.normal(0.3, 2),
  })),
  {
    name: "parity of four signs 4-14-1, zero biases",
    layers: dense([4, 14, 1], "tanh"),
    data: data.parityData(4),
    start: start.filled([4, 14, 1], { biases: 0 }),
  },
  {
    name: "circulant 8-8-8 on all shifts of a sample, tanh",
    layers: dense([8, 8, 8], "tanh", false),
    data: data.cyclicData(8),
    start: start.circulant([8, 8, 8]),
  },
  ...[5, 12].map((classes) => ({
    name: `softmax regression of ${classes} classes at zero`,
    layers: dense([classes, classes]),
    data: data.classData(classes),
    loss: "cross-entropy" as const,
    start: start.constant(0),
    stepSizes: [0.5, 2],
  })),
  {
    name: "classes 4-20-4, last layer zero",
    layers: dense([4, 20, 4], "tanh"),
    data: data.classData(4),
    loss: "cross-entropy",
    start: start.zeroEnd(84),
    stepSizes: [0.5, 2],
  },
];

const convolutions: Case[] = [
  {
    name: "mirrored images, all parameters equal",
    layers: convolution(4, "avg"),
    data: data.mirroredImages(4),
    start: start.constant(0.2),
  },
  {
    name: "mirrored images, max pool, all parameters equal",
    layers: convolution(3, "max"),
    data: data.mirroredImages(4),
    start: start.constant(0.2),
  },
  {
    name: "identical filters",
    layers: convolution(5, "avg"),
    data: data.mirroredImages(4),
    start: start.identicalFilters(5, 3),
  },
  {
    name: "identical filters, more than 100 parameters",
    layers: convolution(9, "avg"),
    data: data.mirroredImages(6),
    start: start.identicalFilters(9, 3),
  },
  ...(["tanh", "swish", "relu"] as const).map((fn) => ({
    name: `identical filters, max pool, ${fn}, more than 100 parameters`,
    layers: convolution(6, "max", fn),
    data: data.mirroredImages(6),
    start: start.identicalFilters(6, 3),
  })),
];

const deepLinear: Case[] = seeds.flatMap((seed) =>
  [
    { widths: [5, 5, 5, 5], spread: 0.4 },
    { widths: [8, 8, 8], spread: 0.3 },
    { widths: [4, 6, 6, 6, 2], spread: 0.4 },
  ].map(({ widths, spread }) => ({
    name: `deep linear ${widths.join("-")}, seed ${seed}`,
    layers: linear(widths),
    data: data.normalData(widths[0], widths[widths.length - 1]),
    start: start.normal(spread, seed),
    stepSizes: [0.1, 0.3],
  })),
);

const random: Case[] = [
  ...seeds.flatMap((seed) => [
    {
      name: `random 4-20-10-2, seed ${seed}`,
      layers: dense([4, 20, 10, 2], "tanh"),
      data: data.normalData(4, 2),
      start: start.normal(0.4, seed),
      stepSizes: [0.1, 0.3],
    },
    {
      name: `random 6-12-1, swish, seed ${seed}`,
      layers: dense([6, 12, 1], "swish"),
      data: data.normalData(6, 1),
      start: start.normal(0.5, seed),
      stepSizes: [0.1, 0.3],
    },
  ]),
  ...[
    [6, 20, 15, 3],
    [2, 28, 28, 1],
    [22, 30, 10],
  ].map((widths) => ({
    name: `random ${widths.join("-")}`,
    layers: dense(widths, "tanh"),
    data: data.normalData(widths[0], widths[widths.length - 1]),
    start: start.normal(0.3, 1),
    stepSizes: [0.1, 0.3],
  })),
];

const golden: Case = {
  name: "golden 1-20-1",
  layers: dense([1, 20, 1], "tanh"),
  data: chebyshev(3, 20),
  start: () => goldenProblem(float64(), chebyshev(3, 20)).theta,
  stepSizes: [0.2, 0.3, 0.4, 0.5, 0.6],
};

const of = (kind: Family["kind"], cases: Case[]): Family[] =>
  cases.map((one) => ({ kind, stepSizes: [0.05, 0.2], ...one }));

export const families: Family[] = [
  ...of("symmetric or degenerate", [
    ...diagonalLinear,
    ...otherLinear,
    ...units,
    ...starts,
    ...inputs,
    ...convolutions,
  ]),
  ...of("deep linear", deepLinear),
  ...of("random", random),
  ...of("golden", [golden]),
];
