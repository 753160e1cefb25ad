import { describe, expect, it } from "vitest";
import {
  curvaturePicture,
  lossPicture,
  sharpnessPicture,
  stepRange,
} from "../../../renderer/pictures/run-pictures";
import { laneOfRow, type Curve } from "../../../renderer/plot/curve";
import { hasNumbers, isEmpty } from "../../../renderer/plot/model";
import {
  lossSentence,
  sharpnessSentence,
} from "../../../renderer/pictures/sentences";
import { run, series } from "../fake-lab";
import { drawnChart } from "../plot/drawn-chart";

const steps = [0, 10, 20, 30];
const lanes = (curve: Curve, log: boolean) =>
  [...curve.x.keys()].map((row) => laneOfRow(curve, row, log));
const row = run({ summary: { step: 30, crossingStep: 20 } });

it("a loss below 0 is drawn whole, on a linear axis, and said so", () => {
  const landscape = run({
    summary: { step: 1, initialLoss: 1, finalLoss: -2, minLoss: -2 },
  });
  const data = series([0, 1], { loss: [1, -2] });
  const { y, curves } = lossPicture(landscape, data);
  expect(y.log).toBe(false);
  expect(y.min).toBeLessThan(-2);
  expect([...curves[0].y]).toEqual([1, -2]);
  expect(lanes(curves[0], y.log)).toEqual([undefined, undefined]);
  expect(lossSentence(landscape)).toMatch(/^Loss over steps: from/);
  expect(lossPicture(row, data).y.log).toBe(true);
});

it("a loss that falls to exactly 0 keeps its curve, on a logarithmic axis", () => {
  // x² with η = ½ is at 0 after one step.
  const data = series([0, 1, 2], { loss: [1, 0, 0] });
  const model = lossPicture(
    run({ summary: { step: 2, minLoss: 0, initialLoss: 1 } }),
    data,
  );
  expect(lanes(model.curves[0], model.y.log)).toEqual([
    undefined,
    "zero",
    "zero",
  ]);
  expect(isEmpty(model)).toBe(false);
  const allZero = lossPicture(row, series([0, 1], { loss: [0, 0] }));
  expect(isEmpty(allZero)).toBe(false);
  expect(hasNumbers(allZero)).toBe(false);
});

it("the last row of the curvature, which has no step after it, is no missing value", () => {
  const data = series([0, 1, 2], { directional: [3, NaN, NaN] });
  const { curves, y } = curvaturePicture(row, data);
  expect(lanes(curves[0], y.log)).toEqual([undefined, "none", undefined]);
});

describe("sharpnessPicture", () => {
  it("keeps the threshold in the picture, far above or below the curve", () => {
    for (const values of [
      [1, 2, 3, 4],
      [100, 200, 300, 400],
    ]) {
      const { y, threshold } = sharpnessPicture(
        row,
        series(steps, { lambda1: values }),
      );
      expect(threshold).toEqual({ value: 40, label: "2/η = 40" });
      expect(y.max).toBeGreaterThan(40);
      expect(y.min).toBeLessThan(40);
      expect(y.log).toBe(false);
    }
  });

  it("leaves air above a threshold that nothing exceeds", () => {
    const { y } = sharpnessPicture(
      row,
      series(steps, { lambda1: [34, 35, 36, 37] }),
    );
    expect(y.max - 40).toBeGreaterThan(0.1 * (40 - 34));
  });

  it("draws before the first measurement", () => {
    const { y, curves } = sharpnessPicture(row, {});
    expect(curves[0].x).toHaveLength(0);
    expect(y.min).toBe(0);
    expect(y.max).toBeGreaterThan(40);
  });

  it("tells the second eigenvalue by colour and dash, when there is one", () => {
    const one = series(steps, { lambda1: [1, 2, 3, 4] });
    expect(sharpnessPicture(row, one).curves).toHaveLength(1);
    const two = series(steps, { lambda1: [1, 2, 3, 4], lambda2: [1, 1, 2, 2] });
    const [first, second] = sharpnessPicture(row, two).curves;
    expect(second.ink).not.toBe(first.ink);
    expect(second.dash).not.toEqual(first.dash);
  });

  it("flags unconverged measurements on both curves", () => {
    const { curves } = sharpnessPicture(
      row,
      series(steps, {
        lambda1: [34, 35, 36, 37],
        lambda2: [20, 21, 22, 23],
        converged: [1, 1, 0, 1],
      }),
    );
    expect(curves.map(({ flagged }) => flagged)).toEqual([[2], [2]]);
  });

  it("turns logarithmic when sharpness runs away", () => {
    const { y } = sharpnessPicture(
      row,
      series(steps, { lambda1: [34, 50, 4000, 9e6] }),
    );
    expect(y.log).toBe(true);
    expect(y.min).toBeLessThan(34);
    expect(y.max).toBeGreaterThan(9e6);
  });
});

