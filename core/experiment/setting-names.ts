/** What a person calls a setting, by its path in the experiment file. */
const names: Record<string, string> = {
  "data.samples": "samples",
  "data.testSamples": "test samples",
  "data.seed": "seed of the data",
  "data.split": "split",
  "data.path": "data file",
  "data.images": "image file",
  "data.labels": "label file",
  "data.targetKind": "kind of target",
  "data.x": "inputs",
  "data.y": "targets",
  "model.init.scheme": "initialisation",
  "model.init.seed": "seed",
  "model.init.std": "initial spread",
  "model.init.biasNoise": "bias noise",
  "model.init.values": "initial values",
  "model.alpha": "α",
  "model.beta": "β",
  "optimizer.stepSize": "step size",
  "optimizer.weightDecay": "weight decay",
  "optimizer.beta1": "β₁",
  "optimizer.beta2": "β₂",
  "optimizer.epsilon": "ϵ",
  lossTarget: "loss target",
  divergence: "divergence limits",
  "measure.sharpness.every": "steps between sharpness measurements",
  "measure.sharpness.k": "eigenvalues",
  "measure.sharpness.upTo": "most eigenvalues",
  "measure.sharpness.midpoint": "midpoint measurement",
  "measure.test.every": "steps between looks at the test split",
};

/** For example `optimizer.stepSize` → "step size"; the last part of a path without its own name. */
export function settingName(path: string): string {
  return names[path] ?? path.slice(path.lastIndexOf(".") + 1);
}
