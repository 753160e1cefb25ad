import { describe, expect, it } from "vitest";
import { between, panned, zoomed } from "../../../renderer/plot/zoom";

const extent = { min: 0, max: 100 };

describe("zoomed", () => {
  it("keeps the place it zooms at where it is", () => {
    expect(zoomed(extent, extent, 25, 2)).toEqual({ min: 12.5, max: 62.5 });
  });

  it("on a logarithmic axis keeps it at its share of the decades", () => {
    const decades = { min: 1, max: 10_000, log: true };
    const window = zoomed(decades, decades, 100, 2);
    // Powers by exponent and logarithm: a few units in the last place.
    expect(window?.min).toBeCloseTo(10, 9);
    expect(window?.max).toBeCloseTo(1000, 9);
  });

  it("stops at the ends, and says null when all is in it", () => {
    expect(zoomed({ min: 10, max: 60 }, extent, 10, 0.6)).toEqual({
      min: 10,
      max: 10 + 50 / 0.6,
    });
    expect(zoomed({ min: 10, max: 60 }, extent, 30, 0.1)).toBeNull();
  });

  it("does not go on when digits would run out", () => {
    const window = { min: 50, max: 50.00001 };
    expect(zoomed(window, extent, 50, 10)).toEqual(window);
  });
});

describe("panned", () => {
  it("moves by a share of the width, up to the ends", () => {
    expect(panned({ min: 10, max: 30 }, extent, 0.5)).toEqual({
      min: 20,
      max: 40,
    });
    expect(panned({ min: 10, max: 30 }, extent, -5)).toEqual({
      min: 0,
      max: 20,
    });
    expect(panned({ min: 70, max: 95 }, extent, 5)).toEqual({
      min: 75,
      max: 100,
    });
  });
});

describe("between", () => {
  it("takes two places in either order and cuts what is outside", () => {
    expect(between(40, 20, extent, extent)).toEqual({ min: 20, max: 40 });
    expect(between(-10, 20, extent, extent)).toEqual({ min: 0, max: 20 });
    expect(between(7, 7, extent, extent)).toEqual(extent);
  });
});
