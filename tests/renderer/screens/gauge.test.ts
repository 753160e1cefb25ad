import { describe, expect, it } from "vitest";
import {
  dialArc,
  gaugeSentence,
  needleAngle,
  zoneOf,
} from "../../../renderer/screens/live/gauge";

describe("the edge gauge", () => {
  it("has three zones", () => {
    expect([0.2, 0.949, 0.95, 1, 1.05, 1.051, 9].map(zoneOf)).toEqual([
      "below",
      "below",
      "at",
      "at",
      "at",
      "above",
      "above",
    ]);
  });

  it("says on which side sharpness is and by how much", () => {
    expect(gaugeSentence(34, 40)).toMatch(
      /^Sharpness S is 34\.00, 15 % below the threshold\./,
    );
    expect(gaugeSentence(41.2, 40)).toMatch(/3\.0 % above the threshold/);
    expect(gaugeSentence(40 - 1e-9, 40)).toMatch(/40\.00, at the threshold\./);
  });

  it("of a run that diverged speaks of nothing that keeps its size", () => {
    // The quadratic of the presets: 1 % above 2/η, and it diverges.
    expect(gaugeSentence(40, 40)).toContain("keep their size");
    expect(gaugeSentence(40.4, 40, { hasDiverged: true })).toMatch(
      /flip sign and grow\. The run diverged\.$/,
    );
    for (const sharpness of [-3, 20, 39, 40, 41, 90])
      expect(gaugeSentence(sharpness, 40, { hasDiverged: true })).not.toContain(
        "keep their",
      );
  });

  it("with mini-batches leaves to the batches what a disturbance does", () => {
    for (const sharpness of [20, 40, 41]) {
      const sentence = gaugeSentence(sharpness, 40, { hasBatches: true });
      expect(sentence).toContain("batch sharpness");
      expect(sentence).not.toMatch(/flip|die out/);
    }
  });

  it("of gradient flow speaks of no steps that flip", () => {
    for (const sharpness of [-3, 20, 40, 41, 90])
      for (const hasDiverged of [false, true]) {
        const sentence = gaugeSentence(sharpness, 40, {
          hasDiverged,
          isFlow: true,
        });
        expect(sentence).not.toMatch(/flip|grow|keep|die out/);
        expect(sentence).toContain("stable at every sharpness");
      }
    expect(gaugeSentence(41.2, 40, { isFlow: true })).toMatch(
      /^Sharpness S is 41\.20, 3\.0 % above the threshold\. Gradient flow is stable/,
    );
  });

  it("says large ratios as such", () => {
    expect(gaugeSentence(1.966e60, 100, { hasDiverged: true })).toMatch(
      /^Sharpness S is 1\.966 × 10⁶⁰, 1\.97 × 10⁵⁸ times the threshold\./,
    );
  });

  it("turns the needle evenly and stops at the ends", () => {
    expect([0, 0.75, 1.5, 99, -1].map(needleAngle)).toEqual([
      -90, 0, 90, 90, -90,
    ]);
  });

  it("draws arcs clockwise", () => {
    const numbers = dialArc(0, 1.5, 10)
      .match(/-?[\d.]+/g)
      ?.map(Number);
    expect(numbers?.map((n) => n + 0)).toEqual([
      -10, 0, 10, 10, 0, 0, 1, 10, 0,
    ]);
  });
});
