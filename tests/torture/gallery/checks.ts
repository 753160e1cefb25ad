/** What each preset says of itself, held against its run: numbers of its sentences to their digits. */
import { expect } from "vitest";
import { presetOf } from "../../../core/experiment/presets";
import type { ExperimentSpec } from "../../../core/experiment/spec";
import { afterCrossing, mean, see, type Seen } from "./run";

export interface Check {
  /** Steps of the short form, where the whole run is too long for the suite. */
  shortSteps?: number;
  /** Holds of the whole run, and of the short form. */
  holds(run: Seen): void | Promise<void>;
  /** What only the whole run shows. */
  holdsInTheEnd?(run: Seen): void;
}

/** Gradient descent on MNIST is in single precision: crossings are off by a measurement at most. */
const near = (step: number | null, expected: number) => {
  expect(step).not.toBeNull();
  expect(Math.abs((step ?? NaN) - expected)).toBeLessThanOrEqual(10);
};

function within(values: number[], low: number, high: number) {
  expect(Math.min(...values)).toBeGreaterThan(low);
  expect(Math.max(...values)).toBeLessThan(high);
}

/** Whether each is less than the one before. */
function falls(values: number[]): boolean {
  return values.every((value, i) => i === 0 || value < values[i - 1]);
}

const other = (id: string, changes: Partial<ExperimentSpec>) =>
  see(presetOf(id).spec, changes);

const gd = (stepSize: number) =>
  ({ kind: "gd", stepSize, weightDecay: 0 }) as const;

