/**
 * A new optimiser is one file and a line in core/optimizers/index.ts. The list is replaced by one that has
 * this line; all else is the program as it is.
 */
import { render } from "svelte/server";
import { expect, it, vi } from "vitest";
import { describeExperiment } from "../../core/experiment/describe";
import { differences } from "../../core/experiment/diff";
import type { ExperimentSpec } from "../../core/experiment/spec";
import { validateExperiment } from "../../core/experiment/validate";
import { RunControl } from "../../core/run/control";
import { summaryText } from "../../main/command-line/text";
import { estimateRun } from "../../main/engine/estimate";
import { columns } from "../../renderer/screens/archive/columns";
import { withOptimizer } from "../../renderer/screens/design/change";
import { DesignController } from "../../renderer/screens/design/Controller.svelte";
import MethodPart from "../../renderer/screens/design/MethodPart.svelte";
import { fakeLab } from "./fake-lab";
import { runAndKeep, surroundings } from "./toy/kept";

vi.mock("../../core/optimizers/index", async (original) => {
  const { optimizers } =
    await original<typeof import("../../core/optimizers/index")>();
  const { extragradient } = await import("./toy/extragradient");
  return { optimizers: [...optimizers, extragradient] };
});

const input = (optimizer: object) => ({
  edgeLab: 1,
  name: "Toy",
  model: { kind: "landscape", name: "quadratic", matrix: [[4]], start: [1] },
  optimizer: { stepSize: 0.1, ...optimizer },
  steps: 3,
  measure: { sharpness: { every: 1 } },
});

function valid(optimizer: object): ExperimentSpec {
  const validation = validateExperiment(input(optimizer));
  if (!validation.ok) throw new Error(JSON.stringify(validation.fields));
  return validation.spec;
}

function refused(optimizer: object) {
  const validation = validateExperiment(input(optimizer));
  return validation.ok ? null : validation.fields[0];
}

const toy = valid({ kind: "extragradient", radius: 0.5 });
const plain = valid({ kind: "gd" });

it("is validated, with its default, its limits and its synonym", () => {
  expect(valid({ kind: "extragradient" }).optimizer).toEqual({
    kind: "extragradient",
    stepSize: 0.1,
    weightDecay: 0,
    radius: 0.05,
  });
  expect(refused({ kind: "extragradient", radius: -1 })).toMatchObject({
    path: "optimizer.radius",
    message: "Radius must be a number from 0 to 10.",
    suggestion: "Try 0.05, the default.",
  });
  expect(refused({ kind: "look-ahead" })).toMatchObject({
    message: expect.stringMatching(/must be one of: gd, .*, extragradient\.$/),
    suggestion: 'Did you mean "extragradient"?',
  });
  expect(refused({ kind: "gd", radius: 1 })?.suggestion).toBe(
    'Choose the kind "extragradient" for radius.',
  );
});

it("has a forecast", async () => {
  const estimate = await estimateRun(toy, new RunControl(), surroundings);
  expect(estimate.sharpness).toBeCloseTo(4, 9);
});

it("is run, kept, exported and read back", async () => {
  const { run, records, exported } = await runAndKeep(toy);
  // On ½·4x² the gradient is 4x, and 4(x − ρ) ahead of x > 0: x′ = x − 0.4·(x − 0.5).
  expect([...(records.steps["theta1"] ?? [])]).toEqual(
    [1, 0.8, 0.68, 0.608].map((x) => expect.closeTo(x, 12)),
  );
  expect(run.spec).toEqual(toy);
  expect(summaryText(run)).toContain("threshold  2/η = 20, was not reached");

  expect(exported.spec).toEqual(toy);
  expect(exported.records.steps["theta1"]).toEqual(records.steps["theta1"]);

  const cells = columns.map((column) => column.text(run));
  expect(cells).toContain("Extragradient method");
});

it("is compared with others", () => {
  expect(describeExperiment(toy)).toContainEqual({
    term: "Method",
    what: "Extragradient method, ρ 0.5",
  });
  expect(differences([plain, toy])).toEqual([
    {
      path: "optimizer.kind",
      label: "method",
      values: ["Gradient descent", "Extragradient method, ρ 0.5"],
    },
  ]);
  expect(differences([valid({ kind: "extragradient" }), toy])).toMatchObject([
    { label: "radius", values: ["0.05", "0.5"] },
  ]);
});

it("has its form", () => {
  const design = new DesignController(fakeLab().lab, () => undefined);
  design.load(plain);
  design.change((spec) => withOptimizer(spec, "extragradient" as "gd"));
  const { body } = render(MethodPart, { props: { design } });
  const text = body.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
  expect(text).toContain("Gradient flow Extragradient method");
  expect(text).toContain("θ ← θ − η∇L(θ − ρ∇L/|∇L|)");
  expect(text).toContain("Radius ρ");
  expect(text).toContain("How far it looks ahead.");
  expect(body).toContain('value="0.05"');
});
