import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { firstPreset, presets } from "../../../core/experiment/presets";
import { requireExperiment } from "../../../core/experiment/validate";
import { render } from "svelte/server";
import { peakOf, type StepSize } from "../../../core/optimizers/step-size";
import DataPart from "../../../renderer/screens/design/DataPart.svelte";
import Expect from "../../../renderer/screens/design/Expect.svelte";
import MainPart from "../../../renderer/screens/design/MainPart.svelte";
import MeasurePart from "../../../renderer/screens/design/MeasurePart.svelte";
import MethodPart from "../../../renderer/screens/design/MethodPart.svelte";
import {
  asCourse,
  courseOf,
  coursePath,
} from "../../../renderer/screens/design/schedule";
import {
  firstLayer,
  withBatches,
  withBatchSharpness,
  withModelKind,
  withOptimizer,
  withLayers,
  withSource,
} from "../../../renderer/screens/design/change";
import { DesignController } from "../../../renderer/screens/design/Controller.svelte";
import type { Kind } from "../../../renderer/screens/design/entry";
import { fakeLab, rowOf, run } from "../fake-lab";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const fake = fakeLab();
  const started = vi.fn();
  const design = new DesignController(fake.lab, started);
  const type = (path: string, text: string, kind: Kind = "number") => {
    design.leave();
    design.edit(path, text, kind);
    design.leave();
  };
  return { fake, started, design, type };
}

const stepSize = "optimizer.stepSize";
const every = "measure.sharpness.every";

describe("mini-batches", () => {
  const withBoth = (design: DesignController) => {
    design.change((spec) => withBatches(spec, true));
    design.change((spec) => withBatchSharpness(spec, true));
  };

  it("come with a size that the data have, and go with what is measured of them", () => {
    const { design } = setUp();
    withBoth(design);
    expect(design.valid?.batch).toEqual({ size: 32, seed: 0, lossEvery: 10 });
    expect(design.valid?.measure.batchSharpness).toEqual({
      every: 100,
      tolerance: 0.02,
      max: 200,
    });
    design.change((spec) => withBatches(spec, false));
    expect(design.valid).not.toHaveProperty("batch");
    expect(design.valid?.measure).not.toHaveProperty("batchSharpness");
    // Twenty samples.
    design.load(firstPreset.spec);
    design.change((spec) => withBatches(spec, true));
    expect(design.valid?.batch?.size).toBe(20);
  });

  it("have boxes with their words, and a landscape has none", () => {
    const { design } = setUp();
    const page = () => render(MethodPart, { props: { design } }).body;
    expect(page()).not.toContain("Batch size");
    withBoth(design);
    for (const label of [
      "Batch size B",
      "Seed of the batches",
      "Steps between evaluations of the full loss",
    ])
      expect(page()).toContain(label);
    const measures = render(MeasurePart, { props: { design } }).body;
    expect(measures).toContain("Steps between batch sharpness measurements");
    expect(measures).toContain("Most batches of a measurement");
    design.change((spec) => withModelKind(spec, "landscape"));
    expect(design.spec).not.toHaveProperty("batch");
    expect(page()).not.toContain("Mini-batches");
  });

  it("that do not go with an optimiser are said to, with a way out", () => {
    const { design, type } = setUp();
    withBoth(design);
    design.change((spec) => withOptimizer(spec, "gradient-flow"));
    expect(design.problem("batch")).toMatchObject({
      message: expect.stringContaining("Gradient flow") as string,
      fix: { label: "Leave it out" },
    });
    design.change((spec) => withOptimizer(spec, "gd"));
    type("batch.size", "1000000");
    expect(design.problem("batch.size")?.message).toContain("at most");
    design.problem("batch.size")?.fix?.take();
    expect(design.valid).not.toBeNull();
  });
});

