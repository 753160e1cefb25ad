/** The PyTorch script of a run as text; tests/torture/torch-scripts.test.ts runs such scripts. */
import { describe, expect, test } from "vitest";
import { requireExperiment } from "../../../core/experiment/validate";
import { requireTorch, torchExport } from "../../../core/export/torch/export";
import type { EngineInfo } from "../../../core/run/summary";
import { parameterShapes } from "../../../core/layers/network";

const engine: EngineInfo = {
  backend: "float64",
  precision: "float64",
  precisionReason: "",
  parameters: 0,
  loss: "",
  data: null,
  versions: {},
  threads: 1,
};

function exported(changes: object, inputShape = [4, 3, 2], name = "Digits") {
  const spec = requireExperiment({
    edgeLab: 1,
    name,
    data: { source: "mnist", samples: 2 },
    model: {
      kind: "network",
      layers: [
        { type: "conv2d", filters: 3, kernel: 2, stride: 2 },
        { type: "activation", fn: "square" },
        { type: "dense", units: 10, bias: false },
      ],
    },
    optimizer: { kind: "gd", stepSize: 0.05 },
    steps: 3,
    ...changes,
  });
  const model = spec.model as Extract<typeof spec.model, { kind: "network" }>;
  const size = parameterShapes(model.layers, inputShape).reduce(
    (sum, { rows, columns }) => sum + rows * columns,
    0,
  );
  const numbers = inputShape.reduce((a, b) => a * b, 1);
  const { script, arrays } = torchExport(
    {
      id: 7,
      name,
      spec,
      fork: null,
      engine,
      steps: {
        step: Float64Array.of(0, 1),
        loss: Float64Array.of(2, 1),
        gradNorm: Float64Array.of(3, 2),
      },
      spectrum: {
        step: Float64Array.of(0, 1),
        lambda1: Float64Array.of(5, 6),
        midpoint: Float64Array.of(0, 1),
      },
    },
    {
      theta: Float64Array.from({ length: size }, (_, i) => i),
      inputShape,
      inputs: Float64Array.from({ length: 2 * numbers }, (_, i) => i),
      targets: new Float64Array(20),
      columns: 10,
    },
    "digits",
  );
  const array = (wanted: string) => arrays.find(({ name }) => name === wanted);
  return { script, array };
}

describe("a script", () => {
  test("builds the network of the run", () => {
    const { script } = exported({});
    expect(script).toContain(`class Square(nn.Module):
    def forward(self, x):
        return x**2


model = nn.Sequential(
    nn.ZeroPad2d((0, 1, 0, 0)),
    nn.Conv2d(2, 3, 2, stride=2),
    Square(),
    nn.Flatten(),
    nn.Linear(12, 10, bias=False),
).to(dtype)
`);
    expect(script).toContain(
      "lr = 0.05\noptimizer = torch.optim.SGD(parameters, lr=lr)\n",
    );
    expect(script).not.toMatch(/\n{4}|[ \t]\n|import torch.nn.functional/);
  });

  test("imports what it uses, and follows a schedule", () => {
    const { script, array } = exported({
      loss: "cross-entropy",
      optimizer: {
        kind: "adam",
        stepSize: { peak: 0.1, decay: { kind: "linear" } },
        weightDecay: 0.5,
      },
    });
    expect(script).toContain("import torch.nn.functional as F\n");
    expect(script).toContain('group["lr"] = float(arrays["step_size"][step])');
    expect(script).toContain("/ len(y) + 0.5 / 2 * penalty");
    expect(script).toContain(
      "roots = flat([preconditioner(p) for p in parameters]).rsqrt()",
    );
    expect(array("step_size")?.values[0]).toBe(0.1);
  });

  test("has images and weights behind them with the channels first", () => {
    const { array } = exported({});
    const x = array("x");
    expect(x?.shape).toEqual([2, 2, 4, 3]);
    // Row by row of the first channel, which is every other number.
    expect([...(x?.values.slice(0, 14) ?? [])]).toEqual([
      ...[0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22],
      ...[1, 3],
    ]);
    expect(array("1.weight")?.shape).toEqual([3, 2, 2, 2]);
    const weight = array("4.weight");
    const first = 3 * 8 + 3;
    // A 2 × 2 image with three channels is flattened.
    expect([...(weight?.values.slice(0, 12) ?? [])]).toEqual(
      [0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11].map((i) => first + i),
    );
  });

  test("compares measurements at steps, and not between them", () => {
    const { array } = exported({});
    expect(array("lab/loss")?.values).toEqual(Float64Array.of(2, 1));
    expect(array("lab/sharpness_step")?.values).toEqual(Float64Array.of(0));
    expect(array("lab/sharpness")?.values).toEqual(Float64Array.of(5));
  });

  test("holds a name as text, whatever it says", () => {
    const name = 'a"""\nimport os; os.remove("x")\\N{DIGIT ONE}\u2028"';
    const { script } = exported({ name: "x" }, undefined, name);
    const [first, second] = script.split("\n");
    expect(first).toBe(
      `"""a''' import os; os.remove('x')\\\\N{DIGIT ONE} ': run 7 of Edge Lab, done again in PyTorch.`,
    );
    expect(second).toBe("");
    expect(script.match(/"""/g)?.length).toBe(
      exported({}).script.match(/"""/g)?.length,
    );
  });
});

describe("PyTorch cannot do again", () => {
  const spec = (changes: object) =>
    requireExperiment({
      edgeLab: 1,
      name: "x",
      optimizer: { kind: "gd", stepSize: 0.1 },
      steps: 3,
      ...changes,
    });

  test("a landscape", () => {
    const model = { kind: "landscape", name: "product" };
    expect(() => requireTorch({ spec: spec({ model }) })).toThrow(
      "PyTorch cannot run it: a landscape is a formula without a network or data.",
    );
  });

  test("mini-batches", () => {
    const network = spec({
      data: { source: "chebyshev" },
      model: { kind: "network", layers: [{ type: "dense", units: 1 }] },
      batch: { size: 5 },
    });
    expect(() => requireTorch({ spec: network })).toThrow(
      "The script uses the loss on all samples, but this run has mini-batches.",
    );
  });

  test("gradient flow", () => {
    expect(() =>
      requireTorch({
        spec: spec({
          data: { source: "chebyshev" },
          model: { kind: "network", layers: [{ type: "dense", units: 1 }] },
          optimizer: { kind: "gradient-flow", stepSize: 0.1 },
        }),
      }),
    ).toThrow(
      "PyTorch has no integrator of differential equations, which gradient flow needs.",
    );
  });
});
