/**
 * What other programs call the words and fields of an experiment file. Keys are written without case,
 * hyphens and underscores; of several candidates the first that the place takes is meant.
 */

/** Words that mean the same as one of the lab's. */
export const words: Record<string, string[]> = byName({
  avg: "average mean",
  class: "classification categorical",
  number: "regression",
  shuffled: "random shuffle",
  stratified: "stratify",
  float32: "single",
  float64: "double",
});

const noLayer = "Remove it: the lab has no random layers.";

/** Words without an equal, by the field they stand in, and the way out. */
export const remarks: Record<string, Record<string, string>> = {
  fn: {
    softmax: "Remove the layer: the loss cross-entropy applies softmax itself.",
    logsoftmax: "Remove the layer: the loss cross-entropy already applies it.",
  },
  type: {
    dropout: noLayer,
  },
};

/** Other names of fields, which are paths from the top of the file or names in the same object. */
const fieldNames: Record<string, string> = {
  "optimizer.stepSize": "lr learningrate eta stepsize",
  "optimizer.weightDecay": "wd l2 weightdecay",
  epsilon: "eps",
  beta2: "rho",
  optimizer: "optimiser method",
  beta1: "momentum",
  steps: "iterations iters numsteps nsteps",
  data: "dataset",
  model: "network",
  loss: "criterion lossfunction lossfn",
  precision: "dtype",
  "model.init": "init",
  "model.layers": "layers",
  seed: "randomstate",
  "model.init.seed": "seed randomstate",
  samples: "ntrain trainsamples nsamples",
  testSamples: "ntest testsize valsamples",
  units: "neurons width outfeatures",
  kernel: "kernelsize",
  filters: "outchannels",
  stride: "strides",
  bias: "usebias",
  size: "poolsize",
  fn: "function activation",
  std: "sigma",
  path: "file filename",
  separator: "delimiter sep",
  standardize: "normalize standardise",
  target: "label",
  "data.split": "shuffle shuffled stratify",
  x: "inputs",
  y: "targets labels",
  k: "eigenvalues",
  "measure.sharpness.k": "eigenvalues",
  every: "interval",
};

/** The same by those names. */
export const fields: Record<string, string[]> = byName(fieldNames);

const allSamples = "each step uses all samples.";
const testRows =
  "Put all rows into x and y, the test rows last, and their number into testSamples.";

/** Fields without an equal, and the way out. */
export const missing: Record<string, string> = {
  betas: "Write beta1 and beta2, each by itself.",
  batchsize: `Remove it: ${allSamples}`,
  batch: `Remove it: ${allSamples}`,
  epochs: `Write "steps": ${allSamples}`,
  infeatures: "Remove it: it follows from the layer before.",
  inchannels: "Remove it: it follows from the layer before.",
  xtest: testRows,
  ytest: testRows,
  xtrain: testRows,
  ytrain: testRows,
};

/** What a field is also called, by its path: `model.layers[0].units` → neurons, width, outfeatures. */
export function otherNames(path: string): string[] {
  const field = path.slice(path.lastIndexOf(".") + 1);
  return Object.entries(fields)
    .filter(([, places]) => places.includes(path) || places.includes(field))
    .map(([name]) => name);
}

/** Turns a table of the names of things into one of the things by their names. */
function byName(table: Record<string, string>): Record<string, string[]> {
  const things: Record<string, string[]> = {};
  for (const [thing, names] of Object.entries(table))
    for (const name of names.split(" ")) (things[name] ??= []).push(thing);
  return things;
}
