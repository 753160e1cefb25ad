import { describe, expect, it } from "vitest";
import { requireExperiment } from "../../../core/experiment/validate";
import {
  edgeNumbers,
  withBatches,
} from "../../../renderer/screens/theory/with-batches";
import { golden } from "../../core/support";
import { run } from "../fake-lab";

const spec = requireExperiment({
  ...golden,
  optimizer: { kind: "gd", stepSize: 0.05 },
  batch: { size: 4 },
});

describe("what of the theory holds with mini-batches", () => {
  it("compares the batch sharpness of the run with 2/η", () => {
    const summary = { step: 90, finalBatchSharpness: 38, finalSharpness: 31 };
    const words = withBatches(run({ spec, summary }))
      .map(({ title, text }) => `${title} ${text}`)
      .join(" ");
    expect(words).toContain("2/η = 40");
    expect(words).toContain("it was 38, 0.950 times 2/η");
    expect(words).toContain("was 31");
    expect(words).toContain("δ² = 2α/β");
  });

  it("says how to measure it where it was not", () => {
    const words = withBatches(run({ spec, summary: { step: 90 } }))
      .map(({ text }) => text)
      .join(" ");
    expect(words).toContain("Ask for batch sharpness");
    expect(words).not.toContain("NaN");
  });

  it("has no balance where descent does not sharpen", () => {
    const value = (alpha: number) => edgeNumbers({ alpha, beta: 8 })[2].value;
    expect(value(1)).toBe("0.5");
    expect(value(-1)).toBeNull();
  });
});
