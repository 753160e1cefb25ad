import { describe, expect, test } from "vitest";
import {
  activationFunctions,
  type ActivationName,
} from "../../../core/layers/activation";
import { losses } from "../../../core/losses";
import { crossEntropy } from "../../../core/losses/cross-entropy";
import { logistic } from "../../../core/losses/logistic";
import { buildProblem, writeNetwork } from "../../../core/experiment/build";
import type { Chunk } from "../../../core/objective/network";
import { NetworkObjective } from "../../../core/objective/network-objective";
import { createRandom } from "../../../core/random";
import type { Backend } from "../../../core/tensor/backend";
import { Float64Backend } from "../../../core/tensor/float64";
import { addScaled, dot } from "../../../core/vector";
import {
  along,
  float64,
  golden,
  layerList,
  relativeDifference,
  requireNetwork,
  smallData,
  smallProblem,
  tensorflowBackend,
  type Layers,
  type SmallShape,
} from "../support";

type Fn = ActivationName;
const activationNames = activationFunctions.map(({ name }) => name);
const mlp = (fn: Fn, bias = true): Layers => [
  { type: "dense", units: 4, bias },
  { type: "activation", fn },
  { type: "dense", units: 5, bias },
  { type: "activation", fn },
  { type: "dense", units: 3, bias },
];
const shape: SmallShape = { samples: 7, inputs: 3, outputs: 3 };
const images: SmallShape = { samples: 3, inputs: [6, 5, 2], outputs: 2 };
const cnn = (...layers: Layers): Layers => [
  ...layers,
  { type: "dense", units: 2 },
];
const cases: [string, Layers, SmallShape][] = [
  ...activationNames.map((fn): [string, Layers, SmallShape] => [
    fn,
    mlp(fn),
    shape,
  ]),
  ["tanh without biases", mlp("tanh", false), shape],
  [
    "activation first",
    [{ type: "activation", fn: "tanh" }, ...mlp("tanh")],
    shape,
  ],
  ["one dense layer", [{ type: "dense", units: 3 }], shape],
  ["cross-entropy", mlp("tanh"), { ...shape, loss: "cross-entropy" }],
  [
    "logistic",
    [...mlp("swish"), { type: "dense", units: 1 }],
    { ...shape, outputs: 1, loss: "logistic" },
  ],
  [
    "convolutions with an average pool",
    cnn(
      { type: "conv2d", filters: 3 },
      { type: "activation", fn: "tanh" },
      { type: "pool", kind: "avg" },
      { type: "conv2d", filters: 2, kernel: 2, padding: "valid", bias: false },
      { type: "activation", fn: "gelu" },
      { type: "flatten" },
    ),
    images,
  ],
  [
    "strides and a max pool",
    cnn(
      { type: "conv2d", filters: 3, kernel: 2, stride: 2 },
      { type: "activation", fn: "softplus" },
      { type: "pool", kind: "max", size: 2 },
    ),
    images,
  ],
];

const numbers: SmallShape = { samples: 5, inputs: 4, outputs: 3 };
const sequence: SmallShape = { samples: 4, inputs: [3, 4], outputs: 2 };
const smooth = { type: "activation", fn: "tanh" } as const;
const composed: [string, Layers, SmallShape][] = [
  [
    "residual",
    [
      { type: "residual", layers: [{ type: "dense", units: 4 }, smooth] },
      { type: "dense", units: 3 },
    ],
    numbers,
  ],
  [
    "layer norm",
    [
      { type: "dense", units: 5 },
      { type: "layer-norm" },
      smooth,
      ...mlp("tanh"),
    ],
    numbers,
  ],
  [
    "batch norm",
    [
      { type: "dense", units: 5 },
      { type: "batch-norm" },
      smooth,
      ...mlp("tanh"),
    ],
    numbers,
  ],
  [
    "batch norm of images",
    cnn({ type: "conv2d", filters: 3 }, { type: "batch-norm" }, smooth),
    images,
  ],
  [
    "layer norm of images",
    cnn(
      { type: "conv2d", filters: 2, stride: 2 },
      { type: "layer-norm" },
      smooth,
    ),
    images,
  ],
  [
    "positions and attention",
    cnn({ type: "positions" }, { type: "attention", heads: 2 }, smooth, {
      type: "flatten",
    }),
    sequence,
  ],
  [
    "causal attention and the mean",
    [
      { type: "attention", heads: 1, causal: true },
      smooth,
      { type: "scale", factor: 1.5 },
      { type: "mean" },
      { type: "dense", units: 2 },
    ],
    sequence,
  ],
  [
    "a dense layer at each position",
    cnn(
      { type: "dense", units: 3 },
      smooth,
      { type: "layer-norm" },
      {
        type: "flatten",
      },
    ),
    sequence,
  ],
];

