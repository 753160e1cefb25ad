import { expect, test } from "vitest";
import { durationRange } from "../../../core/text/duration-range";

test.each([
  [0, 0, "less than 1 s"],
  [0.1, 0.9, "less than 1 s"],
  [0.2, 1.4, "up to 2 s"],
  [1.2, 1.9, "1 to 2 s"],
  [2, 2, "about 2 s"],
  [22, 41, "20 to 45 s"],
  [41, 119, "40 s to 2 min"],
  [95, 170, "1 to 3 min"],
  [3000, 7000, "50 min to 2 h"],
  [90_000, 200_000, "25 h to 3 d"],
  [1, NaN, "–"],
  [1, Infinity, "–"],
])("from %s to %s s is %s", (low, high, text) => {
  expect(durationRange({ low, high })).toBe(text);
});
