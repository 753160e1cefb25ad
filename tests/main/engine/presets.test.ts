/** The sentences of the presets that run in a second or two, held against what comes out. */
import { describe, expect, test } from "vitest";
import { presetOf, presets } from "../../../core/experiment/presets";
import { RunControl } from "../../../core/run/control";
import { dataFiles } from "../../../main/engine/data-files";
import { execute } from "../../../main/engine/execute";
import { loadTensorflow } from "../../../main/engine/load-tensorflow";

async function run(id: string) {
  const updates = execute(presetOf(id).spec, {
    control: new RunControl(),
    onStarted: () => undefined,
    files: dataFiles(),
    tensorflow: loadTensorflow,
  });
  const losses: number[] = [];
  for await (const update of updates) {
    if (update.type === "batch")
      losses.push(...(update.batch.steps["loss"] ?? []));
    if (update.type === "ended")
      return { outcome: update.outcome, summary: update.summary, losses };
  }
  throw new Error("The run did not end.");
}

test("each preset has a name of its own and one whole sentence", () => {
  expect(new Set(presets.map(({ id }) => id)).size).toBe(presets.length);
  expect(new Set(presets.map(({ title }) => title)).size).toBe(presets.length);
  for (const { sentence } of presets) expect(sentence).toMatch(/^\S.*[^.]\.$/);
  expect(() => presetOf("none")).toThrow("There is no preset none.");
});

describe("what the sentence says comes true", () => {
  // Crossings are steps; the numbers in the sentences have three digits.
  test("Chebyshev", async () => {
    expect((await run("chebyshev")).summary.crossingStep).toBe(991);
  });

  test("the product", async () => {
    const { outcome, summary, losses } = await run("product");
    expect(outcome).toBe("finished");
    expect(losses[4] / losses[0]).toBeCloseTo(36, 0);
    expect(summary.initialSharpness).toBeCloseTo(9, 1);
    expect(summary.finalSharpness).toBeCloseTo(2.97, 2);
  });

  test("the quadratic", async () => {
    const { outcome, summary } = await run("quadratic");
    expect(outcome).toBe("diverged");
    expect(summary.step).toBe(524);
    expect(summary.maxSharpness).toBeCloseTo(10, 9);
  });

  test("deep linear", async () => {
    const { summary } = await run("deep-linear");
    expect(summary.crossingStep).toBe(210);
    expect(summary.maxSharpness).toBeCloseTo(5.8, 1);
    expect(summary.finalSharpness).toBeCloseTo(4.99, 2);
  });
});