describe.each([...cases, ...composed])("%s", (_name, layers, shape) => {
  const { objective, theta, normals } = smallProblem(float64(), layers, shape);
  const [u, v] = [normals(objective.size), normals(objective.size)];
  const gradientAt = (point: Float64Array) => {
    const gradient = new Float64Array(objective.size);
    objective.evaluate(point, gradient);
    return gradient;
  };

  test("the gradient is the central difference of the loss", () => {
    // h = 1e-5: truncation h² and rounding 1e-16/h both near 1e-10.
    const [h, none] = [1e-5, new Float64Array(objective.size)];
    const slope =
      (objective.evaluate(along(theta, h, v), none) -
        objective.evaluate(along(theta, -h, v), none)) /
      (2 * h);
    // A thousand times that, for third derivatives that are larger than the slope.
    expect(Math.abs(dot(gradientAt(theta), v) - slope)).toBeLessThan(
      1e-7 * (1 + Math.abs(slope)),
    );
  });

  test("hvp is the central difference of the gradient", () => {
    const h = 1e-5;
    const difference = gradientAt(along(theta, h, v));
    addScaled(difference, -1, gradientAt(along(theta, -h, v)));
    const at = objective.linearize(theta);
    // Same error budget as above, with a factor ten in hand.
    expect(
      relativeDifference(
        at.hvp(v).map((x) => 2 * h * x),
        difference,
      ),
    ).toBeLessThan(1e-7);
    at.dispose();
  });

  test("uᵀHv = vᵀHu", () => {
    const at = objective.linearize(theta);
    const [a, b] = [dot(u, at.hvp(v)), dot(v, at.hvp(u))];
    // Equal up to rounding in sums of some hundred terms.
    expect(Math.abs(a - b)).toBeLessThan(1e-13 * (1 + Math.abs(a)) * 100);
    at.dispose();
  });

  test("D³L(v, v, ·) is the central difference of hvp along v", () => {
    // Kinks of relu stay put under so small a step; then both sides see the same polynomial.
    const h = 1e-4;
    const [ahead, behind] = [h, -h].map((t) => {
      const at = objective.linearize(along(theta, t, v));
      const product = at.hvp(v);
      at.dispose();
      return product;
    });
    addScaled(ahead, -1, behind);
    const at = objective.linearize(theta);
    const third = at.third(v).map((x) => 2 * h * x);
    at.dispose();
    const scale = Math.max(...behind.map(Math.abs));
    // Truncation h²·D⁵L against rounding 1e-16/h: about 1e-8 of the largest product.
    third.forEach((x, i) =>
      expect(Math.abs(x - ahead[i])).toBeLessThan(1e-7 * scale),
    );
  });
});

test("hvp against an explicit dense Hessian on a 60-parameter net", () => {
  const layers: Layers = [
    { type: "dense", units: 6 },
    { type: "activation", fn: "tanh" },
    { type: "dense", units: 4, bias: false },
    { type: "activation", fn: "tanh" },
    { type: "dense", units: 3, bias: false },
  ];
  const { objective, theta, normals } = smallProblem(float64(), layers, shape);
  expect(objective.size).toBe(60);
  // The Hessian from losses alone, by the four-point difference: it shares no code with the sweeps.
  const h = 1e-4;
  const scratch = new Float64Array(60);
  const loss = (i: number, a: number, j: number, b: number) => {
    const point = theta.slice();
    point[i] += a * h;
    point[j] += b * h;
    return objective.evaluate(point, scratch);
  };
  const hessian = Array.from({ length: 60 }, (_, i) =>
    Float64Array.from(
      { length: 60 },
      (_, j) =>
        (loss(i, 1, j, 1) -
          loss(i, 1, j, -1) -
          loss(i, -1, j, 1) +
          loss(i, -1, j, -1)) /
        (4 * h * h),
    ),
  );
  const v = normals(60);
  const at = objective.linearize(theta);
  const expected = Float64Array.from(hessian, (row) => dot(row, v));
  // Rounding 1e-16/h² is 1e-8 of each entry.
  expect(relativeDifference(at.hvp(v), expected)).toBeLessThan(1e-6);
  at.dispose();
});

