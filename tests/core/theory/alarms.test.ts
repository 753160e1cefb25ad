import { describe, expect, test } from "vitest";
import { chebyshev } from "../../../core/data/chebyshev";
import { kinks } from "../../../core/experiment/kinks";
import type { Objective } from "../../../core/objective/objective";
import { buildLandscape } from "../../../core/landscapes/spec";
import { analyse, type AnalysisInput } from "../../../core/theory/analysis";
import { buildProblem } from "../../../core/experiment/build";
import {
  golden,
  finish,
  float64,
  requireNetwork,
  tensorflowBackend,
} from "../support";
import { goldenProblem } from "../support";

type Options = Partial<AnalysisInput> & {
  objective: Objective;
  theta: Float64Array;
};

function analysed(options: Options) {
  return finish(
    analyse({
      stepSize: 0.2,
      precision: "float64",
      crossing: 991,
      from: null,
      runSteps: 1200,
      steps: 40,
      kick: 0.5,
      kinks: null,
      flows: false,
      onProgress: () => undefined,
      ...options,
    }),
  );
}

const raised = (options: Options) =>
  analysed(options).summary.alarms.map(({ kind }) => kind);

const goldenNet = () => goldenProblem(float64(), chebyshev(3, 20));

/** A formula in x (along u), p (sharpness) and a second steep direction y. */
function landscape(formula: string, start: Record<string, number>) {
  return buildLandscape({ kind: "landscape", name: "formula", formula, start });
}

test("the golden run with a kick raises none", () => {
  expect(raised(goldenNet())).toEqual([]);
});

