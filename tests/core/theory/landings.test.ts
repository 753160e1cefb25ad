/** The way to the start of an analysis, taken up at checkpoints. */
import { describe, expect, test } from "vitest";
import { selfStabilizationSchema } from "../../../core/experiment/analysis-spec";
import { presetOf } from "../../../core/experiment/presets";
import { withWeightDecay } from "../../../core/optimizers/weight-decay";
import type { Objective } from "../../../core/objective/objective";
import { Replay } from "../../../core/run/replay";
import { analyse, type Analysis } from "../../../core/theory/analysis";
import {
  extentOfRun,
  forecastAnalysis,
  forecastAsked,
} from "../../../core/theory/duration";
import {
  landingsOf,
  stepsWalked,
  type Landing,
} from "../../../core/theory/landings";
import { chebyshev } from "../../../core/data/chebyshev";
import { finish, float64, goldenProblem, tensorflowBackend } from "../support";

const { spec } = presetOf("chebyshev");

type Precision = "float64" | "float32";

function problem(precision: Precision) {
  const data = chebyshev(3, 20);
  const { objective, theta } =
    precision === "float64"
      ? goldenProblem(float64(), data)
      : goldenProblem(tensorflowBackend(), data);
  return { objective: withWeightDecay(objective, 0), theta };
}

/** Parameters of the run at some steps. */
function statesAt(
  steps: number[],
  begin = 0,
  precision: Precision = "float64",
): Landing[] {
  const { objective, theta } = problem(precision);
  const optimizer = { kind: "gd", stepSize: 0.2, weightDecay: 0 } as const;
  const replay = new Replay({ optimizer, steps: 1000 }, objective, theta);
  const states: Landing[] = [];
  for (let step = 0; step <= Math.max(begin, ...steps); step++) {
    if (steps.includes(step) || step === begin)
      states.push({ step, theta: replay.state().theta });
    finish(replay.advance());
  }
  return states;
}

/** How often an objective is evaluated, besides the analysis of a run up to a step. */
function analysed(
  from: number,
  options: {
    landings?: Landing[];
    begin?: Landing;
    precision?: Precision;
  } = {},
) {
  const { precision = "float64" } = options;
  const { objective, theta } = problem(precision);
  let evaluations = 0;
  const counted: Objective = {
    size: objective.size,
    accuracy: null,
    get lossError() {
      return objective.lossError;
    },
    evaluate: (at, gradient) => {
      evaluations++;
      return objective.evaluate(at, gradient);
    },
    linearize: (at) => objective.linearize(at),
  };
  const work = analyse({
    objective: counted,
    ...(options.begin && { begin: options.begin.step }),
    theta: options.begin?.theta ?? theta,
    ...(options.landings && { landings: options.landings }),
    stepSize: 0.2,
    precision,
    crossing: null,
    from,
    runSteps: 1000,
    steps: 6,
    kick: 0.5,
    kinks: null,
    flows: true,
    onProgress: () => undefined,
  });
  for (;;) {
    const state = work.next();
    if (state.done) return { analysis: state.value, evaluations };
  }
}

const numbers = ({ columns, summary }: Analysis) => ({ columns, summary });

