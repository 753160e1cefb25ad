import { describe, expect, test } from "vitest";
import type { AnalysisQuestion } from "../../../core/contract/engine";
import { LabFailure } from "../../../core/errors";
import { presetOf } from "../../../core/experiment/presets";
import { requireExperiment } from "../../../core/experiment/validate";
import { Replay } from "../../../core/run/replay";
import { RunControl } from "../../../core/run/control";
import { analyseRun } from "../../../main/engine/analyse";
import { dataFiles } from "../../../main/engine/data-files";
import { loadTensorflow } from "../../../main/engine/load-tensorflow";
import { prepareRun } from "../../../main/engine/prepare";

const surroundings = { files: dataFiles(), tensorflow: loadTensorflow };
const { spec } = presetOf("chebyshev");

async function question(
  changes: Partial<AnalysisQuestion> = {},
): Promise<AnalysisQuestion> {
  const { engine, release } = await prepareRun(
    changes.spec ?? spec,
    surroundings,
  );
  release();
  return {
    kind: "analysis",
    spec,
    engine,
    fork: null,
    landings: [],
    wanted: { from: "crossing", steps: 20, kick: 0.5, flows: false },
    crossing: 991,
    runSteps: 1200,
    ...changes,
  };
}

const ask = async (
  changes: Partial<AnalysisQuestion>,
  control = new RunControl(),
  onProgress: (share: number) => void = () => undefined,
) => analyseRun(await question(changes), control, surroundings, onProgress);

describe("an analysis in the engine", () => {
  test("does the run again from its data", async () => {
    const shares: number[] = [];
    const { summary } = await ask({}, undefined, (share) => shares.push(share));
    expect(summary.start?.alpha).toBeCloseTo(0.02647755, 8);
    expect(summary.agreement.steps).toBe(20);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  });

  test("of a fork goes by the mini-batches of the run before it", async () => {
    const parent = requireExperiment({
      ...spec,
      batch: { size: 5 },
      steps: 30,
    });
    const whole = await prepareRun(parent, surroundings);
    const { objective, theta, samples } = whole;
    const replay = new Replay(parent, objective, theta, { samples });
    while (replay.step < 20) replay.advance().next();
    const loss = objective.evaluate(
      replay.state().theta,
      new Float64Array(theta.length),
    );
    whole.release();
    const { summary, columns } = await ask({
      fork: {
        step: 20,
        parent: { name: "Parent", createdAt: 0, spec: parent },
        earlier: [],
        precision: "float64",
        digest: whole.engine.data?.digest ?? null,
      },
      wanted: { from: 25, steps: 5, kick: 0.5, flows: false },
      crossing: null,
      runSteps: 100,
    });
    expect(summary.from).toBe(25);
    expect([columns.step[0], columns.loss[0]]).toEqual([20, loss]);
  });

  test("is refused for another optimizer, in words", async () => {
    const adam = {
      ...spec,
      optimizer: {
        kind: "adam" as const,
        stepSize: 0.01,
        weightDecay: 0,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
      },
    };
    await expect(ask({ spec: adam })).rejects.toThrow(
      "covers plain gradient descent. An experiment with Adam cannot be analysed",
    );
  });

  test("is refused where not even the first point is finite: an empty analysis would be stored", async () => {
    const steep = requireExperiment({
      edgeLab: 1,
      name: "too far out",
      data: { source: "inline", x: [[1], [2]], y: [[1e200], [0]] },
      model: { kind: "network", layers: [{ type: "dense", units: 1 }] },
      optimizer: { kind: "gd", stepSize: 0.1 },
      steps: 5,
    });
    const wanted = { from: 0, steps: 20, kick: 0, flows: true };
    const asked = ask({ spec: steep, crossing: null, runSteps: 0, wanted });
    await expect(asked).rejects.toThrow("There is nothing to analyse");
    const crossing = { ...wanted, from: "crossing" as const };
    await expect(
      ask({ spec: steep, crossing: null, runSteps: 0, wanted: crossing }),
    ).rejects.toThrow("no step at which loss and sharpness are finite");
  });

  test("is refused when the data have changed", async () => {
    const { engine } = await question();
    const other = { digest: "00", samples: 20, testSamples: 0 };
    await expect(ask({ engine: { ...engine, data: other } })).rejects.toThrow(
      "The data have changed since the run started",
    );
  });

  test("stops when it is told to", async () => {
    const control = new RunControl();
    const wanted = { from: 991, steps: 20_000, kick: 0, flows: true };
    const failure = await ask({ wanted }, control, () => control.stop()).catch(
      (thrown: unknown) => thrown,
    );
    expect(failure).toBeInstanceOf(LabFailure);
    expect((failure as LabFailure).error.code).toBe("stopped");
  });

  test("weight decay counts: α is that of L + ½w|θ|²", async () => {
    const decayed = {
      ...spec,
      optimizer: { ...spec.optimizer, weightDecay: 0.01 },
    };
    const wanted = { from: 100, steps: 1, kick: 0, flows: false };
    const plain = await ask({ wanted });
    const { summary } = await ask({ wanted, spec: decayed });
    expect(summary.start?.alpha).not.toBeCloseTo(
      plain.summary.start?.alpha ?? NaN,
      4,
    );
  });
});
