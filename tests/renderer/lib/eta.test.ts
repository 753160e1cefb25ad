import { describe, expect, it } from "vitest";
import { Eta } from "../../../renderer/lib/eta";

describe("Eta", () => {
  it("knows nothing before the first step", () => {
    const eta = new Eta();
    expect(eta.left(500)).toBeNull();
    eta.add(0, 0);
    expect(eta.left(500)).toBeNull();
  });

  it("takes the mean pace when it meets a run in the middle", () => {
    const eta = new Eta();
    eta.add(100, 20);
    expect(eta.left(500)).toBeCloseTo(80);
  });

  it("follows the pace of the last seconds, not of the whole run", () => {
    const eta = new Eta();
    // Ten steps a second for a minute, then one step a second.
    for (let s = 0; s <= 60; s++) eta.add(s * 10, s);
    for (let s = 61; s <= 80; s++) eta.add(600 + (s - 60), s);
    expect(eta.left(720)).toBeCloseTo(100);
  });

  it("reaches 0 at the end and never falls below", () => {
    const eta = new Eta();
    eta.add(1, 1);
    eta.add(500, 50);
    expect(eta.left(500)).toBe(0);
    expect(eta.left(400)).toBe(0);
  });

  it("is not thrown by a report that repeats a step", () => {
    const eta = new Eta();
    eta.add(10, 1);
    eta.add(20, 2);
    eta.add(20, 9);
    expect(eta.left(30)).toBeCloseTo(1);
  });
});