describe("an analysis that is taken up at checkpoints", () => {
  const from = 930;
  const straight = analysed(from);

  test.each([
    ["one for each row", 5, 186],
    ["fewer than rows", 300, 3],
    ["at odd steps", 37, 25],
    ["at every step", 1, 930],
  ])("has the same numbers, bit for bit: %s", (_, every, count) => {
    const kept = Array.from({ length: count }, (_, i) => (i + 1) * every);
    const way = { begin: 0, from, kept, parameters: 61 };
    const steps = landingsOf(way);
    const landed = analysed(from, { landings: statesAt(steps) });
    expect(numbers(landed.analysis)).toEqual(numbers(straight.analysis));
    const saved = from - stepsWalked(way);
    // A landing evaluates once itself.
    const spared = straight.evaluations - landed.evaluations;
    expect(spared).toBe(saved - steps.length);
    expect(stepsWalked(way)).toBeLessThanOrEqual(from);
  });

  test("has the same numbers in float32 as well", () => {
    const precision = "float32";
    const kept = [100, 299, 300, 420];
    const way = { begin: 0, from: 500, kept, parameters: 61 };
    const landings = statesAt(landingsOf(way), 0, precision);
    expect(landings.length).toBeGreaterThan(0);
    const walked = analysed(500, { precision });
    const landed = analysed(500, { precision, landings });
    expect(numbers(landed.analysis)).toEqual(numbers(walked.analysis));
    expect(landed.evaluations).toBeLessThan(walked.evaluations);
    // It is single precision: the numbers of double precision are others.
    const double = analysed(500);
    expect(numbers(landed.analysis)).not.toEqual(numbers(double.analysis));
  });

  test("walks from the last checkpoint before each row alone", () => {
    // A row every 100 steps of 10,000.
    const way = { begin: 0, from: 10_000, parameters: 61 };
    const every = (cadence: number) =>
      Array.from({ length: 10_000 / cadence }, (_, i) => (i + 1) * cadence);
    // Each row is at a checkpoint: of a hundred steps one is made, for the descent lemma.
    expect(stepsWalked({ ...way, kept: every(100) })).toBe(100);
    expect(stepsWalked({ ...way, kept: every(1000) })).toBe(9010);
    expect(stepsWalked({ ...way, kept: every(40) })).toBe(50 + 50 * 21);
    expect(stepsWalked({ ...way, kept: [] })).toBe(10_000);
    expect(landingsOf({ ...way, kept: [1, 60, 99, 101] })).toEqual([99]);
  });

  test("takes those that spare most where all are too large together", () => {
    const kept = [50, 199, 250];
    const way = { begin: 0, from: 10_000, kept };
    expect(landingsOf({ ...way, parameters: 2 ** 23 })).toEqual([199]);
    expect(landingsOf({ ...way, parameters: 2 ** 24 })).toEqual([]);
  });

  test("that begins with a fork has the rows of the fork, and the way is as long as that", () => {
    const [begin] = statesAt([700]).filter(({ step }) => step === 700);
    const { analysis } = analysed(from, { begin });
    const { step, loss } = analysis.columns;
    expect([step[0], step[1]]).toEqual([700, 703]);
    const whole = straight.analysis.columns;
    expect(loss.at(-1)).toBeCloseTo(whole.loss.at(-1) ?? NaN, 10);
  });
});

describe("its forecast", () => {
  const same = (seconds: number) => ({ low: seconds, high: seconds });
  const costs = {
    step: same(0.01),
    measurement: same(0.09),
    perProduct: same(0.01),
  };
  const wanted = selfStabilizationSchema.parse({ steps: 100, flows: false });
  const summary = { crossingStep: 10_000, step: 20_000 };
  const kept = Array.from({ length: 100 }, (_, i) => 100 * (i + 1));
  const seconds = (steps: number[]) =>
    forecastAnalysis(
      extentOfRun({ spec, summary, fork: null, kept: { steps } }, wanted, 5000),
      costs,
    )?.low ?? NaN;

  test("counts the steps that are made one by one", () => {
    expect(seconds([]) - seconds(kept)).toBeCloseTo(0.01 * 9900, 9);
  });

  test("counts on the checkpoints that a run will keep", () => {
    const asked = (every?: number) =>
      forecastAsked(
        {
          ...spec,
          steps: 10_000,
          ...(every && { checkpoints: { every } }),
          analysis: { selfStabilization: { ...wanted, from: 10_000 } },
        },
        costs,
        5000,
      )?.low ?? NaN;
    expect(asked() - asked(100)).toBeCloseTo(0.01 * 9900, 9);
  });
});
