/** Networks along gradient descent whose largest eigenvalues are easily missed, and ordinary ones. */
import type { Dataset } from "../../../core/data/dataset";
import { createRandom, type Random } from "../../../core/random";
import { nothingAbove } from "../../../core/spectrum/certificate";
import { wholeHessian } from "../../../core/spectrum/hessian";
import { SharpnessTracker } from "../../../core/spectrum/sharpness";
import type { Backend } from "../../../core/tensor/backend";
import { addScaled } from "../../../core/vector";
import { networkProblem } from "../../bench/networks";
import { finish, layerList, type Layers } from "../support";

export interface Family {
  name: string;
  widths: number[];
  /** Between dense layers; none makes a deep linear network. */
  fn?: "tanh" | "swish";
  bias?: boolean;
  samples?: number;
  /** Inputs and targets that are multiples of the identity. */
  isDiagonal?: boolean;
  /** Changes the start, which is uniform in ±1/√fan-in. */
  start: (theta: Float64Array, family: Family) => Float64Array;
  stepSizes: number[];
}

const normals = (random: Random, n: number, spread = 1) =>
  Float64Array.from({ length: n }, () => spread * random.normal());

const random =
  (spread: number, seed: number) =>
  (theta: Float64Array): Float64Array =>
    normals(createRandom(seed), theta.length, spread);

/** W = diagonal, a little different from place to place. */
function diagonal(theta: Float64Array, { widths }: Family) {
  const start = new Float64Array(theta.length);
  let offset = 0;
  for (let l = 1; l < widths.length; l++) {
    for (let i = 0; i < Math.min(widths[l], widths[l - 1]); i++)
      start[offset + i * widths[l - 1] + i] = 0.5 + 0.05 * i;
    offset += widths[l] * widths[l - 1];
  }
  return start;
}

/** Hidden units of the first layer that are all the same, and so stay the same. */
function identicalUnits(theta: Float64Array, { widths, bias = true }: Family) {
  const [inputs, units, outputs] = widths;
  const start = theta.slice();
  for (let o = 0; o < units; o++)
    for (let i = 0; i < inputs; i++) start[o * inputs + i] = theta[i];
  let offset = units * inputs;
  if (bias) start.fill(0.1, offset, (offset += units));
  for (let q = 0; q < outputs; q++)
    start.fill(
      theta[offset + q * units],
      offset + q * units,
      offset + (q + 1) * units,
    );
  return start;
}

/** Biases and half of the units that are zero. */
function deadUnits(theta: Float64Array, { widths }: Family) {
  const [inputs, units] = widths;
  const start = theta.slice();
  start.fill(0, (units >> 1) * inputs, units * inputs);
  start.fill(0, units * inputs, units * (inputs + 1));
  return start;
}

const seeds = [1, 2, 3];

export const families: Family[] = [
  // Symmetric and degenerate ones.
  ...[3, 4, 6, 8, 10].map((d): Family => ({
    name: `diagonal linear ${d}-${d}-${d}`,
    widths: [d, d, d],
    bias: false,
    samples: d,
    isDiagonal: true,
    start: diagonal,
    stepSizes: [0.1, 0.3, 0.6],
  })),
  {
    name: "diagonal linear, three layers of 7",
    widths: [7, 7, 7, 7],
    bias: false,
    samples: 7,
    isDiagonal: true,
    start: diagonal,
    stepSizes: [0.1, 0.3],
  },
  ...[
    [3, 5, 1],
    [3, 40, 1],
    [5, 30, 2],
    [4, 12, 3],
  ].map((widths): Family => ({
    name: `identical units ${widths.join("-")}`,
    widths,
    fn: "tanh",
    start: identicalUnits,
    stepSizes: [0.03, 0.1],
  })),
  ...[
    [2, 20, 1],
    [2, 40, 1],
  ].map((widths): Family => ({
    name: `dead units ${widths.join("-")}`,
    widths,
    fn: "tanh",
    start: deadUnits,
    stepSizes: [0.1, 0.3],
  })),
  ...seeds.map((seed): Family => ({
    name: `all weights near zero, seed ${seed}`,
    widths: [3, 30, 1],
    fn: "tanh",
    start: random(1e-3, seed),
    stepSizes: [0.1, 0.5],
  })),
  // Deep linear and random ones.
  ...seeds.flatMap((seed): Family[] => [
    {
      name: `deep linear 5-5-5-5, seed ${seed}`,
      widths: [5, 5, 5, 5],
      bias: false,
      start: random(0.4, seed),
      stepSizes: [0.1, 0.3],
    },
    {
      name: `deep linear 8-8-8, seed ${seed}`,
      widths: [8, 8, 8],
      bias: false,
      start: random(0.3, seed),
      stepSizes: [0.1, 0.3],
    },
    {
      name: `random 4-20-10-2, seed ${seed}`,
      widths: [4, 20, 10, 2],
      fn: "tanh",
      start: random(0.4, seed),
      stepSizes: [0.1, 0.3],
    },
    {
      name: `random 6-12-1, seed ${seed}`,
      widths: [6, 12, 1],
      fn: "swish",
      start: random(0.5, seed),
      stepSizes: [0.1, 0.3],
    },
  ]),
  {
    name: "random 2-28-28-1",
    widths: [2, 28, 28, 1],
    fn: "tanh",
    start: random(0.3, 1),
    stepSizes: [0.1, 0.3],
  },
];

