import { describe, expect, it } from "vitest";
import {
  rampInk,
  scaleFor,
  shareIn,
  stylesOf,
  type Styled,
} from "../../../renderer/plot/styles";

const items = (values: Styled["value"][]) =>
  values.map((value, id) => ({ id, value }));
const looks = (values: Styled["value"][], scale = scaleFor(values)) =>
  [...stylesOf(items(values), scale).values()].map((style) =>
    JSON.stringify(style),
  );

describe("stylesOf", () => {
  it("never repeats itself: up to 64 names, numbers, ties, and few values of many runs", () => {
    for (let n = 1; n <= 64; n++) {
      const each = Array.from({ length: n }, (_, i) => i);
      for (const values of [
        each.map((i) => `run ${i}`),
        each,
        each.map((i) => 10 ** (i / 8)),
        each.map(() => "same"),
        each.map(() => 5),
        each.map((i) => i % 3),
        each.map((i) => ["gd", "adam"][i % 2]),
        each.map((i) => (i % 2 ? i : null)),
      ])
        expect(new Set(looks(values)).size).toBe(n);
    }
  });

  it("gives up to eight names a hue and a dash each", () => {
    const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    const styles = [...stylesOf(items(names), "names").values()];
    expect(styles.map(({ ink }) => ink)).toEqual(
      names.map((_, i) => `series-${i}`),
    );
    expect(new Set(styles.map(({ dash }) => dash.join())).size).toBe(8);
    expect(styles[0]).toEqual({
      ink: "series-0",
      dash: [],
      width: 1.75,
      alpha: 1,
    });
  });

  it("gives runs of one name one hue, and takes the colour that a person has chosen", () => {
    const styles = stylesOf(
      [
        { id: "a", value: "gd" },
        { id: "b", value: "adam", colour: 0 },
        { id: "c", value: "gd" },
      ],
      "names",
    );
    expect([...styles.values()].map(({ ink }) => ink)).toEqual([
      "series-0",
      "series-0",
      "series-0",
    ]);
    expect(
      new Set([...styles.values()].map(({ dash }) => dash.join())).size,
    ).toBe(3);
  });

  it("places numbers along the ramp, and grey where there is none", () => {
    const inks = (values: Styled["value"][], scale: "linear" | "log") =>
      [...stylesOf(items(values), scale).values()].map(({ ink }) => ink);
    expect(inks([0, 10, 5, null], "linear")).toEqual([
      "ramp-0",
      "ramp-31",
      "ramp-16",
      "muted",
    ]);
    expect(inks([0.01, 0.1, 1, 0], "log")).toEqual([
      "ramp-0",
      "ramp-16",
      "ramp-31",
      "muted",
    ]);
  });

  it("makes the lines of a crowd thin, translucent and solid", () => {
    const styles = stylesOf(
      items(Array.from({ length: 300 }, (_, i) => i)),
      "linear",
    );
    for (const { width, alpha, dash } of styles.values()) {
      expect(width).toBe(1);
      expect(alpha).toBeGreaterThanOrEqual(0.35);
      expect(alpha).toBeLessThan(0.9);
      expect(dash).toEqual([]);
    }
  });
});

it("scaleFor takes a ramp for numbers, logarithmic where they span a decade", () => {
  expect(scaleFor(["a", 1])).toBe("names");
  expect(scaleFor([true, false])).toBe("names");
  expect(scaleFor([null])).toBe("names");
  expect(scaleFor([1, null, 9])).toBe("linear");
  expect(scaleFor([0.01, 0.1])).toBe("log");
  expect(scaleFor([0, 100])).toBe("linear");
});

it("shareIn is 0 at the least and 1 at the greatest, and in the middle of one value", () => {
  expect(shareIn(1, [1, 100], true)).toBe(0);
  expect(shareIn(10, [1, 100], true)).toBeCloseTo(0.5, 12);
  expect(shareIn(3, [3, 3], false)).toBe(0.5);
  expect(rampInk(2)).toBe("ramp-31");
});
