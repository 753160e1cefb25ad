/**
 * What other programs call the words and fields of an experiment file. Keys are written without case,
 * hyphens and underscores; of several candidates the first that the place takes is meant.
 */

/** Words that mean the same as one of the lab's. */
export const words: Record<string, string[]> = {
  average: ["avg"],
  mean: ["avg"],
  classification: ["class"],
  categorical: ["class"],
  regression: ["number"],
  random: ["shuffled"],
  shuffle: ["shuffled"],
  stratify: ["stratified"],
  single: ["float32"],
  double: ["float64"],
};

const noLayer =
  "Remove it: no layer of the lab is random or depends on a batch.";

/** Words without an equal, by the field they stand in, and the way out. */
export const remarks: Record<string, Record<string, string>> = {
  fn: {
    softmax: "Remove the layer: the loss cross-entropy applies softmax itself.",
    logsoftmax:
      "Remove the layer: the loss cross-entropy applies it by itself.",
  },
  type: {
    dropout: noLayer,
    batchnorm: noLayer,
    batchnorm2d: noLayer,
  },
};

/** Fields by other names, as paths from the top of the file or names in the same object. */
export const fields: Record<string, string[]> = {
  lr: ["optimizer.stepSize"],
  learningrate: ["optimizer.stepSize"],
  eta: ["optimizer.stepSize"],
  stepsize: ["optimizer.stepSize"],
  wd: ["optimizer.weightDecay"],
  l2: ["optimizer.weightDecay"],
  weightdecay: ["optimizer.weightDecay"],
  eps: ["epsilon"],
  rho: ["beta2"],
  optimiser: ["optimizer"],
  method: ["optimizer"],
  momentum: ["beta1"],
  iterations: ["steps"],
  iters: ["steps"],
  numsteps: ["steps"],
  nsteps: ["steps"],
  dataset: ["data"],
  network: ["model"],
  criterion: ["loss"],
  lossfunction: ["loss"],
  lossfn: ["loss"],
  dtype: ["precision"],
  init: ["model.init"],
  layers: ["model.layers"],
  seed: ["model.init.seed"],
  randomstate: ["seed", "model.init.seed"],
  ntrain: ["samples"],
  trainsamples: ["samples"],
  nsamples: ["samples"],
  ntest: ["testSamples"],
  testsize: ["testSamples"],
  valsamples: ["testSamples"],
  neurons: ["units"],
  width: ["units"],
  outfeatures: ["units"],
  kernelsize: ["kernel"],
  outchannels: ["filters"],
  strides: ["stride"],
  usebias: ["bias"],
  poolsize: ["size"],
  function: ["fn"],
  activation: ["fn"],
  sigma: ["std"],
  file: ["path"],
  filename: ["path"],
  delimiter: ["separator"],
  sep: ["separator"],
  normalize: ["standardize"],
  standardise: ["standardize"],
  label: ["target"],
  shuffle: ["data.split"],
  shuffled: ["data.split"],
  stratify: ["data.split"],
  inputs: ["x"],
  targets: ["y"],
  labels: ["y"],
  eigenvalues: ["k", "measure.sharpness.k"],
  interval: ["every"],
};

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
