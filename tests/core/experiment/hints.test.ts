/** What is said of words and fields of other programs, and of numbers out of range. */
import { describe, expect, test } from "vitest";
import { nearest } from "../../../core/text/nearest";
import { fields, words } from "../../../core/experiment/synonyms";
import { validateExperiment } from "../../../core/experiment/validate";
import { golden } from "../support";

function suggestion(input: unknown, path: string) {
  const validation = validateExperiment(input);
  if (validation.ok) throw new Error("It was accepted.");
  return validation.fields.find((field) => field.path === path)?.suggestion;
}

const layer = (fields: object) => ({
  ...golden,
  model: { kind: "network", layers: [fields] },
});
const optimizer = (fields: object) => ({
  ...golden,
  optimizer: { kind: "gd", stepSize: 0.1, ...fields },
});
const data = (fields: object) => ({ ...golden, data: fields });
const start = (fields: object) => ({
  ...golden,
  model: { ...golden.model, init: fields },
});

describe("words", () => {
  const fn = (name: string) => layer({ type: "activation", fn: name });
  const at = "model.layers[0].fn";
  test.each<[unknown, string, string]>([
    [fn("silu"), at, 'Did you mean "swish"?'],
    [fn("SiLU"), at, 'Did you mean "swish"?'],
    [fn("ReLU"), at, 'Did you mean "relu"?'],
    [fn("hard_tanh"), at, 'Did you mean "hardtanh"?'],
    [fn("linear"), at, 'Did you mean "identity"?'],
    [fn("logistic"), at, 'Did you mean "sigmoid"?'],
    [fn("relu6"), at, 'Use "relu", which has no upper limit.'],
    [fn("selu"), at, 'Use "elu", which is the same without the two factors.'],
    [fn("mish"), at, 'Use "swish", which is similar but not identical.'],
    [
      fn("softmax"),
      at,
      "Remove the layer: the loss cross-entropy applies softmax itself.",
    ],
    [fn("sin"), at, "Choose one of these."],
    [fn("constructor"), at, "Choose one of these."],
    [{ ...golden, loss: "bce" }, "loss", 'Did you mean "logistic"?'],
    [
      { ...golden, loss: "BCEWithLogitsLoss" },
      "loss",
      'Did you mean "logistic"?',
    ],
    [
      { ...golden, loss: "crossentropy" },
      "loss",
      'Did you mean "cross-entropy"?',
    ],
    [
      { ...golden, loss: "cross_entropy" },
      "loss",
      'Did you mean "cross-entropy"?',
    ],
    [{ ...golden, loss: "nll" }, "loss", 'Did you mean "cross-entropy"?'],
    [{ ...golden, loss: "MSELoss" }, "loss", 'Did you mean "mse"?'],
    [optimizer({ kind: "sgd" }), "optimizer.kind", 'Did you mean "gd"?'],
    [
      optimizer({ kind: "momentum" }),
      "optimizer.kind",
      'Did you mean "polyak"?',
    ],
    [
      optimizer({ kind: "RMSprop" }),
      "optimizer.kind",
      'Did you mean "rmsprop"?',
    ],
    [
      optimizer({ kind: "adamw" }),
      "optimizer.kind",
      'Use "adam", which adds the weight decay to the gradient, before its rescaling.',
    ],
    [
      layer({ type: "linear" }),
      "model.layers[0].type",
      'Did you mean "dense"?',
    ],
    [
      layer({ type: "relu" }),
      "model.layers[0].type",
      'Write {"type": "activation", "fn": "relu"}.',
    ],
    [
      layer({ type: "SiLU" }),
      "model.layers[0].type",
      'Write {"type": "activation", "fn": "swish"}.',
    ],
    [
      layer({ type: "MaxPool2d" }),
      "model.layers[0].type",
      'Write {"type": "pool", "kind": "max"}.',
    ],
    [
      layer({ type: "pool", kind: "mean" }),
      "model.layers[0].kind",
      'Did you mean "avg"?',
    ],
    [start({ scheme: "kaiming" }), "model.init.scheme", 'Did you mean "he"?'],
    [
      start({ scheme: "glorot" }),
      "model.init.scheme",
      'Did you mean "xavier"?',
    ],
    [data({ source: "cifar-10" }), "data.source", 'Did you mean "cifar10"?'],
    [data({ source: "blobs" }), "data.source", 'Did you mean "gaussian"?'],
    [
      data({ source: "fashion-mnist" }),
      "data.source",
      'Use "idx" with its image file and its label file.',
    ],
    [
      data({ source: "csv", path: "a.csv", targetKind: "classification" }),
      "data.targetKind",
      'Did you mean "class"?',
    ],
  ])("%#: %j", (input, path, expected) => {
    expect(suggestion(input, path)).toBe(expected);
  });
});