describe("float32 on TensorFlow", () => {
  const problem = smallProblem(tensorflowBackend(), mlp("tanh"), shape);
  const twin = smallProblem(float64(), mlp("tanh"), shape);
  const v = problem.normals(problem.objective.size);

  test("hvp against central differences of its own gradient", () => {
    const { objective, theta } = problem;
    const h = 1e-2;
    const [ahead, behind] = [h, -h].map((t) => {
      const gradient = new Float64Array(objective.size);
      objective.evaluate(along(theta, t, v), gradient);
      return gradient;
    });
    addScaled(ahead, -1, behind);
    const at = objective.linearize(theta);
    const product = at.hvp(v).map((x) => 2 * h * x);
    at.dispose();
    // Rounding 1e-7/h and truncation h² are both near 1e-4 in single precision.
    expect(relativeDifference(product, ahead)).toBeLessThan(2e-3);
  });

  test("gradient, hvp and third derivative equal float64's to 1e-5", () => {
    const [a, b] = [problem, twin].map(({ objective, theta }) => {
      const at = objective.linearize(theta);
      const all = [at.gradient, at.hvp(v), at.third(v)];
      at.dispose();
      return all;
    });
    a.forEach((x, i) => expect(relativeDifference(x, b[i])).toBeLessThan(1e-5));
  });

  test("uᵀHv = vᵀHu", () => {
    const u = problem.normals(problem.objective.size);
    const at = problem.objective.linearize(problem.theta);
    expect(dot(u, at.hvp(v)) / dot(v, at.hvp(u))).toBeCloseTo(1, 4);
    at.dispose();
  });
});

test("a product is not disturbed by an evaluation elsewhere in between", () => {
  const { objective, theta, normals } = smallProblem(
    float64(),
    mlp("tanh"),
    shape,
  );
  const v = normals(objective.size);
  const at = objective.linearize(theta);
  const before = at.hvp(v);
  objective.evaluate(along(theta, 1, v), new Float64Array(objective.size));
  expect(at.hvp(v)).toEqual(before);
  at.dispose();
});

test("random small networks: hvp and third derivative against differences", () => {
  const random = createRandom(5);
  const pick = <R>(list: readonly R[]) =>
    list[Math.floor(list.length * random.uniform())];
  const upTo = (n: number) => 1 + Math.floor(n * random.uniform());
  const smooth = activationNames.filter(
    (fn) => !["relu", "hardtanh", "elu"].includes(fn),
  );
  const activation = () => ({
    type: "activation" as const,
    fn: pick(smooth),
  });
  for (let trial = 0; trial < 60; trial++) {
    const isImage = random.uniform() < 0.5;
    const layers: Layers = [];
    if (isImage) {
      layers.push(
        {
          type: "conv2d",
          filters: upTo(3),
          kernel: upTo(4),
          padding: "same",
          stride: upTo(2),
          bias: random.uniform() < 0.5,
        },
        activation(),
      );
      if (random.uniform() < 0.5)
        layers.push({ type: "pool", kind: pick(["avg", "max"]), size: 2 });
    }
    for (let depth = upTo(3); depth > 1; depth--)
      layers.push(
        { type: "dense", units: upTo(5), bias: random.uniform() < 0.5 },
        activation(),
      );
    const loss = pick(losses).name;
    const outputs = loss === "logistic" ? 1 : 2;
    layers.push({ type: "dense", units: outputs });
    const size: SmallShape = {
      samples: upTo(6),
      inputs: isImage ? [3 + upTo(3), 3 + upTo(3), upTo(2)] : upTo(4),
      outputs,
      loss,
    };
    const { objective, theta, normals } = smallProblem(
      float64(),
      layers,
      size,
      trial,
    );
    const v = normals(objective.size);
    const h = 1e-4;
    const [ahead, behind] = [h, -h].map((t) => {
      const at = objective.linearize(along(theta, t, v));
      const result = { gradient: at.gradient, product: at.hvp(v) };
      at.dispose();
      return result;
    });
    const at = objective.linearize(theta);
    const product = at.hvp(v);
    const third = at.third(v);
    at.dispose();
    const largest = (a: Float64Array) => Math.max(...a.map(Math.abs));
    const scale = largest(product) + largest(third) + largest(at.gradient);
    const what = JSON.stringify({ trial, layers, size });
    // Truncation h² = 1e-8 times the derivative two orders up, which may be a hundred times larger.
    product.forEach((x, i) =>
      expect(
        Math.abs(x - (ahead.gradient[i] - behind.gradient[i]) / (2 * h)),
        what,
      ).toBeLessThan(1e-6 * scale),
    );
    third.forEach((x, i) =>
      expect(
        Math.abs(x - (ahead.product[i] - behind.product[i]) / (2 * h)),
        what,
      ).toBeLessThan(1e-5 * scale),
    );
  }
});

