/**
 * A new source of data is one file and a line in core/data/index.ts. The list is replaced by one that has
 * this line; all else is the program as it is.
 */
import { render } from "svelte/server";
import { expect, it, vi } from "vitest";
import { describeExperiment } from "../../core/experiment/describe";
import { differences } from "../../core/experiment/diff";
import type { ExperimentSpec } from "../../core/experiment/spec";
import { validateExperiment } from "../../core/experiment/validate";
import { RunControl } from "../../core/run/control";
import { estimateRun } from "../../main/engine/estimate";
import { dataWords } from "../../renderer/screens/archive/words";
import { withSource } from "../../renderer/screens/design/change";
import { DesignController } from "../../renderer/screens/design/Controller.svelte";
import DataPart from "../../renderer/screens/design/DataPart.svelte";
import { preview } from "../../renderer/screens/design/preview";
import { fakeLab } from "./fake-lab";
import { runAndKeep, surroundings } from "./toy/kept";

vi.mock("../../core/data/index", async (original) => {
  const { sources } = await original<typeof import("../../core/data/index")>();
  const { parabola } = await import("./toy/parabola");
  return { sources: [...sources, parabola] };
});

const checked = (data: object, loss = "mse") =>
  validateExperiment({
    edgeLab: 1,
    name: "Toy",
    data,
    model: {
      kind: "network",
      init: { scheme: "explicit", values: [1, 0] },
      layers: [{ type: "dense", units: 1 }],
    },
    loss,
    optimizer: { kind: "gd", stepSize: 0.1 },
    steps: 1,
    measure: { sharpness: { every: 1 } },
  });

function valid(data: object): ExperimentSpec {
  const validation = checked(data);
  if (!validation.ok) throw new Error(JSON.stringify(validation.fields));
  return validation.spec;
}

function refused(data: object, loss?: string) {
  const validation = checked(data, loss);
  return validation.ok ? null : validation.fields[0];
}

const toy = valid({ source: "parabola", height: 2 });

it("is validated, with its default, its limits and its synonym", () => {
  expect(toy.data).toEqual({ source: "parabola", samples: 5, height: 2 });
  expect(refused({ source: "parabola", height: 11 })).toMatchObject({
    path: "data.height",
    message: "Height must be a number from 0 to 10.",
  });
  expect(refused({ source: "square", height: 1 })).toMatchObject({
    message: expect.stringMatching(/must be one of: mnist, .*, parabola\.$/),
    suggestion: 'Did you mean "parabola"?',
  });
  // Its targets −1 and 1 for this loss are known from the experiment alone.
  expect(refused({ source: "parabola", height: 2 }, "logistic")).toMatchObject({
    path: "loss",
    message: expect.stringContaining("the target of sample 1 is 2"),
  });
});

it("has a forecast, is run, kept, exported and read back", async () => {
  // f = wx + b on x = −1, −½, 0, ½, 1: H = diag(mean x², 1) = diag(½, 1).
  const estimate = await estimateRun(toy, new RunControl(), surroundings);
  expect(estimate.sharpness).toBeCloseTo(1, 9);
  const { run, records, exported } = await runAndKeep(toy);
  // ½·mean (x − 2x²)² = ½·(9 + 1 + 0 + 0 + 1)/5, from x = −1 on.
  expect(records.steps["loss"]?.[0]).toBeCloseTo(1.1, 12);
  expect(run.spec).toEqual(toy);
  expect(exported.spec).toEqual(toy);
  expect(exported.records.steps["loss"]).toEqual(records.steps["loss"]);
});

it("is described, compared and drawn", () => {
  expect(describeExperiment(toy)).toContainEqual({
    term: "Data",
    what: "Parabola of height 2",
  });
  expect(dataWords(toy)).toBe("Parabola 5");
  const other = valid({ source: "parabola", height: 3 });
  expect(differences([toy, other])).toEqual([
    { path: "data.height", label: "height", values: ["2", "3"] },
  ]);
  expect(toy.data && preview(toy.data)?.map(({ y }) => y)).toEqual([
    1, 0.25, 0, 0.25, 1,
  ]);
});

it("has its card and its form", () => {
  const design = new DesignController(fakeLab().lab, () => undefined);
  design.load(toy);
  design.change((spec) => withSource(spec, "parabola" as "iris"));
  const { data } = design.spec;
  if (!data) throw new Error("The data are gone.");
  const { body } = render(DataPart, { props: { design, data } });
  const text = body
    .replaceAll(/<!--.*?-->/g, "")
    .replaceAll(/<sup[^>]*>2<\/sup>/g, "²")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");
  expect(text).toContain("Parabola y = h·x² on a line");
  expect(text).toContain("Height h");
  expect(text).toContain("At x = 1.");
  expect(text).not.toContain("Split");
  expect(text).not.toContain("Label noise");
});