describe("fields", () => {
  test.each<[unknown, string, string]>([
    [optimizer({ lr: 1 }), "optimizer.lr", 'Did you mean "stepSize"?'],
    [
      optimizer({ learning_rate: 1 }),
      "optimizer.learning_rate",
      'Did you mean "stepSize"?',
    ],
    [{ ...golden, lr: 1 }, "lr", "Write it as optimizer.stepSize."],
    [{ ...golden, stepSize: 1 }, "stepSize", "Write it as optimizer.stepSize."],
    [
      optimizer({ momentum: 0.9 }),
      "optimizer.momentum",
      'Choose the kind "polyak", "nesterov" or "ema" for momentum.',
    ],
    [
      optimizer({ kind: "adam", momentum: 0.9 }),
      "optimizer.momentum",
      'Did you mean "beta1"?',
    ],
    [
      optimizer({ kind: "adam", eps: 1e-8 }),
      "optimizer.eps",
      'Did you mean "epsilon"?',
    ],
    [
      { ...golden, batchSize: 32 },
      "batchSize",
      "Remove it: each step uses all samples.",
    ],
    [
      { ...golden, epochs: 10 },
      "epochs",
      'Write "steps": each step uses all samples.',
    ],
    [{ ...golden, seed: 1 }, "seed", "Write it as model.init.seed."],
    [
      data({ source: "csv", path: "a.csv", delimiter: ";", file: 1 }),
      "data.file",
      'Did you mean "path"?',
    ],
    [
      layer({ type: "dense", units: 1, activation: "tanh" }),
      "model.layers[0].activation",
      'Remove it and add {"type": "activation", "fn": "tanh"} after the layer, with the function you want.',
    ],
    [
      layer({ type: "activation", fn: "tanh", activation: "tanh" }),
      "model.layers[0].activation",
      'Did you mean "fn"?',
    ],
    [
      layer({ type: "conv2d", filters: 2, kernel_size: 3 }),
      "model.layers[0].kernel_size",
      'Did you mean "kernel"?',
    ],
    [{ ...golden, constructor: 1 }, "constructor", "Remove it."],
  ])("%#: %j", (input, path, expected) => {
    expect(suggestion(input, path)).toBe(expected);
  });
});

describe("numbers out of range", () => {
  test.each<[unknown, string, string]>([
    [
      optimizer({ kind: "adam", epsilon: 0 }),
      "optimizer.epsilon",
      "Try 1e-8, the default.",
    ],
    [
      optimizer({ kind: "rmsprop", epsilon: 5 }),
      "optimizer.epsilon",
      "Try 1e-8, the default.",
    ],
    [
      optimizer({ kind: "adam", beta2: 1 }),
      "optimizer.beta2",
      "Try 0.999, the default.",
    ],
    [
      start({ scheme: "normal", std: 0 }),
      "model.init.std",
      "Try 0.1, the default.",
    ],
    [optimizer({ stepSize: 0 }), "optimizer.stepSize", "Try 0.1."],
    [optimizer({ stepSize: 1e9 }), "optimizer.stepSize", "Try 1000."],
    [data({ source: "mnist", samples: 0 }), "data.samples", "Try 1."],
    [data({ source: "mnist", samples: 7e4 }), "data.samples", "Try 60000."],
  ])("%#: %j", (input, path, expected) => {
    expect(suggestion(input, path)).toBe(expected);
  });
});

test("a slip is close: one letter in four, or two neighbours swapped", () => {
  expect(nearest("tahn", ["tanh"])).toBe("tanh");
  expect(nearest("gelou", ["gelu", "relu"])).toBe("gelu");
  expect(nearest("stepsisze", ["stepSize"])).toBe("stepSize");
  expect(nearest("cross-entorpie", ["cross-entropy"])).toBe("cross-entropy");
  expect(nearest("silu", ["relu", "gelu"])).toBeUndefined();
  expect(nearest("", ["x"])).toBeUndefined();
  expect(nearest("ab", [])).toBeUndefined();
});

test("the tables are written as they are looked up", () => {
  for (const key of [...Object.keys(words), ...Object.keys(fields)])
    expect(key).toMatch(/^[a-z0-9]+$/);
});