describe("all pictures", () => {
  const data = series(steps, {
    loss: [0.5, 0.1, NaN, 0.01],
    directional: [30, 50, 30, NaN],
    lambda1: [34, 38, 40, 41],
  });
  const pictures = [
    lossPicture(row, data),
    sharpnessPicture(row, data),
    curvaturePicture(row, data),
  ];

  it("share one step axis and mark the crossing", () => {
    for (const { x, crossing } of pictures) {
      expect(x).toEqual(pictures[0].x);
      expect(crossing).toEqual({ step: 20, label: "crossing 20" });
    }
  });

  it("do not bridge a gap", () => {
    const [loss] = pictures[0].curves;
    expect([...loss.y]).toEqual([0.5, 0.1, NaN, 0.01]);
    const path = /d="(M[^"]*)"[^>]*stroke="loss"[^>]*stroke-width="1.75"/.exec(
      drawnChart(pictures[0]),
    );
    // Two points joined, and one that the pen is lifted to.
    expect(path?.[1].replaceAll(/[^ML]/g, "")).toBe("MLM");
    expect(pictures[0].y.log).toBe(true);
  });

  it("say so when sharpness was above the threshold from the start", () => {
    const start = run({ summary: { step: 30, crossingStep: 0 } });
    expect(lossPicture(start, data).crossing).toEqual({
      step: 0,
      label: "above from the start",
    });
  });
});

it("the step axis grows by doubling while live and fits afterwards", () => {
  expect(stepRange(0, 500, true).max).toBe(500);
  expect(stepRange(3, 1_000_000, true).max).toBe(500);
  expect(stepRange(501, 1_000_000, true).max).toBe(1000);
  expect(stepRange(1001, 1500, true).max).toBe(1500);
  expect(stepRange(812, 2000, false).max).toBe(812);
  expect(stepRange(0, 500, false).max).toBe(500);
});

describe("a threshold that varies", () => {
  const spec = {
    ...row.spec,
    optimizer: {
      kind: "gd" as const,
      stepSize: { peak: 0.1, warmup: { steps: 20, from: 0 } },
      weightDecay: 0,
    },
  };
  const varying = run({ spec, threshold: null, summary: { step: 30 } });
  const spectrum = series(steps, {
    lambda1: [8, 12, 16, 18],
    threshold: [Infinity, 40, 20, 20],
  });

  it("is a dashed curve in the colour of the threshold, with its name", () => {
    const { threshold, curves, y } = sharpnessPicture(varying, spectrum);
    expect(threshold).toBeNull();
    expect(curves.map(({ key }) => key)).toEqual(["lambda1", "threshold"]);
    expect(curves[1]).toMatchObject({ ink: "threshold", name: "2/η" });
    // The least of it is in the picture, and what is far above is no reason to flatten it.
    expect(y.max).toBeGreaterThan(20);
    expect(y.max).toBeLessThan(40);
    // Infinite where η = 0: no lane is opened for a line of reference.
    expect(curves[1].y[0]).toBeNaN();
    expect(y.log).toBe(false);
  });

  it("stands beside the curvature along the step under gradient descent", () => {
    const data = series(steps, {
      directional: [3, 4, 5, NaN],
      threshold: [Infinity, 40, 20, 20],
    });
    const keys = curvaturePicture(varying, data).curves.map(({ key }) => key);
    expect(keys).toEqual(["directional", "threshold"]);
  });

  it("is told with its last value, and not drawn where there is none", () => {
    const summary = { ...varying.summary, maxSharpness: 18 };
    const some = { ...summary, initialSharpness: 8, finalSharpness: 18 };
    const at = { ...some, finalThreshold: 20 };
    expect(sharpnessSentence({ ...varying, summary: at })).toContain(
      "with the threshold 2/η, which varies, last 20. Sharpness has not reached 2/η;",
    );
    const none = run({
      spec: {
        ...row.spec,
        optimizer: { kind: "sign-descent", stepSize: 0.1, weightDecay: 0 },
      },
      threshold: null,
      summary: some,
    });
    const { threshold, curves } = sharpnessPicture(none, spectrum);
    expect(threshold).toBeNull();
    expect(curves.map(({ key }) => key)).toEqual(["lambda1"]);
    expect(sharpnessSentence(none)).toMatch(
      /highest 18\.00\. Sign descent has no sharpness threshold\.$/,
    );
  });
});
