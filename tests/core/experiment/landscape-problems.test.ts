import { describe, expect, test } from "vitest";
import { validateExperiment } from "../../../core/experiment/validate";

const experiment = (model: unknown, rest: object = {}) => ({
  edgeLab: 1,
  name: "landscape",
  model,
  optimizer: { kind: "gd", stepSize: 0.1 },
  steps: 10,
  ...rest,
});

function fieldsOf(model: object, rest?: object) {
  const validation = validateExperiment(
    experiment({ kind: "landscape", ...model }, rest),
  );
  return validation.ok ? [] : validation.fields;
}

const square = [
  [2, 1],
  [1, 3],
];

describe("accepted", () => {
  const accepted: Record<string, unknown>[] = [
    { name: "quadratic", matrix: square, start: [1, 1] },
    { name: "product" },
    { name: "deep-product", start: [1] },
    {
      name: "quadratic-regression",
      slope: [1, 0],
      matrix: square,
      start: [0, 0],
    },
    { name: "self-stabilization" },
    { name: "formula", formula: "x^2", start: { x: 1 } },
    { formula: "constructor1 + x_2", start: { constructor1: 1, x_2: 2 } },
    { formula: "constructor^2", start: { constructor: 1 } },
  ];
  test.each(accepted)("$name $formula", (model) => {
    expect(fieldsOf(model)).toEqual([]);
  });

  test("a formula without a name, and the file as it was", () => {
    const file = experiment({
      kind: "landscape",
      formula: "x^2",
      start: { x: 1 },
    });
    const before = structuredClone(file);
    const validation = validateExperiment(file);
    expect(validation.ok && validation.spec.model).toEqual({
      kind: "landscape",
      name: "formula",
      formula: "x^2",
      start: { x: 1 },
    });
    expect(file).toEqual(before);
  });
});