describe("DesignController", () => {
  it("shows 2/η for what is typed, and nothing for what is no step size", () => {
    const { design, type } = setUp();
    expect(design.threshold).toBe(40);
    type(stepSize, "0.1");
    expect(design.threshold).toBe(20);
    type(stepSize, "0,1");
    expect(design.threshold).toBeNull();
    expect(design.text(stepSize, "number")).toBe("0,1");
  });

  it("says what was changed of the preset, setting by setting", () => {
    const { design, type } = setUp();
    expect(design.changes).toEqual([]);
    type("name", "Mine", "text");
    type(stepSize, "0.1");
    expect(design.changes).toEqual([
      { label: "step size", from: "0.05", to: "0.1" },
    ]);
    type(stepSize, "");
    expect(design.changes).toEqual([]);
  });

  it("refuses a broken file at its field, and starts nothing", async () => {
    const { fake, started, design } = setUp();
    design.change((spec) => withSource(spec, "idx"));
    design.set("data.images", "/data/images");
    design.set("data.labels", "/data/labels");
    fake.answer("queue.start", () => rowOf(run()));
    for (const [path, field] of [
      ["/data/images", "data.images"],
      ["/data/labels", "data.labels"],
    ]) {
      fake.refuse("files.preview", {
        code: "bad-experiment",
        message: `${path} is cut short.`,
        hint: "Get it again.",
      });
      await design.start();
      expect(design.problem(field)?.message).toBe(
        `${path} is cut short. Get it again.`,
      );
      expect(design.open).toContain("data");
    }
    expect(started).not.toHaveBeenCalled();
    fake.refuse("files.preview", { code: "busy", message: "Busy with a run." });
    await design.start();
    expect(started).toHaveBeenCalledOnce();
  });

  it("shows what is odd about a table before its first run", async () => {
    const { fake, started, design } = setUp();
    design.change((spec) => withSource(spec, "csv"));
    design.set("data.path", "/data/table.csv");
    fake.answer("queue.start", () => rowOf(run()));
    const cautions = ["Column 1 seems to number the rows."];
    const rows = [{ x: [1], y: [2] }];
    fake.answer("files.preview", () => ({
      samples: 1,
      testSamples: 0,
      inputShape: [1],
      targetWidth: 1,
      classes: null,
      rows,
      cautions,
    }));
    await design.start();
    expect(started).not.toHaveBeenCalled();
    expect(design.cautions).toEqual(cautions);
    expect(design.open).toContain("data");
    expect(design.spec.data && design.look.at(design.spec.data)?.rows).toBe(
      rows,
    );
    // Another change of the table asks again.
    design.set("data.header", false);
    expect(design.cautions).toEqual([]);
    await design.start();
    expect(started).not.toHaveBeenCalled();
    await design.start();
    expect(started).toHaveBeenCalledOnce();
  });

  it("counts the measurements", () => {
    const { design, type } = setUp();
    expect(design.measurements).toBe(51);
    type(every, "7");
    expect(design.measurements).toBe(72);
    type("steps", "");
    expect(design.measurements).toBeNull();
  });

  it("waits for the end of typing before it calls a value wrong", async () => {
    const { design } = setUp();
    design.edit(stepSize, "0", "number");
    expect(design.problem(stepSize)).toBeUndefined();
    expect(design.obstacle).toContain("Step size η");
    design.edit(stepSize, "0.1", "number");
    await vi.advanceTimersByTimeAsync(1000);
    expect(design.problem(stepSize)).toBeUndefined();
    design.edit(stepSize, "-1", "number");
    await vi.advanceTimersByTimeAsync(1000);
    expect(design.problem(stepSize)?.message).toContain("greater than 0");
    // Once shown it follows the typing, so that it goes the moment it is mended.
    design.edit(stepSize, "-", "number");
    expect(design.problem(stepSize)).toBeDefined();
    design.edit(stepSize, "0.2", "number");
    expect(design.problem(stepSize)).toBeUndefined();
  });

  it("calls it wrong at once when the field is left, and mends it with a press", () => {
    const { design } = setUp();
    design.edit("steps", "1.5", "number");
    design.leave();
    expect(design.problem("steps")?.fix?.label).toBe("Use 2");
    design.problem("steps")?.fix?.take();
    expect(design.spec.steps).toBe(2);
    expect(design.text("steps", "number")).toBe("2");
    expect(design.obstacle).toBeNull();
  });

  it("takes a preset whole, and that too can be undone", () => {
    const { design, type } = setUp();
    type("data.samples", "x");
    expect(design.changed).toBe(true);
    design.choose(presets[1]);
    expect(design.text("data.samples", "number")).toBe("1000");
    expect(design.obstacle).toBeNull();
    expect(design.changed).toBe(false);
    design.undo();
    expect(design.preset).toBe(presets[0]);
    expect(design.text("data.samples", "number")).toBe("x");
    expect(design.obstacle).toContain("Samples");
    design.redo();
    expect(design.spec).toEqual(presets[1].spec);
  });

  it("undoes typing as one step, fields apart", async () => {
    const { design } = setUp();
    for (const text of ["", "6", "60", "600"])
      design.edit("steps", text, "number");
    design.edit(every, "5", "number");
    await vi.advanceTimersByTimeAsync(2000);
    design.edit(every, "50", "number");
    const values = () => [
      design.spec.steps,
      design.spec.measure.sharpness.every,
    ];
    expect(values()).toEqual([600, 50]);
    design.undo();
    expect(values()).toEqual([600, 5]);
    design.undo();
    expect(values()).toEqual([600, 10]);
    design.undo();
    expect(values()).toEqual([500, 10]);
    expect(design.canUndo).toBe(false);
    design.redo();
    expect(design.text("steps", "number")).toBe("600");
    // A change after an undo ends what could be redone.
    design.set("precision", "float64");
    expect(design.canRedo).toBe(false);
  });

  it("leaves presets as they are, whatever is changed", () => {
    const before = structuredClone(presets[0].spec);
    const { design, type } = setUp();
    type("model.layers[0].units", "7");
    type("optimizer.weightDecay", "0.1");
    expect(presets[0].spec).toEqual(before);
    expect(design.spec).not.toEqual(before);
  });

  it("drops what was typed where layers change places", () => {
    const { design, type } = setUp();
    type("model.layers[0].units", "abc");
    design.change((spec) =>
      withLayers(spec, (all) => [firstLayer("flatten"), ...all]),
    );
    expect(design.text("model.layers[0].units", "number")).toBe("");
    expect(design.problem("model.layers[1].units")).toBeDefined();
  });

  it("names the units that the data ask for, and sets them with a press", () => {
    const { design, type } = setUp();
    type("model.layers[4].units", "7");
    const problem = design.problem("model.layers[4].units");
    expect(problem?.message).toContain("must have 10 units");
    expect(problem?.fix?.label).toBe("Use 10");
    problem?.fix?.take();
    expect(design.valid).not.toBeNull();
  });

  it("starts the experiment as it stands", async () => {
    const { design, fake, started, type } = setUp();
    const row = rowOf(run());
    fake.answer("queue.start", () => row);
    type(stepSize, "0.1");
    await design.start();
    expect(fake.asked[0].args).toEqual([
      {
        ...presets[0].spec,
        optimizer: { kind: "gd", stepSize: 0.1, weightDecay: 0 },
      },
    ]);
    expect(started).toHaveBeenCalledExactlyOnceWith([row]);
  });

  it("starts it with what is expected of it, once", async () => {
    const { design, fake } = setUp();
    const { prediction } = design;
    fake.answer("queue.start", () => rowOf(run()));
    prediction.kind = "edge";
    prediction.step = "soon";
    expect(prediction.problem).toMatch(/^The expected step must be a whole/);
    await design.start();
    expect(fake.asked).toEqual([]);
    prediction.step = "300";
    await design.start();
    expect(fake.asked[0].args[1]).toEqual({ kind: "edge", step: 300 });
    await design.start();
    expect(fake.asked[1].args).toHaveLength(1);
  });

  it("starts nothing that is not valid, and opens what is wrong", async () => {
    const { design, fake, type } = setUp();
    type("model.layers[2].units", "x");
    expect(design.open).toEqual([]);
    await design.start();
    expect(fake.asked).toEqual([]);
    expect(design.open).toEqual(["model"]);
    expect(design.layer).toBe(2);
    expect(design.obstacle).toContain("Units of layer 3");
  });

  it("puts main's refusal beside the field it is about, until that is edited", async () => {
    const { design, fake, started, type } = setUp();
    fake.refuse("queue.start", {
      code: "bad-experiment",
      message: "…",
      fields: [{ path: "data.samples", message: "At most 1,000 here." }],
    });
    await design.start();
    expect(design.problem("data.samples")?.message).toBe("At most 1,000 here.");
    expect(design.refusal).toBeNull();
    expect(started).not.toHaveBeenCalled();
    type("data.samples", "900");
    expect(design.problem("data.samples")).toBeUndefined();
  });

  it("is its own file, and becomes what is pasted over it once that is valid", () => {
    const { design, type } = setUp();
    const { sheet } = design;
    expect(JSON.parse(sheet.text)).toEqual(presets[0].spec);
    type("steps", "7");
    expect(JSON.parse(sheet.text)).toMatchObject({ steps: 7 });

    sheet.text = "{";
    expect(sheet.problems[0].message).toContain("not JSON");
    sheet.text = JSON.stringify({ ...presets[1].spec, steps: 0 });
    expect(sheet.problems.map(({ path }) => path)).toEqual(["steps"]);
    sheet.take();
    expect(design.spec.steps).toBe(7);

    sheet.text = JSON.stringify(presets[1].spec);
    expect(sheet.problems).toEqual([]);
    sheet.take();
    expect(sheet.written).toBe(false);
    expect(design.spec).toEqual(presets[1].spec);
    design.undo();
    expect(design.spec.steps).toBe(7);
  });

  it("takes the path of a file from a dialog, and nothing when that is closed", async () => {
    const { design, fake } = setUp();
    design.change((spec) => withSource(spec, "csv"));
    fake.answer("files.open", () => []);
    await design.chooseFile("data.path", false);
    // Nobody has filled it yet: it is asked for, and not refused.
    expect(design.problem("data.path")).toBeUndefined();
    expect(design.refusedIn("data")).toBe(0);
    expect(design.obstacle).toBe("Choose a data file first.");
    fake.answer("files.open", () => ["/home/me/table.csv"]);
    await design.chooseFile("data.path", false);
    expect(design.text("data.path", "text")).toBe("/home/me/table.csv");
    expect(design.problem("data.path")).toBeUndefined();
    fake.refuse("files.open", { code: "unexpected", message: "No dialog." });
    await design.chooseFile("data.path", false);
    expect(design.trouble?.message).toBe("No dialog.");
  });

  it("saves the experiment as a file that is the experiment", async () => {
    const { design, fake } = setUp();
    fake.answer("files.save", () => null);
    await design.save();
    const [{ args }] = fake.asked;
    expect(args[0]).toMatchObject({
      name: "MNIST-5k tanh",
      kind: "edgelab.json",
    });
    const { data } = args[0] as { data: string };
    expect(JSON.parse(data)).toEqual(presets[0].spec);
  });

  it("knows after a dry run where the edge is, until the model changes", async () => {
    const { design, fake, type } = setUp();
    fake.answer("queue.estimate", () => ({
      parameters: 199_210,
      samples: 5000,
      data: null,
      precision: "float32",
      costs: {
        step: { low: 0.1, high: 0.1 },
        measurement: { low: 2, high: 3 },
      },
      bytes: 2 ** 29,
      loss: 0.5,
      sharpness: 31.25,
      residual: 1e-4,
    }));
    expect(design.edge).toBeNull();
    await design.dryRun.make(presets[0].spec);
    // 500 steps of 0.1 s and 51 measurements of 2 to 3 s
    expect(design.seconds?.low).toBeCloseTo(152, 9);
    expect(design.seconds?.high).toBeCloseTo(203, 9);
    // 2 / 31.25
    expect(design.edge).toBeCloseTo(0.064, 12);
    // The edge does not move with the step size, nor with the number of steps.
    type(stepSize, "0.3");
    type("steps", "70");
    expect(design.edge).toBeCloseTo(0.064, 12);
    // Times do not hold at another cadence.
    type("measure.sharpness.every", "5");
    expect(design.seconds).toBeNull();
    expect(design.edge).toBeCloseTo(0.064, 12);
    type("model.layers[0].units", "100");
    expect(design.estimate).toBeNull();
    expect(design.edge).toBeNull();
  });

  it("knows after a dry run how long the analysis takes that is asked for", async () => {
    const { design, fake } = setUp();
    const same = (seconds: number) => ({ low: seconds, high: seconds });
    fake.answer("queue.estimate", () => ({
      parameters: 199_210,
      samples: 5000,
      data: null,
      precision: "float32",
      costs: {
        step: same(0.1),
        measurement: same(0.9),
        perProduct: same(0.1),
      },
      bytes: 2 ** 29,
      loss: 0.5,
      sharpness: 31.25,
      residual: 1e-4,
    }));
    await design.dryRun.make(presets[0].spec);
    expect(design.analysisSeconds).toBeNull();
    const selfStabilization = { from: 0, steps: 10, kick: 0, flows: false };
    design.change((spec) => ({ ...spec, analysis: { selfStabilization } }));
    // A start of 130 products and 10 steps of 55, of 0.1 s each, and the start of a process.
    expect(design.analysisSeconds?.low).toBeCloseTo(0.3 + 68 / 1.6, 9);
    expect(design.analysisSeconds?.high).toBeCloseTo(2 + 68 * 1.6, 9);
  });

  it("says why a dry run was refused", async () => {
    const { design, fake } = setUp();
    fake.refuse("queue.estimate", { code: "busy", message: "A run is going." });
    await design.dryRun.make(presets[0].spec);
    expect(design.dryRun.failure?.message).toBe("A run is going.");
    expect(design.dryRun.busy).toBe(false);
  });

  it("opens a file to be looked at before it is taken", async () => {
    const { design } = setUp();
    const { sheet } = design;
    const text = JSON.stringify(presets[1].spec);
    await sheet.open(new File([text], "one.json"));
    expect(design.spec).toEqual(presets[0].spec);
    sheet.take();
    expect(design.spec).toEqual(presets[1].spec);
    const utf16 = Buffer.from(`\uFEFF${text}`, "utf16le");
    await sheet.open(new File([utf16], "utf16.json"));
    expect(sheet.text).toBe(text);
    sheet.discard();
    await sheet.open({
      name: "huge.json",
      size: 2 ** 30,
      arrayBuffer: () => Promise.reject(new Error("It was read.")),
    });
    expect(sheet.trouble).toContain("huge.json is too large");
    expect(sheet.written).toBe(false);
  });

  it.each(["busy", "engine", "bad-experiment"] as const)(
    "shows a refusal %s that is about no field",
    async (code) => {
      const { design, fake } = setUp();
      const error = { code, message: "Another run is going." };
      fake.refuse("queue.start", error);
      await design.start();
      expect(design.refusal).toEqual(error);
      expect(design.starting).toBe(false);
    },
  );
});

