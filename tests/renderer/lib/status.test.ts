import { describe, expect, it } from "vitest";
import { rowFacts, statusSentence } from "../../../renderer/lib/status";
import { run } from "../fake-lab";

const edge = { crossingStep: 214, hover: 1.0123, maxSharpness: 41.9 };

describe("statusSentence", () => {
  it("says what a running run does before and after the crossing", () => {
    expect(statusSentence(run())).toContain("Getting ready");
    expect(
      statusSentence(run({ summary: { step: 3, maxSharpness: 34.2 } })),
    ).toBe("Sharpness has not reached 2/η = 40; its highest value is 34.20.");
    expect(statusSentence(run({ summary: { step: 300, ...edge } }))).toBe(
      "Sharpness reached 2/η at step 214, then had a mean of 1.01 × 2/η.",
    );
  });

  it("tells a full run from one that met its loss target", () => {
    const all = { step: 500, seconds: 58.2, ...edge };
    const status = "finished";
    expect(statusSentence(run({ status, summary: all }))).toMatch(
      /^All 500 steps done in 58 s\./,
    );
    expect(
      statusSentence(run({ status, summary: { ...all, step: 300 } })),
    ).toMatch(/^The loss target was reached at step 300, in 58 s\./);
  });

  it.each(["stopped", "interrupted", "diverged", "failed"] as const)(
    "says what a %s run keeps",
    (status) => {
      expect(statusSentence(run({ status, summary: { step: 120 } }))).toContain(
        "Everything up to step 120 is kept.",
      );
      expect(statusSentence(run({ status }))).toContain(
        "Nothing was recorded.",
      );
      // Its summary still tells how it was.
      const recovered = { status, tags: ["recovered"], summary: { step: 120 } };
      expect(statusSentence(run(recovered))).toContain(
        "The recovered part is kept; the notes of the run say what is missing.",
      );
    },
  );

  it("gives the engine's reasons", () => {
    const error = {
      code: "engine",
      message: "Out of memory.",
      hint: "Use fewer samples.",
    } as const;
    expect(statusSentence(run({ status: "failed", error }))).toMatch(
      /^Out of memory\. Use fewer samples\./,
    );
    const message = "The loss grew past a million times its first value.";
    const event = { kind: "diverged", step: 9, value: 1e9, message } as const;
    expect(
      statusSentence(run({ status: "diverged", events: [event] })),
    ).toContain(message);
  });

  it("does not speak of reaching the threshold when the start was above it", () => {
    expect(
      statusSentence(
        run({ summary: { step: 9, crossingStep: 0, hover: 1.4 } }),
      ),
    ).toMatch(/^Sharpness was at or above 2\/η from the start/);
  });
});

describe("rowFacts", () => {
  it("has progress while running, the outcome afterwards", () => {
    const summary = { step: 312, finalLoss: 0.0624, initialSharpness: 34 };
    expect(rowFacts(run({ summary }))).toBe("312 of 500 · loss 0.0624");
    expect(rowFacts(run({ summary: { ...summary, crossingStep: 214 } }))).toBe(
      "312 of 500 · crossed at 214",
    );
    expect(rowFacts(run({ status: "stopped", summary }))).toBe(
      "loss 0.0624 · not crossed",
    );
    expect(rowFacts(run({ status: "failed" }))).toBe("");
  });
});
