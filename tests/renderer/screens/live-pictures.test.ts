import { describe, expect, it } from "vitest";
import { valuesOf } from "../../../renderer/plot/curve";
import {
  accuracyPicture,
  criticalPicture,
  gaussNewtonPicture,
  spectrumPicture,
  stepCharts,
  stepPicture,
  testLossPicture,
} from "../../../renderer/screens/live/pictures";
import { scoreReadings, percent } from "../../../renderer/screens/live/words";
import { batchReadings } from "../../../renderer/pictures/readings";
import { sharpnessPicture } from "../../../renderer/pictures/run-pictures";
import { run, series } from "../fake-lab";

const row = run({ summary: { step: 20 } });
const steps = [0, 10, 20];

describe("spectrumPicture", () => {
  const spectrum = series(steps, {
    ...Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [
        `lambda${i + 1}`,
        [12 - i, 13 - i, 14 - i],
      ]),
    ),
    converged: [1, 0, 1],
  });

  it("tells every eigenvalue apart by colour and dash", () => {
    const { curves } = spectrumPicture(row, spectrum, 12);
    const looks = curves.map(({ ink, dash }) => `${ink} ${dash.join()}`);
    expect(new Set(looks).size).toBe(12);
  });

  it("keeps the threshold in the picture and flags what did not converge", () => {
    const { y, threshold, curves } = spectrumPicture(row, spectrum, 2);
    expect(threshold?.value).toBe(40);
    expect(y.max).toBeGreaterThan(40);
    expect(curves[1].flagged).toEqual([1]);
  });

  it("leaves out eigenvalues that were never tracked", () => {
    const { curves } = spectrumPicture(row, spectrum, 20);
    expect(curves).toHaveLength(12);
  });
});

describe("gaussNewtonPicture", () => {
  const spectrum = series(steps, {
    lambda1: [12, 13, 14],
    gaussNewton: [11, 12, 14.5],
    gaussNewtonCertificate: [0, 1, 0.02],
    remainder: [1, -1, 0],
    converged: [1, 1, 1],
    certificate: [0, 0, 0.02],
  });

  it("draws S, λ₁(G) and uᵀRu with the threshold", () => {
    const { curves, threshold, y } = gaussNewtonPicture(row, spectrum);
    expect(curves.map(({ key }) => key)).toEqual([
      "lambda1",
      "gaussNewton",
      "remainder",
    ]);
    expect(new Set(curves.map(({ dash }) => dash.join())).size).toBe(3);
    expect(threshold?.value).toBe(40);
    expect(y.min).toBeLessThanOrEqual(-1);
    expect(y.log).toBe(false);
  });

  it("flags what may have missed a larger one, each for itself", () => {
    const { curves } = gaussNewtonPicture(row, spectrum);
    expect(curves.map(({ flagged }) => flagged)).toEqual([[], [1], []]);
  });
});

describe("criticalPicture", () => {
  const spectrum = series(steps, {
    critical: [30, NaN, 41],
    criticalError: [0.1, NaN, 0.1],
  });

  it("has the threshold of gradient descent", () => {
    const { curves, threshold } = criticalPicture(row, spectrum);
    expect(curves[0].gaps).toBe("plain");
    expect(threshold?.value).toBe(40);
  });

  it("has 2/η with any other optimiser, whose own threshold is of eigenvalues", () => {
    const spec = {
      ...row.spec,
      optimizer: {
        kind: "polyak",
        stepSize: 0.1,
        momentum: 0.9,
        weightDecay: 0,
      } as const,
    };
    const { threshold, y } = criticalPicture(
      { ...row, spec, threshold: 38 },
      spectrum,
    );
    expect(threshold).toEqual({ value: 20, label: "2/η = 20" });
    expect(y.min).toBeLessThan(20);
  });
});

describe("the pictures of training and test samples", () => {
  it("draw what there is of the two", () => {
    const training = series(steps, {
      loss: [4, 2, 1],
      accuracy: [0.1, 0.5, 1],
    });
    const test = series([0, 20], { loss: [4, 3], accuracy: [0.1, 0.4] });
    const keys = (picture: ReturnType<typeof testLossPicture>) =>
      picture.curves.map(({ key }) => key);
    expect(keys(testLossPicture(row, training, test))).toEqual([
      "loss",
      "test",
    ]);
    expect(keys(accuracyPicture(row, training, {}))).toEqual(["accuracy"]);
    expect(accuracyPicture(row, training, test).y.log).toBe(false);
  });

  it("are read side by side", () => {
    const readings = scoreReadings(
      { step: 20, value: 1 },
      { step: 18, value: 0.4 },
      percent,
    );
    expect(readings.map(({ label, value }) => `${label} ${value}`)).toEqual([
      "step 20",
      "training 100.0 %",
      "test 40.0 %",
    ]);
  });
});

it("a chart of one column leaves out what has no place on a logarithmic axis", () => {
  const [norm] = stepCharts;
  expect(norm.name).toBe("gradNorm");
  const { curves, y } = stepPicture(
    row,
    series(steps, { gradNorm: [1, 0, 0.1] }),
    norm,
  );
  expect(valuesOf(curves, y.log)).toEqual([1, 0.1]);
  expect(y.log).toBe(true);
});

describe("batch sharpness", () => {
  const spectrum = series(steps, {
    lambda1: [30, 35, 38],
    converged: [1, 1, 1],
  });
  const batch = series([0, 20], {
    sharpness: [14, 41],
    sharpnessError: [0.5, 2],
  });

  it("is drawn beside S with its standard error as a band, and has room", () => {
    const { curves, y } = sharpnessPicture(row, spectrum, batch);
    const mean = curves.find(({ key }) => key === "batchSharpness");
    expect(mean?.dash).not.toEqual([]);
    expect(Array.from(mean?.band?.low.y ?? [])).toEqual([13.5, 39]);
    expect(Array.from(mean?.band?.high.y ?? [])).toEqual([14.5, 43]);
    expect(y.max).toBeGreaterThan(43);
  });

  it("is not there where it was not measured", () => {
    const { curves } = sharpnessPicture(row, spectrum, {});
    expect(curves.map(({ key }) => key)).toEqual(["lambda1"]);
  });

  it("is read with its standard error, and with its step where that is another", () => {
    const at = (step: number, value: number) => ({ step, value });
    const [same] = batchReadings(at(20, 41), at(20, 2), 20);
    expect(same).toMatchObject({
      label: "batch sharpness",
      value: "41.00 ± 2.0",
    });
    const [other] = batchReadings(at(20, 41), at(0, 2), 10);
    expect(other).toMatchObject({
      label: "batch sharpness at 20",
      value: "41.00",
    });
    expect(batchReadings(null, null, 10)).toEqual([]);
  });

  it("is one chart of the run page with S; the others of batches have their own", () => {
    const named = stepCharts.map(({ table, name }) => `${table}.${name}`);
    for (const own of [
      "batchSteps.loss",
      "batchSteps.directional",
      "batch.momentumSharpness",
      "batch.interaction",
    ])
      expect(named).toContain(own);
    expect(named).not.toContain("batch.sharpness");
  });
});
