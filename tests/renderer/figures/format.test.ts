import { describe, expect, it } from "vitest";
import {
  dotsPerUnit,
  inMm,
  inUnit,
  presets,
  problemsOf,
  scaleOf,
  usualFormat,
  type Format,
} from "../../../renderer/figures/format";

const format = (changes: Partial<Format>): Format => ({
  ...usualFormat,
  ...changes,
});

describe("sizes", () => {
  it("draw letters of 12 pixels in the size that was chosen", () => {
    // 8 pt are 2.822 mm.
    expect(12 / scaleOf(format({ type: 8 }))).toBeCloseTo(2.8222, 3);
    const slide = format({ ...presets.slide.sized });
    expect(12 / scaleOf(slide)).toBeCloseTo(36);
    expect(inMm(slide, 1920)).toBeCloseTo(508);
    expect(dotsPerUnit(slide)).toBe(1);
    expect(85 * dotsPerUnit(format({ dpi: 600 }))).toBeCloseTo(2007.9, 1);
  });

  it("stay as they are in another unit", () => {
    const px = inUnit(format({ height: 60 }), "px");
    expect(px).toEqual({ unit: "px", width: 321, height: 227, type: 11 });
    const back = inUnit(format(px), "mm");
    expect(back.width).toBeCloseTo(85, 0);
    expect(inUnit(format({}), "mm")).toMatchObject({ width: 85, type: 8 });
  });

  it.each([
    [{ width: 5 }, { width: "The width must be 20 to 1,000 mm." }],
    [{ width: NaN }, { width: "The width must be 20 to 1,000 mm." }],
    [{ height: 2000 }, { height: "The height must be 20 to 1,000 mm." }],
    [
      { unit: "px", width: 9000, type: 4 } as const,
      {
        width: "The width must be 100 to 8,000 px.",
        type: "The type size must be 6 to 400 px.",
      },
    ],
    [
      { type: 30 },
      {
        type: "A type size of 30 pt leaves no room for the chart at 85 mm: choose at most 13 pt, or a width of at least 195 mm.",
      },
    ],
  ])("are refused in a sentence: %o", (changes, problems) => {
    expect(problemsOf(format(changes))).toEqual(problems);
  });

  it("of all presets can be drawn, and the type that is named as fitting fits", () => {
    for (const { sized } of Object.values(presets))
      expect(problemsOf(format({ ...sized }))).toEqual({});
    expect(problemsOf(format({ type: 13 }))).toEqual({});
    expect(problemsOf(format({ type: 30, width: 195 }))).toEqual({});
  });
});
