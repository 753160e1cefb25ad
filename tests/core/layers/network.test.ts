/** Shapes, names and limits of layers, and of layers inside others. */
import { describe, expect, test } from "vitest";
import {
  allLayers,
  parameterShapes,
  shapeAfter,
} from "../../../core/layers/network";
import { namedParameters } from "../../../core/layers/names";
import { ShapeMismatch } from "../../../core/layers/shape";
import { dataFiles } from "../../../main/engine/data-files";
import { loadDataset } from "../../../core/data/load";
import { networkProblems } from "../../../core/experiment/fit";
import { validateExperiment } from "../../../core/experiment/validate";
import {
  float64,
  golden,
  layerList,
  requireNetwork,
  smallProblem,
  type Layers,
} from "../support";

const block: Layers = [
  { type: "embedding", vocabulary: 5, width: 6 },
  { type: "positions" },
  {
    type: "residual",
    layers: [{ type: "layer-norm" }, { type: "attention", heads: 3 }],
  },
  { type: "mean" },
  { type: "dense", units: 2 },
];

test("each array has a name and a shape, inside others too", () => {
  const layers = layerList(block);
  const named = namedParameters(layers, [4]);
  expect(named.map(({ name, shape }) => [name, shape])).toEqual([
    ["0.weight", [5, 6]],
    ["1.weight", [4, 6]],
    ["2.0.weight", [6]],
    ["2.0.bias", [6]],
    ["2.1.query", [6, 6]],
    ["2.1.key", [6, 6]],
    ["2.1.value", [6, 6]],
    ["2.1.output", [6, 6]],
    ["4.weight", [2, 6]],
    ["4.bias", [2]],
  ]);
  const sizes = ({ rows, columns }: { rows: number; columns: number }) =>
    rows * columns;
  expect(named.map(sizes)).toEqual(parameterShapes(layers, [4]).map(sizes));
  const kernels = layerList([{ type: "conv2d", filters: 4, kernel: 2 }]);
  expect(namedParameters(kernels, [5, 5, 3])[0].shape).toEqual([4, 3, 2, 2]);
});

test("layers inside others are found with their places", () => {
  const places = allLayers(layerList(block)).map(({ place }) => place);
  expect(places).toEqual([[0], [1], [2], [2, 0], [2, 1], [3], [4]]);
});

describe("shapes", () => {
  const after = (input: number[], ...layers: Layers) =>
    shapeAfter(layerList(layers), input);

  test("a sequence goes through, and mean or flatten ends it", () => {
    expect(after([4], ...block)).toEqual([2]);
    expect(after([4], ...block.slice(0, 3))).toEqual([4, 6]);
    expect(after([4, 6], { type: "dense", units: 3 })).toEqual([4, 3]);
    expect(after([4, 6], { type: "flatten" })).toEqual([24]);
    expect(after([4, 6], { type: "mean" })).toEqual([6]);
  });

  const mismatch = (input: number[], ...layers: Layers) => {
    try {
      after(input, ...layers);
    } catch (thrown) {
      if (thrown instanceof ShapeMismatch) return thrown;
    }
    throw new Error("It fits.");
  };

  test("a residual keeps the shape", () => {
    const { message, suggestion, place } = mismatch(
      [8, 8, 4],
      { type: "activation", fn: "tanh" },
      { type: "residual", layers: [{ type: "conv2d", filters: 8 }] },
    );
    expect(message).toBe(
      "A residual adds its input to the output of its inner layers, so both must have the same shape: the input is 8 × 8 × 4, the output 8 × 8 × 8.",
    );
    expect(suggestion).toBe(
      "Make the output of the last inner layer 8 × 8 × 4 again.",
    );
    expect(place).toEqual([1]);
  });

  test("what does not fit inside a residual is named by its place", () => {
    const { message, place } = mismatch(
      [3],
      { type: "dense", units: 4 },
      {
        type: "residual",
        layers: [{ type: "activation", fn: "tanh" }, { type: "attention" }],
      },
    );
    expect(message).toBe(
      "An attention layer needs a sequence [positions, width], but its input is 4 numbers per sample.",
    );
    expect(place).toEqual([1, 1]);
  });

  test.each([
    [[4, 6], { type: "attention", heads: 4 }, /6 is not divisible by 4/],
    [[4], { type: "mean" }, /needs a sequence.*4 numbers per sample/],
    [[4, 6], { type: "pool", kind: "avg" }, /needs images.*4 positions of 6/],
    [
      [4, 6],
      { type: "embedding", vocabulary: 3 },
      /needs tokens, one number for each position/,
    ],
  ] as [number[], Layers[number], RegExp][])("%j: %j", (input, layer, words) =>
    expect(mismatch(input, layer).message).toMatch(words),
  );
});