function dataOf({ widths, samples = 20, isDiagonal }: Family): Dataset {
  const inputWidth = widths[0];
  const targetWidth = widths[widths.length - 1];
  const source = createRandom(7);
  const identity = (width: number, entry: (i: number) => number) =>
    Float64Array.from({ length: samples * width }, (_, i) =>
      i % width === Math.floor(i / width) ? entry(i % width) : 0,
    );
  const root = Math.sqrt(samples);
  return {
    samples,
    inputs: isDiagonal
      ? identity(inputWidth, () => root)
      : normals(source, samples * inputWidth),
    inputShape: [inputWidth],
    inputWidth,
    targets: isDiagonal
      ? identity(targetWidth, (i) => root * (1 + 0.3 * i))
      : normals(source, samples * targetWidth),
    targetWidth,
    classes: null,
  };
}

export interface Findings {
  measurements: number;
  /** Measurements that are off by more than the tolerance. */
  wrong: string[];
  /** Steps of the first measurement at or above 2/η, measured and true. */
  crossings: { measured: number | null; true: number | null };
}

/**
 * Measures the top of the spectrum along gradient descent, and holds each measurement against the whole
 * Hessian: nothing may exceed the values by more than `tolerance` of the largest.
 */
export function follow<T>(
  be: Backend<T>,
  family: Family,
  run: { k: number; stepSize: number; steps: number; tolerance: number },
): Findings {
  const { widths, fn, bias = true } = family;
  const layers: Layers = widths
    .slice(1)
    .flatMap((units, i) => [
      ...(fn && i > 0 ? [{ type: "activation", fn } as const] : []),
      { type: "dense", units, bias } as const,
    ]);
  const problem = networkProblem(be, layerList(layers), dataOf(family));
  const { objective } = problem;
  const theta = family.start(problem.theta, family);
  const gradient = new Float64Array(theta.length);
  const threshold = 2 / run.stepSize;
  const tracker = new SharpnessTracker(run.k, be.precision, 0, { threshold });
  const findings: Findings = {
    measurements: 0,
    wrong: [],
    crossings: { measured: null, true: null },
  };
  for (let step = 0; step < run.steps; step++) {
    const at = objective.linearize(theta);
    const { values, vectors } = finish(tracker.measure(at));
    if (values.length > 0) {
      findings.measurements++;
      const allowed = run.tolerance * Math.max(...values.map(Math.abs));
      const hessian = finish(wholeHessian(at));
      const isRight = nothingAbove(hessian, values, vectors, allowed);
      if (!isRight)
        findings.wrong.push(
          `${family.name}, η ${run.stepSize}, k = ${run.k}, step ${step}`,
        );
      const { crossings } = findings;
      if (values[0] >= threshold) crossings.measured ??= step;
      if (!nothingAbove(hessian, [threshold], [], 0)) crossings.true ??= step;
    }
    at.dispose();
    objective.evaluate(theta, gradient);
    addScaled(theta, -run.stepSize, gradient);
    if (!theta.every((x) => Math.abs(x) < 1e3)) break;
  }
  return findings;
}
