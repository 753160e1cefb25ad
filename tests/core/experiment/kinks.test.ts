import { expect, test } from "vitest";
import type { ModelSpec } from "../../../core/experiment/spec";
import { kinks } from "../../../core/experiment/kinks";
import { layerList, type Layers } from "../support";

const network = (...layers: Layers): ModelSpec => ({
  kind: "network",
  init: { scheme: "uniform-fan-in", seed: 0, biasNoise: 0 },
  layers: layerList(layers),
});
const formula = (text: string): ModelSpec => ({
  kind: "landscape",
  name: "formula",
  formula: text,
  start: { x: 1 },
});

test.each([
  [network({ type: "activation", fn: "relu" }), /^relu is piecewise linear/],
  [network({ type: "activation", fn: "hardtanh" }), /^hardtanh/],
  [network({ type: "activation", fn: "elu" }), /^elu/],
  [network({ type: "pool", kind: "max" }), /max pool/],
  [formula("abs (x) + x^2"), /^abs/],
  [formula("x * max(x, 1)"), /^max/],
])("%# says that ∇S does not exist", (model, sentence) => {
  expect(kinks(model)).toMatch(sentence);
  expect(kinks(model)).toContain("∇S does not exist");
});

const smooth: ModelSpec[] = [
  network(
    { type: "conv2d", filters: 1 },
    { type: "pool", kind: "avg" },
    { type: "activation", fn: "gelu" },
  ),
  formula("tanh(x) + exp(x)"),
  { kind: "landscape", name: "product", start: [1, 1] },
];

test.each(smooth)("%# is smooth", (model) => {
  expect(kinks(model)).toBeNull();
});
