import { describe, expect, it } from "vitest";
import { doubtfulRows } from "../../../renderer/pictures/doubt";
import { series } from "../fake-lab";

describe("doubtfulRows", () => {
  const line = {
    x: Float64Array.of(0, 10, 20, 30, 40),
    y: new Float64Array(5).fill(1),
  };

  it("flags exactly the rows that did not converge", () => {
    const spectrum = series([0, 10, 20, 30, 40], {
      converged: [1, 0, 1, 1, 0],
    });
    expect(doubtfulRows(line, spectrum)).toEqual([1, 4]);
  });

  it("flags the rows of which it is not known whether they are the largest", () => {
    const spectrum = series([0, 10, 20, 30, 40], {
      converged: [1, 0, 1, 1, 1],
      certificate: [0, 1, 0.02, 1, 0.02],
    });
    expect(doubtfulRows(line, spectrum)).toEqual([1, 3]);
  });

  it("flags none when all converged", () => {
    const spectrum = series([0, 40], { converged: [1, 1] });
    expect(doubtfulRows(line, spectrum)).toEqual([]);
    expect(doubtfulRows(line, {})).toEqual([]);
  });

  it("never flags a row without a value", () => {
    const gap = { x: line.x, y: line.y.with(1, NaN) };
    const spectrum = series([0, 10, 20], { converged: [1, 0, 1] });
    expect(doubtfulRows(gap, spectrum)).toEqual([]);
  });

  it("flags the neighbours when the window left the row itself out", () => {
    const spectrum = series([0, 15, 40], { converged: [1, 0, 1] });
    expect(doubtfulRows(line, spectrum)).toEqual([1, 2, 3]);
  });
});
