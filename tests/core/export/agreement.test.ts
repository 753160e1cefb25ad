import { describe, expect, it } from "vitest";
import { agreementOf, type Recorded } from "../../../core/export/agreement";
import { emptySummary, type EngineInfo } from "../../../core/run/summary";

const engine: EngineInfo = {
  backend: "float64",
  precision: "float64",
  precisionReason: "",
  parameters: 61,
  loss: "",
  data: { digest: "ab12", samples: 20, testSamples: 0 },
  versions: { edgeLab: "0.1.0" },
  threads: 1,
};

function recorded(
  loss: number[],
  changes: { lambda1?: number[]; digest?: string; crossing?: number } = {},
): Recorded {
  const step = Float64Array.from(loss, (_, i) => i);
  const { lambda1 = [1, NaN], digest = "ab12", crossing } = changes;
  return {
    run: {
      summary: { ...emptySummary, crossingStep: crossing ?? null },
      engine: { ...engine, data: { digest, samples: 20, testSamples: 0 } },
    },
    records: {
      steps: {
        step,
        loss: Float64Array.from(loss),
        seconds: step.map(() => Math.random()),
      },
      spectrum: {
        step: Float64Array.from(lambda1, (_, i) => 2 * i),
        lambda1: Float64Array.from(lambda1),
      },
      test: {},
      batch: {},
      batchSteps: {},
    },
  };
}

describe("agreement", () => {
  it("is bit for bit where only the running time is another", () => {
    const agreement = agreementOf(
      recorded([3, 2, NaN], { crossing: 2 }),
      recorded([3, 2, NaN], { crossing: 2 }),
    );
    expect(agreement).toMatchObject({
      steps: 3,
      whole: true,
      differences: [],
      unpaired: [],
      loss: null,
      crossings: [2, 2],
      sameData: true,
    });
  });

  it("compares directional curvature where both have it", () => {
    const withCurvature = (directional: number[]) => {
      const run = recorded([3, 2, 1]);
      run.records.steps.directional = Float64Array.from(directional);
      return run;
    };
    const older = withCurvature([5, 1e6, NaN]);
    expect(
      agreementOf(older, withCurvature([5, NaN, NaN])).differences,
    ).toEqual([]);
    expect(
      agreementOf(older, withCurvature([4, NaN, NaN])).differences,
    ).toMatchObject([{ column: "directional", from: 0, largest: 0.2 }]);
  });

  it("tells a zero from its negative", () => {
    expect(agreementOf(recorded([0]), recorded([-0])).differences).toEqual([
      { table: "steps", column: "loss", from: 0, largest: 0 },
    ]);
  });

  it("says how close the loss stays, and where it goes another way", () => {
    const close = agreementOf(recorded([4, 2, 1]), recorded([4, 2 + 1e-6, 1]));
    expect(close.loss).toEqual({
      largest: expect.closeTo(5e-7, 12) as number,
      until: 2,
      parts: false,
    });
    const parting = agreementOf(
      recorded([4, 2, 1, 1]),
      recorded([4, 2 + 1e-6, 1.1, 1]),
    );
    expect(parting.loss).toMatchObject({ until: 1, parts: true });
    expect(parting.differences).toMatchObject([{ column: "loss", from: 1 }]);
    expect(agreementOf(recorded([1]), recorded([2])).loss).toEqual({
      largest: 0,
      until: null,
      parts: true,
    });
    expect(
      agreementOf(recorded([1, 1]), recorded([1, NaN])).differences[0].largest,
    ).toBe(Infinity);
  });

  it("compares what both have and says what only one has", () => {
    const short = recorded([3, 2], { lambda1: [1, NaN, 5] });
    const long = recorded([3, 2, 1], { lambda1: [1, NaN], digest: "cd34" });
    long.records.test = { step: Float64Array.of(0), loss: Float64Array.of(1) };
    expect(agreementOf(short, long)).toMatchObject({
      steps: 2,
      whole: false,
      differences: [],
      unpaired: ["test.loss"],
      sameData: false,
    });
  });

  it("finds a column that differs while the loss does not", () => {
    const agreement = agreementOf(
      recorded([3, 2, 1], { lambda1: [1, 4] }),
      recorded([3, 2, 1], { lambda1: [1, 4.4] }),
    );
    expect(agreement.loss).toBeNull();
    expect(agreement.differences).toEqual([
      {
        table: "spectrum",
        column: "lambda1",
        from: 2,
        largest: expect.closeTo(0.4 / 4.4, 9) as number,
      },
    ]);
  });
});