describe("refused", () => {
  const refusals: [string, object, string, RegExp, RegExp][] = [
    [
      "a matrix that is not square",
      { name: "quadratic", matrix: [[1, 2]], start: [1] },
      "model.matrix[0]",
      /square: with 1 row each row must have 1 number; this one has 2/,
      /as many rows as columns/,
    ],
    [
      "a ragged matrix",
      { name: "quadratic", matrix: [[1, 2], [2]], start: [1, 1] },
      "model.matrix[1]",
      /with 2 rows each row must have 2 numbers; this one has 1/,
      /as many rows/,
    ],
    [
      "a matrix that is not symmetric",
      {
        name: "quadratic",
        matrix: [
          [1, 2],
          [3, 1],
        ],
        start: [1, 1],
      },
      "model.matrix[1][0]",
      /row 2, column 1 is 3, but row 1, column 2 is 2/,
      /Make both 2\.5/,
    ],
    [
      "too short a start",
      { name: "quadratic", matrix: square, start: [1] },
      "model.start",
      /Start must have 2 numbers, one for each row of the matrix; it has 1/,
      /Add 1/,
    ],
    [
      "too long a slope",
      {
        name: "quadratic-regression",
        slope: [1, 2, 3, 4],
        matrix: square,
        start: [1, 1],
      },
      "model.slope",
      /Slope must have 2 numbers.* it has 4/,
      /Remove 2/,
    ],
    [
      "a loss beyond all numbers",
      { name: "product", start: [1e200, 1e200] },
      "model.start",
      /finite number; at x = 1e\+200, y = 1e\+200 it is Infinity/,
      /Choose another start/,
    ],
    [
      "the logarithm of a negative number",
      { formula: "log(x)", start: { x: -1 } },
      "model.start",
      /at x = -1 it is NaN/,
      /Choose another start/,
    ],
    [
      "a constant formula that overflows",
      { formula: "x + 9^9^9^9", start: { x: 1 } },
      "model.start",
      /it is Infinity/,
      /Choose another start/,
    ],
    [
      "a start on an infinite slope",
      { formula: "sqrt(x) + y", start: { x: 0, y: 1 } },
      "model.start",
      /finite gradient at the start; at x = 0, y = 1 its derivative with respect to x is Infinity/,
      /Choose another start/,
    ],
    [
      "a variable without a start",
      { formula: "x*y", start: { x: 1 } },
      "model.formula",
      /contains "y", which is not a variable of start/,
      /Add "y" to start/,
    ],
    [
      "a start without a use",
      { formula: "x^2", start: { x: 1, y: 2 } },
      "model.start.y",
      /has no variable "y"/,
      /Remove it from start/,
    ],
    [
      "a variable named as a constant",
      { formula: "e^2", start: { e: 1 } },
      "model.start.e",
      /"e" has a fixed meaning/,
      /Name it e1/,
    ],
    [
      "a variable named as a function",
      { formula: "sin^2", start: { sin: 1 } },
      "model.start.sin",
      /"sin" has a fixed meaning/,
      /sin1/,
    ],
    [
      "a variable named as an operator",
      { formula: "mod^2", start: { mod: 1 } },
      "model.start.mod",
      /"mod" has a fixed meaning/,
      /mod1/,
    ],
    [
      "a variable with a space",
      { formula: "a b", start: { "a b": 1 } },
      "model.start.a b",
      /must begin with a letter/,
      /Name it x/,
    ],
    [
      "a variable with a long name",
      { formula: "x".repeat(21), start: { ["x".repeat(21)]: 1 } },
      `model.start.${"x".repeat(21)}`,
      /at most 20 letters/,
      /Name it x/,
    ],
    [
      "a formula that is no arithmetic",
      { formula: "x = 2", start: { x: 1 } },
      "model.formula",
      /contains "="/,
      /Write only the expression/,
    ],
  ];

  test.each(refusals)("%s", (_what, model, path, message, suggestion) => {
    const fields = fieldsOf(model);
    expect(fields).toHaveLength(1);
    expect(fields[0].path).toBe(path);
    expect(fields[0].message).toMatch(message);
    expect(fields[0].suggestion).toMatch(suggestion);
  });

  test.each([
    [{ formula: 5, start: { x: 1 } }, "model.formula"],
    [{ formula: "", start: { x: 1 } }, "model.formula"],
    [{ formula: "x".repeat(501), start: { x: 1 } }, "model.formula"],
    [{ formula: "1", start: {} }, "model.start"],
    [{ formula: "x" }, "model.start"],
    [{ formula: "x", start: { x: "1" } }, "model.start.x"],
    [{ formula: "x", start: { x: Infinity } }, "model.start.x"],
    [
      {
        formula: "a",
        start: { a: 1, b: 1, c: 1, d: 1, f: 1, g: 1, h: 1, k: 1, l: 1 },
      },
      "model.start",
    ],
    [{ formula: "x", start: { x: 1 }, matrix: [[1]] }, "model.matrix"],
    [{ start: { x: 1 } }, "model.name"],
    [{ name: "no such", formula: "x", start: { x: 1 } }, "model.name"],
  ])("by its own fields: %j", (model, path) => {
    expect(fieldsOf(model).map((field) => field.path)).toContain(path);
  });

  test("data and loss, and the landscape's own faults, together", () => {
    const fields = fieldsOf(
      { formula: "x*z", start: { x: 1 } },
      { data: { source: "mnist" }, loss: "mse" },
    );
    expect(fields.map((field) => field.path)).toEqual([
      "data",
      "loss",
      "model.formula",
    ]);
  });

  test("a start that would change every object, which changes none", () => {
    const file: unknown = JSON.parse(
      `{"edgeLab": 1, "name": "landscape", "steps": 10,
        "optimizer": {"kind": "gd", "stepSize": 0.1},
        "model": {"kind": "landscape", "formula": "__proto__ + x",
                  "start": {"__proto__": {"polluted": 1}, "x": 1}}}`,
    );
    const validation = validateExperiment(file);
    expect(validation.ok).toBe(false);
    expect({}).not.toHaveProperty("polluted");
  });
});
