/** λ₁(G) and uᵀRu against matrices that are written down: H = G + R, G = JᵀℓʺJ. */
import { describe, expect, test } from "vitest";
import { losses } from "../../../core/losses";
import type { Linearization } from "../../../core/objective/objective";
import { createRandom } from "../../../core/random";
import { symmetricEigen } from "../../../core/spectrum/symmetric";
import { withWeightDecay } from "../../../core/optimizers/weight-decay";
import { SpectrumMeter } from "../../../core/spectrum/meter";
import { preconditioned } from "../../../core/spectrum/preconditioned";
import { dot } from "../../../core/vector";
import {
  float64,
  smallProblem,
  tensorflowBackend,
  type Layers,
} from "../support";

const [samples, inputs, hidden] = [7, 3, 5];

/** ℓʺ by the outputs of one sample of n, row by row. */
const bends: Record<string, (f: number[]) => number[][]> = {
  mse: (f) => f.map((_, i) => f.map((_, j) => (i === j ? 1 : 0))),
  "cross-entropy": (f) => {
    const p = f.map(Math.exp);
    const sum = p.reduce((a, b) => a + b);
    return p.map((a, i) =>
      p.map((b, j) => ((i === j ? a : 0) - (a * b) / sum) / sum),
    );
  },
  // y = ±1 and σʹ is even.
  logistic: ([f]) => [[1 / (2 + Math.exp(f) + Math.exp(-f))]],
};

/** G of the network inputs-hidden-outputs with tanh, from its own derivatives by each weight. */
function denseG(
  theta: Float64Array,
  x: Float64Array,
  outputs: number,
  bend: (f: number[]) => number[][],
) {
  const size = theta.length;
  const G = Array.from({ length: size }, () => new Float64Array(size));
  const [b1, w2] = [hidden * inputs, hidden * inputs + hidden];
  const b2 = w2 + outputs * hidden;
  for (let s = 0; s < samples; s++) {
    const row = x.subarray(s * inputs, (s + 1) * inputs);
    const h = Array.from({ length: hidden }, (_, k) =>
      Math.tanh(
        dot(theta.subarray(k * inputs, (k + 1) * inputs), row) + theta[b1 + k],
      ),
    );
    const weight = (o: number, k: number) => theta[w2 + o * hidden + k];
    const f = Array.from({ length: outputs }, (_, o) =>
      h.reduce((sum, value, k) => sum + weight(o, k) * value, theta[b2 + o]),
    );
    const J = f.map((_, o) => {
      const line = new Float64Array(size);
      h.forEach((value, k) => {
        const slope = weight(o, k) * (1 - value * value);
        row.forEach((xi, i) => (line[k * inputs + i] = slope * xi));
        line[b1 + k] = slope;
        line[w2 + o * hidden + k] = value;
      });
      line[b2 + o] = 1;
      return line;
    });
    bend(f).forEach((line, a) =>
      line.forEach((l, b) => {
        for (let i = 0; i < size; i++)
          for (let j = 0; j < size; j++)
            G[i][j] += (l * J[a][i] * J[b][j]) / samples;
      }),
    );
  }
  return G;
}

function* columnsOf(size: number) {
  for (let i = 0; i < size; i++) {
    const unit = new Float64Array(size);
    unit[i] = 1;
    yield { i, unit };
  }
}

const lower = (rows: readonly Float64Array[]) =>
  rows.map((row, i) => row.slice(0, i + 1));

const network = (outputs: number): Layers => [
  { type: "dense", units: hidden },
  { type: "activation", fn: "tanh" },
  { type: "dense", units: outputs },
];

function measured(
  at: Linearization,
  k: number | "all" = 1,
  precision: "float64" | "float32" = "float64",
) {
  const meter = new SpectrumMeter(
    { k, trace: false, gaussNewton: true },
    { size: at.gradient.length, precision },
  );
  const work = meter.measure(at, null);
  for (;;) {
    const state = work.next();
    if (state.done) return state.value;
  }
}

