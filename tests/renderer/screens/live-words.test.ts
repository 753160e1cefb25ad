import { describe, expect, it } from "vitest";
import {
  eventMeaning,
  spectrumSentence,
} from "../../../renderer/screens/live/words";
import { rowOf, run } from "../fake-lab";

describe("of gradient flow, which has no steps that could be too long", () => {
  it.each(["crossing", "first-rise", "spike", "settling", "diverged"] as const)(
    "the event %s means something else",
    (kind) => {
      expect(eventMeaning(kind, true)).not.toBe(eventMeaning(kind, false));
      expect(eventMeaning(kind, true)).not.toMatch(/flip|step was too long/);
    },
  );

  it("the end means the same", () => {
    expect(eventMeaning("finished", true)).toBe(
      eventMeaning("finished", false),
    );
  });

  it("no eigenvalue oscillates", () => {
    const row = rowOf(run());
    row.summary.crossingStep = 5;
    expect(spectrumSentence(row, 3)).toContain("the run oscillates");
    row.spec = {
      ...row.spec,
      optimizer: { kind: "gradient-flow", stepSize: 0.1, weightDecay: 0 },
    };
    expect(spectrumSentence(row, 3)).toMatch(/is stable above it, too\.$/);
  });
});
