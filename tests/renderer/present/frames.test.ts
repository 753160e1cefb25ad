import fc from "fast-check";
import { expect, it } from "vitest";
import { framesOf, framesSentence } from "../../../renderer/present/frames";

it("frames are as many as rate and length say, the first and the last step among them", () => {
  const steps = framesOf(4000, { rate: 10, seconds: 12 });
  expect(steps).toHaveLength(120);
  expect([steps[0], steps.at(-1)]).toEqual([0, 4000]);
});

it("a short run has a frame for each step", () => {
  expect(framesOf(3, { rate: 25, seconds: 12 })).toEqual([0, 1, 2, 3]);
  expect(framesOf(0, { rate: 25, seconds: 12 })).toEqual([0]);
  expect(framesSentence(3, { rate: 25, seconds: 12 })).toBe(
    "4 frames at 25 a second, one for each step.",
  );
});

it("are evenly spaced whole steps", () => {
  fc.assert(
    fc.property(
      fc.nat(100_000),
      fc.constantFrom(5, 10, 20, 25),
      fc.constantFrom(6, 12, 24),
      (last, rate, seconds) => {
        const steps = framesOf(last, { rate, seconds });
        const gaps = steps.slice(1).map((step, i) => step - steps[i]);
        expect(Math.max(0, ...gaps) - Math.min(...gaps, Infinity)).toBeLessThan(
          2,
        );
        expect(steps.at(-1)).toBe(last);
      },
    ),
  );
});

it("says which steps the frames show, and that the curves have all of them", () => {
  expect(framesSentence(4000, { rate: 10, seconds: 12 })).toBe(
    "120 frames at 10 a second: the moving point shows about one step in 33.6 (0, 34, 67, …, 4,000). The curves themselves are drawn with all steps.",
  );
});