describe.each([
  ["float64", () => new Float64Backend(), 1e-12],
  ["TensorFlow", tensorflowBackend, 1e-5],
] as [string, () => Backend<unknown>, number][])(
  "in chunks, %s",
  (_name, backend, tolerance) => {
    const { data, normals } = smallData(
      { ...shape, samples: 11, loss: "cross-entropy" },
      4,
    );
    const be = backend();
    const spec = requireNetwork(golden);
    spec.model.layers = layerList(mlp("tanh"));
    spec.loss = "cross-entropy";
    const network = writeNetwork(be, spec, [3], 11, false);
    const part = (
      start: number,
      end: number,
      isKept = true,
    ): Chunk<unknown> => {
      const rows = (values: Float64Array) =>
        be.upload(values.subarray(3 * start, 3 * end), end - start, 3);
      return {
        samples: end - start,
        inputs: rows(data.inputs),
        targets: rows(data.targets),
        sums: null,
        isKept,
      };
    };
    const magnitude = crossEntropy.magnitude(data.targets, 3);
    const one = [part(0, 11)];
    const whole = new NetworkObjective(network, () => one, true, magnitude);
    const theta = normals(whole.size);
    const v = normals(whole.size);
    const all = (objective: NetworkObjective<unknown>) => {
      const gradient = new Float64Array(objective.size);
      const loss = objective.evaluate(theta, gradient);
      const at = objective.linearize(theta);
      const results = [
        Float64Array.of(loss, at.loss, objective.score(theta).loss),
        gradient,
        at.gradient,
        at.hvp(v),
        at.third(v),
        at.hvp(v),
      ];
      at.dispose();
      return { results, accuracy: objective.accuracy };
    };
    const expected = all(whole);

    test.each([
      [true, true, true],
      [true, false, false],
      [false, false, false],
    ])("order 0 kept: %s, %s, %s", (first, second, third) => {
      const chunks = [
        part(0, 4, first),
        part(4, 8, second),
        part(8, 11, third),
      ];
      const cut = new NetworkObjective(network, () => chunks, true, magnitude);
      const found = all(cut);
      expect(found.accuracy).toBe(expected.accuracy);
      // Sums in another order.
      found.results.forEach((x, i) =>
        expect(relativeDifference(x, expected.results[i])).toBeLessThan(
          tolerance,
        ),
      );
    });
  },
);

test("accuracy is the share of samples whose largest output is their class", () => {
  const { data } = smallData({ ...shape, loss: "cross-entropy" }, 1);
  const be = float64();
  const spec = requireNetwork({
    ...golden,
    data: { source: "inline", x: [[0, 0, 0]], y: [[1, 0, 0]] },
    model: { kind: "network", layers: [{ type: "dense", units: 3 }] },
    loss: "cross-entropy",
  });
  const { objective, theta } = buildProblem(be, spec, {
    train: data,
    test: null,
  });
  objective.evaluate(theta, new Float64Array(objective.size));
  let right = 0;
  for (let i = 0; i < data.samples; i++) {
    const x = data.inputs.subarray(3 * i, 3 * i + 3);
    const f = [0, 1, 2].map(
      (j) => dot(theta.subarray(3 * j, 3 * j + 3), x) + theta[9 + j],
    );
    if (data.targets[3 * i + f.indexOf(Math.max(...f))] === 1) right++;
  }
  expect(objective.accuracy).toBe(right / data.samples);
  expect(right).toBeGreaterThan(0);
  expect(right).toBeLessThan(data.samples);
});

test("the logistic loss takes two classes as −1 and 1, and nothing else", () => {
  const { data } = smallData({ samples: 3, inputs: 1, outputs: 2 }, 1);
  data.targets = Float64Array.of(1, 0, 0, 1, 1, 0);
  expect([...logistic.targets({ ...data, classes: 2 }).values]).toEqual([
    -1, 1, -1,
  ]);
  const wrong = { ...data, targetWidth: 1, targets: Float64Array.of(1, -1, 3) };
  expect(() => logistic.targets(wrong)).toThrow(/sample 3 is 3/);
});