describe("each alarm", () => {
  test("symmetry: without a kick the golden run sits on the ridge", () => {
    expect(raised({ ...goldenNet(), kick: 0 })).toEqual(["symmetry"]);
  });

  test("never reached: sharpening is still measured, and nothing is constrained", () => {
    const { columns, summary } = analysed({
      ...goldenNet(),
      stepSize: 0.05,
      crossing: null,
      runSteps: 200,
    });
    expect(summary.alarms.map(({ kind }) => kind)).toEqual(["never-reached"]);
    expect(summary.start).toBeNull();
    expect(summary.steps).toBe(0);
    expect(columns["step"].length).toBe(100);
    expect(columns["alpha"].every(Number.isFinite)).toBe(true);
  });

  test("above at the start: a run that jumps beyond the edge at once", () => {
    const kinds = raised({ ...goldenNet(), stepSize: 0.45, crossing: 0 });
    expect(kinds).toContain("above-at-start");
  });

  test("kinks: a relu net has the run and the lemma, and no constrained trajectory", () => {
    const spec = requireNetwork({
      ...golden,
      model: {
        ...golden.model,
        layers: [
          { type: "dense", units: 20 },
          { type: "activation", fn: "relu" },
          { type: "dense", units: 1 },
        ],
      },
    });
    const data = { train: chebyshev(3, 20), test: null };
    const { columns, summary } = analysed({
      ...buildProblem(float64(), spec, data),
      crossing: 5,
      kinks: kinks(spec.model),
      steps: 10,
    });
    expect(summary.alarms.map(({ kind }) => kind)).toEqual(["kinks"]);
    expect(summary.start).toBeNull();
    expect(columns["bound"].every(Number.isFinite)).toBe(true);
    expect(columns["alpha"].some(Number.isFinite)).toBe(false);
  });

  test("a second eigenvalue at the edge", () => {
    const one = landscape("(9.9 + 5*p)*x^2/2 - 0.006*p + 4*y^2", {
      x: 0.02,
      p: 0.03,
      y: 0.1,
    });
    const two = landscape("(9.9 + 5*p)*x^2/2 - 0.006*p + 4.9*y^2", {
      x: 0.02,
      p: 0.03,
      y: 0.1,
    });
    expect(raised({ ...one, crossing: 1 })).not.toContain("second-eigenvalue");
    expect(raised({ ...two, crossing: 1 })).toContain("second-eigenvalue");
  });

  test("an eigenvalue at 0.95 × 2/η is no second one for the alarm, as for the central flow", () => {
    const near = landscape("(9.9 + 5*p)*x^2/2 - 0.006*p + 4.775*y^2", {
      x: 0.02,
      p: 0.03,
      y: 0.1,
    });
    const { columns, summary } = analysed({
      ...near,
      crossing: 1,
      flows: true,
    });
    const kinds = summary.alarms.map(({ kind }) => kind);
    expect(kinds).not.toContain("second-eigenvalue");
    expect(columns["edgeCount"].every((n) => Number.isNaN(n) || n === 1)).toBe(
      true,
    );
    expect(columns["constrainedSecond"].at(-1)).toBeCloseTo(9.55, 6);
  });

  test("no central flow: no place near the run has S ≤ 2/η", () => {
    const steep = landscape("6*x^2 + 0.02*sin(p)*x^2", { x: 0.1, p: 1 });
    const { columns, summary } = analysed({
      ...steep,
      crossing: 1,
      steps: 3,
      flows: true,
    });
    expect(summary.alarms).toContainEqual(
      expect.objectContaining({ kind: "central-flow", step: 1 }),
    );
    expect(columns["centralLoss"].some(Number.isFinite)).toBe(false);
    expect(columns["flowLoss"].at(-1)).toSatisfy(Number.isFinite);
    expect(summary.agreement.centralLoss).toBeNull();
  });

  test("an inactive constraint: descent that lowers the sharpness", () => {
    const falling = landscape("(10.05 + 5*p)*x^2/2 + 0.006*p", {
      x: 0.001,
      p: 0,
    });
    const { columns, summary } = analysed({ ...falling, crossing: 1 });
    expect(summary.alarms.map(({ kind }) => kind)).toContain("inactive");
    expect(columns["delta"].at(-1)).toBe(0);
  });

  test("a projection that does not converge: no place has S ≤ 2/η", () => {
    const steep = landscape("6*x^2 + 0.02*sin(p)*x^2", { x: 0.1, p: 1 });
    const kinds = raised({ ...steep, crossing: 1, steps: 3 });
    expect(kinds).toContain("projection");
    const single = { ...steep, precision: "float32" as const };
    const singleKinds = raised({ ...single, crossing: 1, steps: 3 });
    expect(singleKinds).toContain("float32");
    expect(singleKinds).not.toContain("projection");
  });

  test("float32 on TensorFlow stays within what is asked of it on the golden run", () => {
    const problem = goldenProblem(tensorflowBackend(), chebyshev(3, 20));
    const kinds = raised({ ...problem, precision: "float32", steps: 20 });
    expect(kinds).toEqual([]);
  });

  test("eigenvectors that change places", () => {
    // The curvature along y grows past the one along x while the constraint holds both.
    const swap = landscape(
      "(9.9 + 5*p)*x^2/2 - 0.006*p + (9.99 + 0.5*q)*y^2/2 - 0.05*q",
      { x: 0.02, p: 0.03, y: 0.02, q: 0 },
    );
    expect(raised({ ...swap, crossing: 1, steps: 200 })).toContain("swap");
  });

  test("far away: a run thrown out of the neighbourhood", () => {
    const kinds = raised({ ...goldenNet(), kick: 12, steps: 10 });
    expect(kinds).toContain("left");
  });
});

test("a run that diverges ends the table where it does, and says what there is", () => {
  const bowl = landscape("6*x^2 + p^2/100", { x: 1, p: 1 });
  const { columns, summary } = analysed({
    ...bowl,
    crossing: 0,
    steps: 4000,
  });
  expect(columns["step"].length).toBeLessThan(4000);
  expect(summary.steps).toBe(columns["step"].length);
  expect(summary.alarms.at(-1)).toMatchObject({
    kind: "ended",
    step: columns["step"].at(-1),
  });
  expect(columns["loss"].every(Number.isFinite)).toBe(true);
  expect(summary.alarms.map(({ kind }) => kind)).toContain("above-at-start");
});
