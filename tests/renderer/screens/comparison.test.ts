import { describe, expect, it } from "vitest";
import type { Columns } from "../../../core/series/columns";
import { Comparison } from "../../../renderer/screens/live/Comparison.svelte";
import { fakeLab, run } from "../fake-lab";

const columns = {
  steps: ["step", "loss"],
  spectrum: [],
  test: [],
  batch: [],
  batchSteps: [],
};
const rows = { steps: 3, spectrum: 0, test: 0, batch: 0, batchSteps: 0 };
const engine = {
  backend: "float64",
  precision: "float64",
  precisionReason: "",
  parameters: 1,
  loss: "",
  data: { digest: "ab", samples: 20, testSamples: 0 },
  versions: { edgeLab: "0.1.0" },
  threads: 1,
} as const;
const first = run({
  id: 3,
  name: "First",
  status: "finished",
  columns,
  rows,
  engine,
  summary: { crossingStep: 2 },
});
const second = run({ ...first, id: 4, name: "Second", reproduces: 3 });

/** The loss of run 3 is 3, 2, 1. */
function withLoss(loss: number[], again = second) {
  const fake = fakeLab();
  fake.answer("runs.open", (id) => (id === 3 ? first : again));
  fake.answer("runs.readTable", ({ runId }): Columns => {
    const values = runId === 3 ? [3, 2, 1] : loss;
    return {
      step: Float64Array.from(values, (_, i) => i),
      loss: Float64Array.from(values),
    };
  });
  return { ...fake, comparison: new Comparison(fake.lab) };
}

describe("a run that does another one again", () => {
  it("is compared once, when it is over", async () => {
    const { asked, comparison } = withLoss([3, 2, 1]);
    await comparison.look({ ...second, status: "running" });
    expect(asked).toEqual([]);
    await comparison.look(second);
    await comparison.look(second);
    expect(asked.filter(({ name }) => name === "runs.open")).toHaveLength(2);
    expect(comparison.words).toEqual({
      first: { id: 3, name: "First" },
      sentence: "Bit for bit the same over 3 steps.",
      details: [
        "Both cross the threshold at step 2.",
        "Both in double precision.",
        "Same data.",
        "Both by Edge Lab 0.1.0.",
      ],
    });
  });

  it.each([
    [[3, 2.0000006, 1], "The same to 3 × 10⁻⁷ (relative, loss) over 3 steps."],
    [
      [3, 2.0000006, 5],
      "The same to 3 × 10⁻⁷ (relative, loss) up to step 1; differs from there.",
    ],
    [[9, 2, 1], "The loss differs from the first step on."],
    [[3, 2], "Bit for bit the same over the 2 steps that both have."],
    [[], "There is no step that both recorded."],
  ])("with the losses %j reads: %s", async (loss, sentence) => {
    const { comparison } = withLoss(loss);
    await comparison.look(second);
    expect(comparison.words?.sentence).toBe(sentence);
  });

  it("names what is not the same", async () => {
    const { comparison } = withLoss([3, 2, 1], {
      ...second,
      summary: { ...second.summary, crossingStep: null },
      engine: {
        ...engine,
        precision: "float32",
        data: { ...engine.data, digest: "cd" },
        versions: { edgeLab: "0.2.0" },
      },
    });
    await comparison.look(second);
    expect(comparison.words?.details).toEqual([
      "The threshold is crossed at step 2 in the first run, nowhere in this one.",
      "The first run in double precision, this one in single precision (kernels of TensorFlow, 1 thread).",
      "Other data.",
      "The first run by Edge Lab 0.1.0, this one by Edge Lab 0.2.0.",
    ]);
  });

  it("says why another version of the numerics gives other digits", async () => {
    const newer = {
      ...second,
      engine: { ...engine, versions: { edgeLab: "0.2.0", numerics: "2" } },
    };
    const differing = withLoss([3, 2.0000006, 1], newer).comparison;
    await differing.look(newer);
    expect(differing.words?.details.at(-1)).toMatch(
      /^Their numerics differ \(version 1 and version 2\), so the last digits may differ\. Since then, powers/,
    );
    const equal = withLoss([3, 2, 1], newer).comparison;
    await equal.look(newer);
    expect(equal.words?.details.join(" ")).not.toContain("numerics differ");
  });

  it("says why it cannot be compared", async () => {
    const { comparison, refuse } = withLoss([3, 2, 1]);
    refuse("runs.open", { code: "not-found", message: "There is no run 3." });
    await comparison.look(second);
    expect(comparison.task.failure?.message).toBe("There is no run 3.");
  });
});