describe.each(losses.map(({ name }) => name))("%s", (loss) => {
  const outputs = loss === "logistic" ? 1 : 3;
  const problem = smallProblem(float64(), network(outputs), {
    samples,
    inputs,
    outputs,
    loss,
  });
  const { objective, theta, data } = problem;
  const { size } = objective;
  const G = denseG(theta, data.inputs, outputs, bends[loss]);

  test("the product is that with JᵀℓʺJ", () => {
    const at = objective.linearize(theta);
    for (const { i, unit } of columnsOf(size))
      at.gaussNewton?.(unit).forEach((g, j) =>
        // Of numbers near 1: asked are 1e-10.
        expect(Math.abs(g - G[i][j])).toBeLessThan(1e-14),
      );
    expect(at.gaussNewton).toBeDefined();
    at.dispose();
  });

  test.each([1, 3, "all"] as const)(
    "λ₁(G) and uᵀRu, with %s eigenvalues of H",
    (k) => {
      const at = objective.linearize(theta);
      const { vectors, values, gaussNewton } = measured(at, k);
      const [largest] = symmetricEigen(lower(G)).values;
      expect(Math.abs(gaussNewton.value - largest)).toBeLessThan(1e-10);
      expect(gaussNewton.residual).toBeLessThan(1e-7 * largest);
      expect(gaussNewton.certificate).toBe(0);
      const [u] = vectors;
      const uGu = u.reduce((sum, ui, i) => sum + ui * dot(G[i], u), 0);
      const remainder = dot(u, at.hvp(u)) - uGu;
      expect(Math.abs(gaussNewton.remainder - remainder)).toBeLessThan(1e-10);
      expect(values[0]).toBeCloseTo(uGu + gaussNewton.remainder, 10);
      expect(Math.abs(remainder)).toBeGreaterThan(1e-3);
      at.dispose();
    },
  );

  test("weight decay adds w to G and nothing to R", () => {
    const plain = objective.linearize(theta);
    const before = measured(plain);
    plain.dispose();
    const at = withWeightDecay(objective, 0.25).linearize(theta);
    const { gaussNewton } = measured(at);
    at.dispose();
    const { value, remainder } = before.gaussNewton;
    expect(gaussNewton.value - value).toBeCloseTo(0.25, 10);
    expect(gaussNewton.remainder).toBeCloseTo(remainder, 8);
  });

  test("with a preconditioner it is P^−½GP^−½", () => {
    const random = createRandom(3);
    const p = Float64Array.from({ length: size }, () => 0.5 + random.uniform());
    const scaled = G.map((row, i) =>
      row.map((g, j) => g / Math.sqrt(p[i] * p[j])),
    );
    const at = preconditioned(objective.linearize(theta), p);
    const [largest] = symmetricEigen(lower(scaled)).values;
    expect(measured(at).gaussNewton.value).toBeCloseTo(largest, 10);
    at.dispose();
  });

  test("single precision", () => {
    const twin = smallProblem(tensorflowBackend(), network(outputs), {
      samples,
      inputs,
      outputs,
      loss,
    });
    const at = twin.objective.linearize(theta);
    const { gaussNewton } = measured(at, 1, "float32");
    const [largest] = symmetricEigen(lower(G)).values;
    expect(Math.abs(gaussNewton.value / largest - 1)).toBeLessThan(1e-5);
    at.dispose();
  });
});

test.each(losses.map(({ name }) => name))(
  "R = 0 on a linear model, with weight decay and %s",
  (loss) => {
    const outputs = loss === "logistic" ? 1 : 3;
    const { objective, theta } = smallProblem(
      float64(),
      [{ type: "dense", units: outputs }],
      { samples: 7, inputs: 4, outputs, loss },
    );
    for (const weight of [0, 0.1]) {
      const at = withWeightDecay(objective, weight).linearize(theta);
      const { values, gaussNewton } = measured(at);
      expect(Math.abs(gaussNewton.remainder)).toBeLessThan(1e-14);
      expect(Math.abs(gaussNewton.value - values[0])).toBeLessThan(1e-10);
      at.dispose();
    }
  },
);