describe("refused with the field, the reason and a way out", () => {
  const problems = (x: number[][], ...layers: Layers) => {
    const validation = validateExperiment({
      ...golden,
      data: { source: "inline", x, y: x.map(() => [1]) },
      model: { kind: "network", layers },
    });
    return validation.ok ? [] : validation.fields;
  };
  const head: Layers = [{ type: "mean" }, { type: "dense", units: 1 }];
  const tokens: Layers[number] = { type: "embedding", vocabulary: 3, width: 2 };

  test("nothing, where all fits", () => {
    expect(problems([[0, 2]], tokens, ...head)).toEqual([]);
  });

  test("an embedding that is not the first layer", () => {
    const late = problems([[0, 2]], { type: "flatten" }, tokens, ...head);
    expect(late).toEqual([
      {
        path: "model.layers[1]",
        message:
          "Embedding reads the tokens of the data, so it must be the first layer.",
        suggestion: "Move it to the top, or remove it.",
      },
    ]);
  });

  test("what does not fit inside a residual", () => {
    const [problem] = problems(
      [[0, 2]],
      tokens,
      { type: "residual", layers: [{ type: "positions" }, { type: "mean" }] },
      ...head,
    );
    expect(problem).toMatchObject({
      path: "model.layers[1]",
      message: expect.stringMatching(/the input is 2 × 2, the output 2/),
    });
    const [inner] = problems(
      [[0, 2]],
      tokens,
      { type: "residual", layers: [{ type: "attention", heads: 5 }] },
      ...head,
    );
    expect(inner.path).toBe("model.layers[1].layers[0]");
  });

  test("a residual in a residual, which has another schema", () => {
    const nested = { type: "residual", layers: [{ type: "residual" }] };
    const [problem] = problems([[0]], nested as Layers[number], ...head);
    expect(problem.path).toBe("model.layers[0].layers[0].type");
    expect(problem.message).toMatch(/in a residual must be one of: dense,/);
  });

  test("units at each position that do not make up the targets", () => {
    const [problem] = problems([[0, 2]], tokens, { type: "dense", units: 3 });
    expect(problem.message).toMatch(/must end with 1 output/);
  });

  test.each([
    [[[0, 1.5]], "input 2 of sample 1 is 1.5"],
    [
      [
        [0, 1],
        [3, 0],
      ],
      "input 1 of sample 2 is 3",
    ],
    [[[0, -1]], "input 2 of sample 1 is -1"],
  ])("inputs that are no tokens: %j", async (x, words) => {
    const spec = requireNetwork({
      ...golden,
      data: { source: "inline", x, y: x.map(() => [1]) },
      model: { kind: "network", layers: [tokens, ...head] },
    });
    const { train } = await loadDataset(spec.data, dataFiles());
    expect(networkProblems(spec, train)[0].message).toBe(
      `An embedding needs tokens, whole numbers from 0 to 2; ${words}.`,
    );
  });

  test("batch norm of samples that must be worked on in parts", () => {
    const small = { samples: 20_000, inputs: 100, outputs: 1 };
    const layers: Layers = [
      { type: "batch-norm" },
      { type: "dense", units: 1 },
    ];
    expect(() => smallProblem(float64(), layers, small)).toThrow(
      /take too much memory for one batch, and batch norm needs the mean over all samples/,
    );
  });
});

test("batch norm uses the mean and variance of the batch", () => {
  const { objective, data } = smallProblem(
    float64(),
    [{ type: "batch-norm", epsilon: 1e-12 }],
    { samples: 50, inputs: 1, outputs: 1 },
  );
  data.targets.fill(0);
  // γ = 1 and β = 0: the outputs have variance 1, whatever the inputs are.
  const gradient = new Float64Array(2);
  const loss = objective.evaluate(Float64Array.of(1, 0), gradient);
  expect(loss).toBeCloseTo(1 / 2, 9);
  expect(gradient[1]).toBeCloseTo(0, 12);
});

test("a zero head starts all outputs at 0", () => {
  const { objective, theta, data } = smallProblem(
    float64(),
    [...block.slice(0, -1), { type: "dense", units: 2, init: "zero" }],
    { samples: 3, inputs: 4, outputs: 2 },
  );
  data.inputs.fill(1);
  const loss = objective.evaluate(theta, new Float64Array(objective.size));
  const half = data.targets.reduce((sum, y) => sum + y * y, 0) / 2;
  expect(loss).toBeCloseTo(half / 3, 12);
});

test("under μP the first step moves the outputs alike at all widths", () => {
  const step = (width: number, isMup: boolean) => {
    const root = Math.sqrt(width);
    const scale = (factor: number): Layers =>
      isMup ? [{ type: "scale", factor }] : [];
    const layers: Layers = [
      {
        type: "dense",
        units: width,
        bias: false,
        init: isMup ? "xavier" : "he",
      },
      ...scale(root),
      { type: "activation", fn: "tanh" },
      {
        type: "dense",
        units: 1,
        bias: false,
        ...(isMup && { init: "zero" as const }),
      },
      ...scale(1 / root),
    ];
    const small = { samples: 4, inputs: 3, outputs: 1 };
    const { objective, theta } = smallProblem(float64(), layers, small);
    const gradient = new Float64Array(objective.size);
    objective.evaluate(theta, gradient);
    // The loss falls by η|g|² to first order.
    return gradient.reduce((sum, g) => sum + g * g, 0);
  };
  const ratio = (isMup: boolean) => step(2048, isMup) / step(128, isMup);
  expect(ratio(true)).toBeGreaterThan(0.8);
  expect(ratio(true)).toBeLessThan(1.25);
  expect(ratio(false)).toBeGreaterThan(8);
});
