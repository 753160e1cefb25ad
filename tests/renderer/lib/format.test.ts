import { describe, expect, it } from "vitest";
import {
  count,
  counted,
  duration,
  fileSize,
  fixed,
  moment,
  ordinal,
  percentFromOne,
  plain,
  quantity,
  raisedParts,
  superscript,
} from "../../../renderer/lib/format";

describe("numbers", () => {
  it.each([
    [0.0380996, 4, "0.03810"],
    [41.376, 4, "41.38"],
    [40, 4, "40.00"],
    [12345.6, 4, "12,346"],
    [-2.5, 2, "−2.5"],
    [0, 3, "0"],
    [-0, 3, "0"],
    [2.46e-6, 2, "2.5 × 10⁻⁶"],
    [3.2e12, 3, "3.20 × 10¹²"],
    [Infinity, 4, "∞"],
    [NaN, 4, "–"],
    [null, 4, "–"],
    [undefined, 4, "–"],
  ])("quantity(%s, %s) is %s", (value, digits, text) => {
    expect(quantity(value, digits)).toBe(text);
  });

  it.each([
    [0.05, "0.05"],
    [40, "40"],
    [5000, "5,000"],
    [1.6666666, "1.66667"],
    [1e-7, "1 × 10⁻⁷"],
  ])("plain(%s) is %s", (value, text) => {
    expect(plain(value)).toBe(text);
  });

  it("groups counts and minds the plural", () => {
    expect(count(4_294_967_295)).toBe("4,294,967,295");
    expect(counted(1, "step")).toBe("1 step");
    expect(counted(2000, "step")).toBe("2,000 steps");
  });

  it("tells how far a ratio is from 1", () => {
    expect(percentFromOne(1.034)).toBe("3.4 %");
    expect(percentFromOne(0.85)).toBe("15 %");
  });
});

describe("exponents", () => {
  it("are raised in text", () => {
    expect(superscript(-12)).toBe("⁻¹²");
  });

  it("are split off for the page to raise", () => {
    expect(raisedParts("1.2 × 10⁻⁵ × 2/η")).toEqual([
      { text: "1.2 × 10", raised: false },
      { text: "−5", raised: true },
      { text: " × 2/η", raised: false },
    ]);
    expect(raisedParts("0.5")).toEqual([{ text: "0.5", raised: false }]);
  });
});

it.each([
  [0, "0 bytes"],
  [1, "1 byte"],
  [999, "999 bytes"],
  [1000, "1 kB"],
  [845_210, "845 kB"],
  [12_345_678, "12.3 MB"],
  [1_200_000_000, "1.2 GB"],
  [3.2e12, "3,200 GB"],
])("fileSize(%s) is %s", (bytes, text) => {
  expect(fileSize(bytes)).toBe(text);
});

it.each([
  [0.9751, "0.975"],
  [0, "0"],
  [-0.0002, "0"],
  [-0, "0"],
  [-1.5, "−1.500"],
  [NaN, "–"],
  [Infinity, "∞"],
  [1.9659e58, "1.966 × 10⁵⁸"],
])("fixed(%s) is %s", (value, text) => {
  expect(fixed(value)).toBe(text);
});

describe("times", () => {
  it.each([
    [0.04, "0.0 s"],
    [0.94, "0.9 s"],
    [0.97, "1 s"],
    [14.2, "14 s"],
    [59.7, "1 min"],
    [125, "2 min 5 s"],
    [3599.6, "1 h"],
    [11_520, "3 h 12 min"],
    [93_600, "1 d 2 h"],
    [Infinity, "–"],
  ])("duration(%s) is %s", (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });

  it("names days near now", () => {
    const now = new Date(2025, 2, 1, 12).getTime();
    expect(moment(new Date(2025, 2, 1, 9, 5).getTime(), now)).toBe(
      "today, 09:05",
    );
    expect(moment(new Date(2025, 1, 28, 23, 59).getTime(), now)).toBe(
      "yesterday, 23:59",
    );
    expect(moment(new Date(2025, 0, 12, 8).getTime(), now)).toBe(
      "12 Jan, 08:00",
    );
    expect(moment(new Date(2024, 2, 1, 9, 5).getTime(), now)).toBe(
      "1 Mar 2024",
    );
  });
});

it("writes ordinals", () => {
  expect([1, 2, 3, 4, 11, 12, 22, 1003].map(ordinal)).toEqual([
    "1st",
    "2nd",
    "3rd",
    "4th",
    "11th",
    "12th",
    "22nd",
    "1,003rd",
  ]);
});
