/**
 * A new layer is one file and a line in core/layers/index.ts. The list is replaced by one that has this line; all else
 * is the program as it is.
 */
import { render } from "svelte/server";
import { expect, it, vi } from "vitest";
import { describeExperiment } from "../../core/experiment/describe";
import { differences } from "../../core/experiment/diff";
import type { ExperimentSpec } from "../../core/experiment/spec";
import { validateExperiment } from "../../core/experiment/validate";
import { RunControl } from "../../core/run/control";
import { estimateRun } from "../../main/engine/estimate";
import { modelWords } from "../../renderer/screens/archive/words";
import { firstLayer, withLayers } from "../../renderer/screens/design/change";
import { DesignController } from "../../renderer/screens/design/Controller.svelte";
import { flow } from "../../renderer/screens/design/facts";
import LayerSettings from "../../renderer/screens/design/LayerSettings.svelte";
import LayerStack from "../../renderer/screens/design/LayerStack.svelte";
import { fakeLab } from "./fake-lab";
import { runAndKeep, surroundings } from "./toy/kept";

vi.mock("../../core/layers/index", async (original) => {
  const { layers } = await original<typeof import("../../core/layers/index")>();
  const { gate } = await import("./toy/gate");
  return { layers: [...layers, gate] };
});

const input = (layer: object) => ({
  edgeLab: 1,
  name: "Toy",
  data: { source: "inline", x: [[1]], y: [[0]] },
  model: {
    kind: "network",
    init: { scheme: "explicit", values: [1] },
    layers: [layer],
  },
  loss: "mse",
  optimizer: { kind: "gd", stepSize: 0.1 },
  steps: 3,
  measure: { sharpness: { every: 1 } },
});

function valid(layer: object): ExperimentSpec {
  const validation = validateExperiment(input(layer));
  if (!validation.ok) throw new Error(JSON.stringify(validation.fields));
  return validation.spec;
}

function refused(layer: object) {
  const validation = validateExperiment(input(layer));
  return validation.ok ? null : validation.fields[0];
}

const toy = valid({ type: "gate", gain: 2 });

it("is validated, with its default, its limits and its synonym", () => {
  const { model } = valid({ type: "gate" });
  expect(model).toMatchObject({ layers: [{ type: "gate", gain: 1 }] });
  expect(refused({ type: "gate", gain: -1 })).toMatchObject({
    path: "model.layers[0].gain",
    message: "Gain must be a number from 0 to 10.",
    suggestion: "Try 1, the default.",
  });
  expect(refused({ type: "diagonal" })).toMatchObject({
    message: expect.stringMatching(/must be one of: dense, .*, gate\.$/),
    suggestion: 'Did you mean "gate"?',
  });
});

it("has a forecast, a shape and a number of parameters", async () => {
  const estimate = await estimateRun(toy, new RunControl(), surroundings);
  // L = ½(2γ)²
  expect(estimate.sharpness).toBeCloseTo(4, 9);
  expect(flow([firstLayer("gate" as "dense")], [3, 2, 1])).toEqual({
    shapes: [[3, 2, 1]],
    parameters: [6],
  });
});

it("is run, kept, exported and read back", async () => {
  const { run, records, exported } = await runAndKeep(toy);
  // γ′ = γ − 0.1·4γ, and the loss 2γ².
  const losses = [1, 0.6, 0.36, 0.216].map((x) => 2 * x * x);
  expect([...records.steps["loss"]]).toEqual(
    losses.map((x) => expect.closeTo(x, 12)),
  );
  expect(run.spec).toEqual(toy);

  expect(exported.spec).toEqual(toy);
  expect(exported.records.steps["loss"]).toEqual(records.steps["loss"]);
  expect(modelWords(run.spec)).toBe("gate");
});

it("is compared with others", () => {
  expect(describeExperiment(toy)).toContainEqual({
    term: "Network",
    what: "gate ×2",
  });
  expect(differences([valid({ type: "gate" }), toy])).toEqual([
    { path: "model.layers.gate.gain", label: "gain", values: ["1", "2"] },
  ]);
});

it("has its form and its place in the stack", () => {
  const design = new DesignController(fakeLab().lab, () => undefined);
  design.load(valid({ type: "dense", units: 1, bias: false }));
  design.change((spec) =>
    withLayers(spec, () => [firstLayer("gate" as "dense")]),
  );
  const text = (body: string) =>
    body.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
  const form = render(LayerSettings, { props: { design } }).body;
  expect(text(form)).toContain("Layer 1: Gate, gain 1");
  expect(text(form)).toContain("Gain a");
  expect(text(form)).toContain("Multiplies each number.");
  expect(form).toContain('value="1"');
  const stack = text(render(LayerStack, { props: { design } }).body);
  expect(stack).toContain("Gate, gain 1 1 parameter ");
  expect(stack).toMatch(/Flatten .*Gate/);
});
