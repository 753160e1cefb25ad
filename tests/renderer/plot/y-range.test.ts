import { expect, it } from "vitest";
import { rangeFault, readNumber } from "../../../renderer/plot/y-range";

it("readNumber takes a comma and a minus sign, and nothing that is no number", () => {
  expect(["0.5", "0,5", "−2", "1e-3"].map(readNumber)).toEqual([
    0.5, 0.5, -2, 0.001,
  ]);
  expect([readNumber(""), readNumber("high")]).toEqual([NaN, NaN]);
});

it("rangeFault says what is wrong", () => {
  expect(rangeFault({ min: 1, max: 2 }, true)).toBe("");
  expect(rangeFault({ min: NaN, max: 2 }, false)).toMatch(/two numbers/);
  expect(rangeFault({ min: 2, max: 1 }, false)).toMatch(/smaller number/);
  expect(rangeFault({ min: 0, max: 1 }, true)).toMatch(/above 0/);
});