describe("a step size that changes", () => {
  it("keeps its peak from one form to the next, and can be undone", () => {
    const { design } = setUp();
    const before = design.spec.optimizer.stepSize;
    for (const course of ["schedule", "table", "constant"] as const) {
      const now = design.spec.optimizer.stepSize;
      design.set(stepSize, asCourse(now, course, design.spec.steps));
      expect(design.obstacle).toBeNull();
      expect(courseOf(design.spec.optimizer.stepSize)).toBe(course);
      expect(peakOf(design.spec.optimizer.stepSize)).toBe(before);
      // The least threshold is that of the peak.
      expect(design.threshold).toBe(40);
    }
    design.undo();
    expect(courseOf(design.spec.optimizer.stepSize)).toBe("table");
  });

  it("is refused at its own field, in the part that is always open", () => {
    const { design, type } = setUp();
    design.set(stepSize, asCourse(0.05, "schedule", 500));
    type(`${stepSize}.warmup.from`, "2");
    expect(design.problem(`${stepSize}.warmup.from`)?.message).toBe(
      "Warm-up from must be a number from 0 to 1.",
    );
    expect(design.refusedIn("main")).toBe(1);
    expect(design.threshold).toBeNull();
    design.set(stepSize, asCourse(0.05, "table", 500));
    type(`${stepSize}.table`, "0 0.1\n100 0.05", "matrix");
    expect(design.valid?.optimizer.stepSize).toEqual({
      table: [
        [0, 0.1],
        [100, 0.05],
      ],
    });
  });

  it("has a form for each of its fields, and a picture in words", () => {
    const { design } = setUp();
    design.set(stepSize, asCourse(0.05, "schedule", 500));
    const { body } = render(MainPart, { props: { design } });
    for (const words of [
      "Peak step size η",
      "Steps of the warm-up",
      "Warm-up from",
      "Decay to",
      "Steps of the decay",
    ])
      expect(body).toContain(words);
    expect(body).toContain(
      'aria-label="Step size over the run: warm-up from 0 over 50 steps to 0.05, cosine to 0"',
    );
    expect(body).toContain("least threshold");
  });

  it("draws each step size at its height", () => {
    const table: StepSize = {
      table: [
        [0, 1],
        [50, 0.5],
      ],
    };
    const path = coursePath(table, 100, { width: 200, height: 40 });
    expect(path).toMatch(/^M0 0\.00H1\.00V0\.00/);
    expect(path).toMatch(/V20\.00$/);
  });
});

