import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeNpy } from "../../../core/data/numpy/npy";
import { LabFailure, type LabError } from "../../../core/errors";
import { load, temporaryFolder, type DataInput } from "./support";

const fixture = (name: string) =>
  join(import.meta.dirname, "../../fixtures/numpy", name);
const { x, y, images } = JSON.parse(
  readFileSync(fixture("values.json"), "utf8"),
) as { x: number[][]; y: number[]; images: number[][][][] };
const folder = temporaryFolder();

const npz = (name: string, more: object = {}) =>
  load({ source: "npz", path: fixture(name), ...more } as DataInput);

async function refusal(input: DataInput): Promise<LabError> {
  try {
    await load(input);
  } catch (thrown) {
    if (thrown instanceof LabFailure) return thrown.error;
    throw thrown;
  }
  throw new Error("It was accepted.");
}

describe("a NumPy archive", () => {
  test.each(["classes.npz", "compressed.npz"])(
    "%s gives the numbers that a file with the same numbers typed in gives",
    async (name) => {
      const typed = await load({
        source: "inline",
        x,
        y,
        targetKind: "class",
        testSamples: 3,
        split: { kind: "shuffled", seed: 4 },
      });
      const split = { kind: "shuffled", seed: 4 };
      const read = await npz(name, { testSamples: 3, split });
      expect(read).toEqual(typed);
      expect(read.train.classNames).toEqual(["3", "5", "9"]);
    },
  );

  test("brings its own test samples", async () => {
    const { train, test: aside } = await npz("tests.npz");
    expect(train.samples).toBe(12);
    expect(aside?.samples).toBe(4);
    expect(aside?.inputs[0]).toBe(x[0][0] + 1);
    expect(aside?.classNames).toEqual(train.classNames);
    // Class 5 is the second of 3, 5 and 9.
    expect([...(aside?.targets.subarray(0, 3) ?? [])]).toEqual([0, 1, 0]);
    const fewer = await npz("tests.npz", { testSamples: 2, samples: 9 });
    expect([fewer.train.samples, fewer.test?.samples]).toEqual([9, 2]);
  });

  test("may name its arrays in another way and hold numbers as targets", async () => {
    const names = { inputs: "X_train", targets: "targets" };
    const { train } = await npz("numbers.npz", {
      ...names,
      targetKind: "number",
    });
    expect(train.classes).toBeNull();
    expect(train.targetWidth).toBe(3);
    expect(train.inputs[1]).toBe(Math.fround(x[0][1]));
    expect(train.targets[0]).toBeCloseTo(x[0][0] + x[0][1], 12);
  });

  test.each([
    ["images.npz", "last"],
    ["planes.npz", "first"],
  ])("%s has images with the channels %s", async (name, channels) => {
    const { train } = await npz(name, { channels });
    expect(train.inputShape).toEqual([4, 3, 2]);
    expect([...train.inputs]).toEqual(images.flat(3));
  });

  test("is standardised over the training samples when asked", async () => {
    const { train, test: aside } = await npz("tests.npz", {
      standardize: true,
    });
    const column = train.inputs.filter((_, i) => i % 2 === 0);
    const mean = column.reduce((sum, value) => sum + value, 0) / 12;
    const square = column.reduce((sum, value) => sum + value * value, 0) / 12;
    expect(mean).toBeCloseTo(0, 14);
    expect(square).toBeCloseTo(1, 14);
    const spread = train.inputs[2] - train.inputs[0];
    const unit = (x[1][0] - x[0][0]) / spread;
    expect((aside?.inputs[0] ?? 0) - train.inputs[0]).toBeCloseTo(1 / unit, 12);
    const pixels = (await npz("images.npz", { standardize: true })).train;
    const sum = pixels.inputs.reduce((total, value) => total + value, 0);
    expect(sum / pixels.inputs.length).toBeCloseTo(0, 14);
  });

  test.each<[string, object, RegExp, RegExp]>([
    ["classes.npz", { inputs: "X" }, /has no array X; it has x and y/, /"x"/],
    ["numbers.npz", {}, /no array x; it has X_train and targets/, /X_train/],
    [
      "tests.npz",
      { testInputs: "other" },
      /no array other; it has x, y, x_test/,
      /testInputs/,
    ],
    [
      "numbers.npz",
      { inputs: "X_train", targets: "targets" },
      /A class is one whole number per sample.*\(12, 3\)/,
      /"number"/,
    ],
    [
      "numbers.npz",
      { inputs: "targets", targets: "X_train" },
      /shape \(12, 2\)/,
      /"number"/,
    ],
    ["classes.npz", { samples: 40 }, /12 samples, and 40/, /12 or fewer/],
    [
      "images.npz",
      { inputs: "y", targets: "x", targetKind: "number" },
      /4 dimensions/,
      /Reshape/,
    ],
  ])("%s with %o is refused", async (name, more, message, hint) => {
    const input = { source: "npz", path: fixture(name), ...more } as DataInput;
    const error = await refusal(input);
    expect(error.code).toBe("bad-experiment");
    expect(error.message).toContain(name);
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
  });
});

describe("two files of NumPy arrays", () => {
  const array = (shape: number[], values: number[]) =>
    writeNpy(shape, Float64Array.from(values));
  const pair = async (inputs: Uint8Array, targets: Uint8Array) => ({
    source: "npy" as const,
    inputs: await folder.file("x.npy", inputs),
    targets: await folder.file("y.npy", targets),
  });

  test("are inputs and targets", async () => {
    const spec = await pair(array([3], [1, 2, 3]), array([3, 1], [1, 0, 1]));
    const { train } = await load({ ...spec, targetKind: "class" });
    expect(train.inputShape).toEqual([1]);
    expect([...train.targets]).toEqual([0, 1, 1, 0, 0, 1]);
    const numbers = await load({ ...spec, targetKind: "number" });
    expect([...numbers.train.targets]).toEqual([1, 0, 1]);
  });

  test.each<[string, Uint8Array, Uint8Array, RegExp]>([
    [
      "rows of different number",
      array([2, 1], [1, 2]),
      array([3], [1, 2, 3]),
      /x\.npy has 2 samples, and .*y\.npy has 3/,
    ],
    [
      "no rows",
      array([0, 3], []),
      array([0], []),
      /x\.npy contains no samples/,
    ],
    [
      "rows without numbers",
      array([2, 0], []),
      array([2], [0, 1]),
      /The samples of .*x\.npy are empty/,
    ],
    [
      "a number alone",
      array([], [1]),
      array([1], [1]),
      /x\.npy has 0 dimensions/,
    ],
    [
      "an input that is not a number",
      array([2, 2], [1, 2, 3, NaN]),
      array([2], [0, 1]),
      /x\.npy, row 2, holds NaN at place 2/,
    ],
    [
      "an infinite target",
      array([2, 1], [1, 2]),
      array([2], [0, -Infinity]),
      /y\.npy, row 2, holds -Infinity/,
    ],
    [
      "a class between whole numbers",
      array([2, 1], [1, 2]),
      array([2], [0, 0.5]),
      /y\.npy has 0\.5 in row 2/,
    ],
    [
      "too many classes",
      array([1001, 1], Array(1001).fill(0)),
      array([1001], [...Array(1001).keys()]),
      /1,001 different values/,
    ],
  ])("%s are refused", async (_, inputs, targets, message) => {
    const error = await refusal(await pair(inputs, targets));
    expect(error.code).toBe("bad-experiment");
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(/\.$/);
  });
});