export const checks: Record<string, Check> = {
  "paper-mlp": {
    shortSteps: 240,
    holds(run) {
      expect(run.sharpness[0]).toBeCloseTo(6.24, 1);
      near(run.summary.crossingStep, 130);
      within(afterCrossing(run), 0.8, 1.25);
      expect(Math.max(...afterCrossing(run))).toBeGreaterThan(1.15);
      expect(run.losses[240]).toBeLessThan(run.losses[130]);
    },
    holdsInTheEnd({ losses }) {
      expect(losses[400]).toBeLessThan(losses[240]);
    },
  },
  "paper-cnn": {
    holds({ summary, sharpness, at }) {
      expect(sharpness[0]).toBeCloseTo(7.96, 1);
      near(summary.crossingStep, 40);
      const upTo = (step: number) => sharpness.filter((_, i) => at[i] <= step);
      expect(Math.max(...upTo(70)) / 66).toBeCloseTo(1, 1);
      expect(sharpness[at.indexOf(70)]).toBeLessThan(20);
      expect(sharpness[at.indexOf(120)]).toBeGreaterThan(40);
      expect(summary.spikes).toBeGreaterThan(0);
    },
  },
  "mnist-5k-tanh": {
    shortSteps: 300,
    holds(run) {
      const { sharpness, summary, losses } = run;
      expect(sharpness[0]).toBeCloseTo(31, -0.5);
      near(summary.crossingStep, 240);
      within(afterCrossing(run), 0.95, 1.3);
      expect(summary.unconverged).toBe(0);
      expect(losses[240]).toBeLessThan(losses[0] / 3);
    },
    holdsInTheEnd({ summary, losses }) {
      expect(summary.rises).toBeGreaterThan(10);
      expect(summary.finalLoss).toBeLessThan(losses[240]);
    },
  },
  "mnist-1k-tanh": {
    shortSteps: 440,
    holds(run) {
      near(run.summary.crossingStep, 280);
      within(afterCrossing(run), 0.9, 1.15);
      expect(Math.max(...afterCrossing(run))).toBeGreaterThan(1.05);
    },
    holdsInTheEnd(run) {
      expect(mean(afterCrossing(run))).toBeCloseTo(1.03, 1);
    },
  },
  chebyshev: {
    holds(run) {
      expect(run.summary.crossingStep).toBe(991);
      expect(mean(afterCrossing(run))).toBeCloseTo(1, 1);
    },
  },
  "progressive-sharpening": {
    holds({ summary, sharpness, losses }) {
      expect(summary.crossingStep).toBeNull();
      expect(summary.rises).toBe(0);
      expect(sharpness[0]).toBeCloseTo(4, 0);
      expect(Math.abs((summary.finalSharpness ?? NaN) - 36)).toBeLessThan(1);
      expect(falls(losses)).toBe(true);
      // After the first steps it never turns back.
      expect(falls(sharpness.slice(10).reverse())).toBe(true);
    },
  },
  "below-the-edge": {
    holds({ summary, sharpness, ratio, losses }) {
      expect(summary.crossingStep).toBeNull();
      expect(sharpness[0]).toBeCloseTo(1.6, 1);
      expect(summary.maxSharpness).toBe(sharpness[0]);
      within(ratio, 0, 0.85);
      expect(falls(losses)).toBe(true);
    },
  },
  "self-stabilisation": {
    holds({ ratio, summary }) {
      within(ratio, 0.98, 1.02);
      // Up through the threshold and down again, more than once.
      const passes = ratio.filter(
        (r, i) => i > 0 && r >= 1 !== ratio[i - 1] >= 1,
      );
      expect(passes.length).toBeGreaterThanOrEqual(4);
      expect(summary.spikes).toBe(2);
    },
  },
  "mnist-1k-momentum": {
    holds({ summary, sharpness, at }) {
      near(summary.crossingStep, 130);
      const before = sharpness.filter((_, i) => at[i] < 120);
      expect(Math.min(...before)).toBeGreaterThan(20);
      const after = sharpness.filter((_, i) => at[i] > 130);
      expect(Math.abs(Math.min(...after) - 31)).toBeLessThan(1);
    },
  },
  "mnist-1k-nesterov": {
    holds({ summary, ratio, sharpness }) {
      near(summary.crossingStep, 180);
      expect(Math.abs(Math.max(...sharpness) - 50)).toBeLessThan(1);
      expect(ratio.at(-1)).toBeLessThan(1);
      expect(summary.spikes).toBeGreaterThan(0);
    },
  },
  "mnist-1k-adam": {
    holds({ ratio, at, sharpness }) {
      expect(ratio[0]).toBeGreaterThan(10);
      expect(sharpness[2]).toBeLessThan(12_000);
      const back = ratio.findIndex((r, i) => at[i] > 20 && r >= 1);
      near(at[back], 140);
      within(ratio.slice(back), 0.75, 1.15);
      expect(ratio.slice(back).some((r) => r < 1)).toBe(true);
    },
  },
  "mnist-1k-sam": {
    shortSteps: 200,
    holds(run) {
      const { ratio, summary, column, losses } = run;
      expect(ratio[0]).toBeLessThan(0.8);
      near(summary.crossingStep, 20);
      const after = afterCrossing(run);
      const average = mean(after);
      expect(average).toBeGreaterThan(0.9);
      expect(average).toBeLessThan(1.15);
      within(after, 0.95, 1.15);
      // Far below 2/η = 66.7, and moving.
      const edge = column("threshold");
      expect(edge[0]).toBeCloseTo(52, -0.5);
      expect(Math.max(...edge)).toBeLessThan(60);
      expect(Math.abs(Math.min(...edge) - 28)).toBeLessThan(1);
      expect(losses.at(-1)).toBeLessThan(losses[0] / 3);
    },
  },
  "mnist-500-batches": {
    shortSteps: 1000,
    holds({ batches, at, ratio }) {
      const first = batches.find(({ step }) => step === 250);
      expect(first?.sharpness).toBeLessThan(10);
      // The loss on all samples starts above 2/η and is below ever after.
      within(
        ratio.filter((_, i) => at[i] > 0),
        0.5,
        1,
      );
      const at1000 = batches.find(({ step }) => step === 1000);
      expect(at1000?.sharpness).toBeGreaterThan(
        1.2 * (first?.sharpness ?? NaN),
      );
    },
    holdsInTheEnd({ batches }) {
      const late = batches.filter(({ step }) => step >= 3000);
      const average = mean(late.map(({ sharpness }) => sharpness)) / 20;
      expect(average).toBeGreaterThan(0.85);
      expect(average).toBeLessThan(1.2);
    },
  },
  product: {
    holds({ outcome, summary, losses }) {
      expect(outcome).toBe("finished");
      expect(losses[4] / losses[0]).toBeCloseTo(36, 0);
      expect(summary.initialSharpness).toBeCloseTo(9, 1);
      expect(summary.finalSharpness).toBeCloseTo(2.97, 2);
    },
  },
  quadratic: {
    holds({ outcome, summary, losses }) {
      expect(outcome).toBe("diverged");
      expect(summary.step).toBe(524);
      expect(summary.maxSharpness).toBeCloseTo(10, 9);
      expect(Math.min(...losses)).toBeLessThan(losses[0]);
    },
  },
  "warm-up": {
    shortSteps: 260,
    async holds(run) {
      const { summary, sharpness, losses } = run;
      const start = { optimizer: gd(0.2), steps: 20 };
      const without = await other("warm-up", start);
      expect(without.outcome).toBe("diverged");
      expect(without.summary.step).toBeLessThanOrEqual(10);
      expect(sharpness[0]).toBeCloseTo(37, 0);
      near(summary.crossingStep, 50);
      // The loss is never above that of the start.
      expect(Math.max(...losses)).toBe(losses[0]);
      within(afterCrossing(run), 1, 1.6);
      expect(sharpness.at(-1)).toBeLessThan(13);
    },
    holdsInTheEnd({ sharpness, summary }) {
      expect(sharpness.at(-1)).toBeCloseTo(11, 0);
      expect(summary.accuracy).toBeGreaterThan(0.97);
    },
  },
  "cosine-decay": {
    holds(run) {
      const { summary, column, sharpness } = run;
      expect(summary.crossingStep).toBe(1040);
      const threshold = column("threshold");
      expect(threshold[0]).toBe(10);
      expect(threshold.at(-1)).toBeCloseTo(20, 9);
      expect(mean(afterCrossing(run))).toBeCloseTo(1, 1);
      expect(sharpness.at(-1)).toBeCloseTo(20, 0);
    },
  },
  "mnist-5k-relu": {
    shortSteps: 80,
    holds(run) {
      near(run.summary.crossingStep, 40);
      within(afterCrossing(run), 0.9, 1.15);
    },
    holdsInTheEnd(run) {
      expect(mean(afterCrossing(run))).toBeCloseTo(0.99, 1);
    },
  },
  "mnist-1k-cnn": {
    holds({ summary, sharpness, at }) {
      near(summary.crossingStep, 140);
      const peak = Math.max(...sharpness);
      expect(peak).toBeCloseTo(13, 0);
      const top = at[sharpness.indexOf(peak)];
      within(
        sharpness.filter((_, i) => at[i] > top + 10),
        9,
        11.5,
      );
      expect(summary.spikes).toBeGreaterThan(0);
    },
  },
  "deep-linear": {
    async holds({ summary }) {
      expect(summary.crossingStep).toBe(210);
      expect(summary.maxSharpness).toBeCloseTo(5.8, 1);
      expect(summary.finalSharpness).toBeCloseTo(4.99, 2);
      const { model } = presetOf("deep-linear").spec;
      if (model.kind !== "network") throw new Error("It is no network.");
      const single = await other("deep-linear", {
        model: { ...model, layers: model.layers.slice(-1) },
        steps: 50,
      });
      within(
        single.sharpness,
        single.sharpness[0] - 1e-9,
        single.sharpness[0] + 1e-9,
      );
    },
  },
  "sorting-transformer": {
    shortSteps: 100,
    holds({ summary, ratio }) {
      expect(summary.initialSharpness).toBeCloseTo(29, 0);
      expect(summary.crossingStep).toBeLessThanOrEqual(40);
      const after = ratio.slice(4);
      expect(mean(after)).toBeGreaterThan(0.9);
      expect(mean(after)).toBeLessThan(1.2);
    },
    holdsInTheEnd({ summary }) {
      expect(summary.accuracy).toBeGreaterThan(0.99);
    },
  },
  spirals: {
    holds({ summary }) {
      near(summary.crossingStep, 430);
      expect(summary.maxSharpness).toBeCloseTo(13, 0);
      expect(summary.finalSharpness).toBeCloseTo(6.5, 1);
    },
  },
  "weight-decay": {
    async holds(run) {
      const without = await other("weight-decay", { optimizer: gd(0.3) });
      near(run.summary.crossingStep, 1060);
      near(without.summary.crossingStep, 430);
      const [most, mostWithout] = [run, without].map((one) =>
        Math.max(...one.sharpness),
      );
      expect(most).toBeLessThan(mostWithout);
      within(run.ratio.slice(-50), 0.99, 1.01);
    },
  },
  "label-noise": {
    shortSteps: 300,
    async holds(run) {
      near(run.summary.crossingStep, 200);
      const { data } = presetOf("label-noise").spec;
      const clean = await other("label-noise", {
        data: { ...data, labelNoise: undefined } as ExperimentSpec["data"],
        steps: 290,
      });
      near(clean.summary.crossingStep, 280);
      expect(run.summary.testAccuracy).toBeLessThan(
        (clean.summary.testAccuracy ?? NaN) - 0.1,
      );
    },
    holdsInTheEnd({ summary }) {
      // 60 % are untouched, and one in ten of the others is right by chance.
      expect(summary.accuracy).toBeGreaterThan(0.7);
      expect(summary.testAccuracy).toBeLessThan(0.72);
    },
  },
};