it("an optimiser without a threshold says why, and where it is expected to go is not asked", () => {
  const { design } = setUp();
  design.change((spec) => withOptimizer(spec, "sign-descent"));
  expect(design.threshold).toBeNull();
  expect(design.edge).toBeNull();
  const method = render(MethodPart, { props: { design } }).body;
  expect(method).toContain("2/η is not one");
  expect(method).not.toContain("Unstable where");
  const props = { prediction: design.prediction, edge: undefined };
  const { body } = render(Expect, { props });
  expect(body).not.toContain("hovers");
  expect(body).toContain("it diverges");
});

describe("label noise", () => {
  const formOf = (data: object) => {
    const design = new DesignController(fakeLab().lab, () => undefined);
    design.load(requireExperiment({ ...presets[0].spec, data }));
    const now = design.spec.data;
    if (!now) throw new Error("There are no data.");
    return render(DataPart, { props: { design, data: now } }).body;
  };

  it("is offered where there are labels, and none at first", () => {
    const body = formOf({ source: "mnist" });
    expect(body).toContain("Label noise");
    expect(body).not.toContain("Share of new labels");
  });

  it("shows its share and its seed", () => {
    const labelNoise = { share: 0.2, seed: 3 };
    const body = formOf({ source: "mnist", labelNoise });
    expect(body).toContain("Share of new labels");
    expect(body).toContain("Seed of the label noise");
  });
});
