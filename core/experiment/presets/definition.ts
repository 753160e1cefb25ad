import type { ExperimentSpec } from "../spec";
import { requireExperiment } from "../validate";

/** Where to read about it. */
export interface Paper {
  /** As a text cites them, e.g. "Cohen et al.". */
  authors: string;
  year: number;
  title: string;
}

export interface Preset {
  id: string;
  title: string;
  /** One sentence: what it is, and what happens. */
  sentence: string;
  /** What to look at in its charts. */
  seen: string;
  paper: Paper;
  spec: ExperimentSpec;
}

/** Presets that show related things. */
export interface PresetGroup {
  title: string;
  presets: readonly Preset[];
}

/** @param input the experiment; its name is the title */
export function preset({
  input,
  ...words
}: Omit<Preset, "spec"> & { input: object }): Preset {
  const { title } = words;
  const spec = requireExperiment({ edgeLab: 1, name: title, ...input });
  return { ...words, spec };
}

export function activated(layer: object, fn: string) {
  return [layer, { type: "activation", fn }];
}

/** Dense layers of these widths with an activation each, and one of the outputs. */
export function mlp(widths: number[], fn: string, outputs: number) {
  const hidden = widths.flatMap((units) =>
    activated({ type: "dense", units }, fn),
  );
  return {
    kind: "network",
    layers: [...hidden, { type: "dense", units: outputs }],
  };
}

/** MNIST with a network of two hidden layers. */
export function mnist(samples: number, width: number, fn = "tanh") {
  return {
    data: { source: "mnist", samples },
    model: mlp([width, width], fn, 10),
  };
}

/** Twenty points of a cubic and 61 parameters, the same on every machine. */
export const chebyshevNetwork = {
  data: { source: "chebyshev", degree: 3, samples: 20 },
  model: { ...mlp([20], "tanh", 1), init: { scheme: "sine" } },
  precision: "float64",
};

/** Points of two interleaved arms and 522 parameters. */
export const spiralsNetwork = {
  data: { source: "spirals", samples: 100 },
  model: mlp([20, 20], "tanh", 2),
};

/** The sharpness and λ₂ every so many steps. */
export function sharpnessEvery(every: number) {
  return { sharpness: { every, k: 2 } };
}
