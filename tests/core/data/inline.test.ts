import { describe, expect, test } from "vitest";
import { dataShape } from "../../../core/data/spec";
import { dataSchema } from "../../../core/data/spec";
import { validateExperiment } from "../../../core/experiment/validate";
import { golden } from "../support";
import { labelsOf, load, type DataInput } from "./support";

type Inline = Omit<Extract<DataInput, { source: "inline" }>, "source">;
const read = (data: Inline) => load({ source: "inline", ...data });
const grey = [
  [
    [1, 2, 3],
    [4, 5, 6],
  ],
  [
    [7, 8, 9],
    [10, 11, 12],
  ],
];
const colour = [
  [
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
  ],
];

describe("inputs as they stand", () => {
  test.each<[string, Inline["x"], number[], number]>([
    [
      "rows",
      [
        [1, 2],
        [3, 4],
      ],
      [2],
      2,
    ],
    ["images [height][width]", grey, [2, 3, 1], 2],
    ["images [height][width][channels]", colour, [1, 3, 2], 1],
  ])("%s", async (_, x, inputShape, samples) => {
    const { train, test: aside } = await read({ x, y: x.map((_, i) => [i]) });
    expect(train).toMatchObject({ samples, inputShape, classes: null });
    const count = samples * train.inputWidth;
    expect([...train.inputs]).toEqual(
      Array.from({ length: count }, (_, i) => i + 1),
    );
    expect(aside).toBeNull();
  });

  test("an image goes through a convolution", () => {
    const validation = validateExperiment({
      ...golden,
      data: { source: "inline", x: grey, y: ["cat", "dog"] },
      model: {
        kind: "network",
        layers: [
          { type: "conv2d", filters: 2 },
          { type: "flatten" },
          { type: "dense", units: 2 },
        ],
      },
      loss: "cross-entropy",
    });
    expect(validation.ok).toBe(true);
  });
});

describe("targets", () => {
  const x = [[1], [2], [3], [4]];
  test("a number for each sample is a row of one", async () => {
    const { train } = await read({ x, y: [0.5, 1, 2, 3] });
    expect(train).toMatchObject({ targetWidth: 1, classes: null });
    expect(train).toEqual((await read({ x, y: [[0.5], [1], [2], [3]] })).train);
  });

  test.each<[string, Inline["y"], Inline["targetKind"], string[], number[]]>([
    [
      "texts",
      ["cat", "ant", "cat", "dog"],
      undefined,
      ["ant", "cat", "dog"],
      [1, 0, 1, 2],
    ],
    ["numbers", [10, 2, 2, 10], "class", ["2", "10"], [1, 0, 0, 1]],
    [
      "rows of one number",
      [[7], [3], [3], [3]],
      "class",
      ["3", "7"],
      [1, 0, 0, 0],
    ],
  ])("classes: %s", async (_, y, targetKind, names, labels) => {
    const data = { x, y, ...(targetKind && { targetKind }) };
    const { train } = await read(data);
    expect(train).toMatchObject({ classes: names.length, classNames: names });
    expect(labelsOf(train)).toEqual(labels);
    const spec = dataSchema.parse({ source: "inline", ...data });
    expect(dataShape(spec)).toEqual({
      inputShape: [1],
      targetWidth: names.length,
      classes: names.length,
    });
  });

  test("test samples are the last rows, or drawn", async () => {
    const y = ["a", "b", "a", "b"];
    const last = await read({ x, y, testSamples: 2 });
    expect([...last.train.inputs]).toEqual([1, 2]);
    expect([...(last.test?.inputs ?? [])]).toEqual([3, 4]);
    const split = { kind: "stratified", seed: 4 } as const;
    const drawn = await read({ x, y, testSamples: 2, split });
    for (const part of [drawn.train, drawn.test])
      expect(part && labelsOf(part).sort()).toEqual([0, 1]);
  });
});

describe("refused, with the place and the way out", () => {
  const y = [[1], [2]];
  test.each<[object, RegExp, RegExp]>([
    [
      { x: [[[1, 2]], [[1]]], y },
      /^data\.x\[1\]\[0\]: All lines of the images of x must have the same length: the first has 2, this one 1/,
      /^Write 2 numbers/,
    ],
    [
      {
        x: [
          [
            [1, 2],
            [3, 4],
          ],
          [[1, 2]],
        ],
        y,
      },
      /^data\.x\[1\]: All rows of x must have the same length: the first has 2, this one 1/,
      /^Write 2 lists/,
    ],
    [
      { x: [[[1, 2]], [1]], y },
      /^data\.x\[1\]\[0\]: All lines of the images of x must be lists/,
      /like the first/,
    ],
    [
      { x: [[[[1], [2]]], [[[1], [NaN]]]], y },
      /^data\.x\[1\]\[0\]\[1\]\[0\]: Each number of x must be a finite number/,
      /^Write a number/,
    ],
    [
      { x: [[[[[1]]]], [[[[1]]]]], y },
      /^data\.x\[0\]: .*a list of numbers, or an image \[height\]\[width\]/,
      /outer lists/,
    ],
    [
      {
        x: [
          [1, "2"],
          [1, 2],
        ],
        y,
      },
      /^data\.x\[0\]\[1\]/,
      /^Write 2 without quotes/,
    ],
    [
      { x: [1, 2], y },
      /^data\.x\[0\]: Each row of x must be a list of numbers/,
      /./,
    ],
    [{ x: [[], []], y }, /^data\.x\[0\]: A row of x must not be empty/, /./],
    [{ x: "1", y }, /^data\.x: x must be a list of rows of numbers/, /./],
    [
      { x: y, y: ["cat", 1] },
      /^data\.y\[1\]: Each class of y must be a text/,
      /^Write a class/,
    ],
    [
      { x: y, y: [1, [1]] },
      /^data\.y\[1\]: Each entry of y must be a finite number/,
      /^Write a number/,
    ],
    [
      { x: y, y: ["cat", "dog"], targetKind: "number" },
      /^data\.targetKind: y contains texts, so its entries are classes/,
      /"class"/,
    ],
    [
      {
        x: y,
        y: [
          [1, 0],
          [0, 1],
        ],
        targetKind: "class",
      },
      /^data\.y: A class is a single entry for each sample, but the rows of y have 2/,
      /"number"/,
    ],
    [
      { x: y, y, testSamples: 2 },
      /^data\.testSamples: y holds 2 samples, so 2 test samples leave no training samples/,
      /^Ask for fewer than 2/,
    ],
    [
      { x: y, y, samples: 3 },
      /^data\.samples: y holds 2 samples, and 3 are requested/,
      /^Set samples to 2/,
    ],
    [
      { x: y, y, split: { kind: "stratified" } },
      /^data\.split\.kind: A stratified split needs classes, but the targets of y are numbers/,
      /"shuffled"/,
    ],
    [
      { x: y, y, split: true },
      /^data\.split: Split must be an object such as/,
      /Leave it out/,
    ],
    [
      { x: y, y, split: { kind: "random" } },
      /^data\.split\.kind: The kind of split must be one of: shuffled, stratified/,
      /Did you mean "shuffled"/,
    ],
  ])("%j", (data, message, suggestion) => {
    const validation = validateExperiment({
      ...golden,
      data: { source: "inline", ...data },
    });
    if (validation.ok) throw new Error("It was accepted.");
    const [first, ...others] = validation.fields;
    expect(others).toEqual([]);
    expect(`${first.path}: ${first.message}`).toMatch(message);
    expect(first.suggestion).toMatch(suggestion);
  });
});
