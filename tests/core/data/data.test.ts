import { describe, expect, test } from "vitest";
import { chebyshev } from "../../../core/data/chebyshev";
import { readIdx } from "../../../core/data/idx";
import { mnist } from "../../../core/data/mnist";
import { dataFiles } from "../../../main/engine/data-files";

describe("chebyshev", () => {
  test("T₃ = 4x³ − 3x on 20 equally spaced points", () => {
    const { inputs, targets } = chebyshev(3, 20);
    expect(inputs[0]).toBe(-1);
    expect(inputs[19]).toBe(1);
    // A few roundings of numbers of size 4.
    inputs.forEach((x, i) =>
      expect(targets[i]).toBeCloseTo(4 * x ** 3 - 3 * x, 14),
    );
  });

  test.each([0, 1, 2, 7])("T_%i(cos a) = cos(%i·a)", (degree) => {
    const { inputs, targets } = chebyshev(degree, 50);
    inputs.forEach((x, i) =>
      expect(targets[i]).toBeCloseTo(Math.cos(degree * Math.acos(x)), 12),
    );
  });
});

describe("mnist, the real files", async () => {
  const { images, labels } = await dataFiles.mnist();
  const data = mnist(images, labels, 5000);

  test("the first digits are 5, 0, 4, 1, 9", () => {
    const digits = [0, 1, 2, 3, 4].map((i) =>
      data.targets.subarray(10 * i, 10 * i + 10).indexOf(1),
    );
    expect(digits).toEqual([5, 0, 4, 1, 9]);
  });

  test("5,000 images of 784 pixels with mean 0 and standard deviation 1", () => {
    expect(data.inputs).toHaveLength(5000 * 784);
    let [sum, squares] = [0, 0];
    for (const x of data.inputs) {
      sum += x;
      squares += x * x;
    }
    // Sums of four million terms near 1 keep about ten digits.
    expect(sum / data.inputs.length).toBeCloseTo(0, 9);
    expect(squares / data.inputs.length).toBeCloseTo(1, 9);
  });

  test("a file cut short or of another kind is refused with a sentence", () => {
    expect(() => readIdx(images.subarray(0, 1000), "images.idx")).toThrow(
      /images\.idx is not an IDX file.*should hold 47040000 elements and holds 984/,
    );
    expect(() => readIdx(new Uint8Array(3), "a")).toThrow(
      /does not begin with/,
    );
    expect(() => readIdx(Uint8Array.from([0, 0, 8, 3, 0]), "a")).toThrow(
      /header is cut short/,
    );
  });
});
