import { expect, test } from "vitest";
import { modelSchema } from "../../../core/experiment/model-spec";
import { drawsStart } from "../../../core/experiment/draws-start";

const network = (init: object, bias = true) =>
  modelSchema.parse({
    kind: "network",
    init,
    layers: [{ type: "dense", units: 1, bias }],
  });

test("is true where a seed changes the start", () => {
  const noisy = { scheme: "sine", biasNoise: 1 };
  expect(drawsStart(network({ scheme: "he" }))).toBe(true);
  expect(drawsStart(network({ scheme: "sine" }))).toBe(false);
  expect(drawsStart(network(noisy))).toBe(true);
  expect(drawsStart(network(noisy, false))).toBe(false);
  expect(drawsStart(network({ scheme: "explicit", values: [1] }))).toBe(false);
  const landscape = { kind: "landscape", name: "product" };
  expect(drawsStart(modelSchema.parse(landscape))).toBe(false);
});
