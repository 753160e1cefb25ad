import { expect, it } from "vitest";
import { presets } from "../../../core/experiment/presets";
import {
  expectation,
  expectationSentence,
  type Expectation,
} from "../../../core/run/expectation";
import { emptySummary, type RunSummary } from "../../../core/run/summary";
import type { RunStatus } from "../../../core/run/status";

const [{ spec }] = presets;

function sentence(
  expected: Expectation | null,
  summary: Partial<RunSummary>,
  status: RunStatus = "finished",
) {
  return expectationSentence({
    expectation: expected,
    status,
    spec,
    summary: { ...emptySummary, step: 500, initialSharpness: 9, ...summary },
  });
}

const below: Expectation = { kind: "below", step: null };
const edge: Expectation = { kind: "edge", step: null };
const diverges: Expectation = { kind: "diverges", step: null };

it.each([
  [
    { kind: "edge", step: 300 },
    { crossingStep: 240, hover: 1 },
    "finished",
    "You expected a crossing near step 300; it came at step 240.",
  ],
  [
    edge,
    { crossingStep: 1240, hover: 1.0234 },
    "finished",
    "You expected sharpness to reach 2/η and hover there; it crossed at step 1,240, then had a mean of 1.02 × 2/η.",
  ],
  [
    edge,
    {},
    "finished",
    "You expected sharpness to reach 2/η and hover there; it stayed below 2/η to the end.",
  ],
  [
    below,
    {},
    "stopped",
    "You expected sharpness to stay below 2/η; it stayed below 2/η until the run ended at step 500.",
  ],
  [
    below,
    { initialSharpness: null },
    "finished",
    "You expected sharpness to stay below 2/η; sharpness was not measured.",
  ],
  [
    diverges,
    {},
    "diverged",
    "You expected it to diverge, and it did: it diverged at step 500.",
  ],
  [
    diverges,
    { crossingStep: 3 },
    "diverged",
    "You expected it to diverge, and it did: it crossed at step 3 and diverged at step 500.",
  ],
  [
    diverges,
    { crossingStep: 240, hover: 1.0234 },
    "finished",
    "You expected it to diverge, and it did not: it crossed at step 240, then had a mean of 1.02 × 2/η.",
  ],
  [
    diverges,
    {},
    "stopped",
    "You expected it to diverge, and it had not yet: it stayed below 2/η until the run ended at step 500.",
  ],
  [
    diverges,
    { initialSharpness: null },
    "finished",
    "You expected it to diverge, and it did not: sharpness was not measured.",
  ],
] as [Expectation, Partial<RunSummary>, RunStatus, string][])(
  "beside %j stands the outcome %j, %s",
  (expected, summary, status, words) => {
    expect(sentence(expected, summary, status)).toBe(words);
  },
);

it("says nothing where nothing was expected, or before the end", () => {
  expect(sentence(null, {})).toBeNull();
  expect(sentence(below, {}, "running")).toBeNull();
});

it("refuses a step that is none", () => {
  expect(expectation.safeParse({ kind: "edge", step: -1 }).success).toBe(false);
  expect(expectation.safeParse({ kind: "edge", step: 1.5 }).success).toBe(
    false,
  );
  expect(expectation.safeParse({ kind: "sure", step: null }).success).toBe(
    false,
  );
});

it("of an optimiser without a threshold says that there is none to reach", () => {
  const optimizer = { kind: "sign-descent", stepSize: 0.1, weightDecay: 0 };
  const run = {
    status: "finished",
    spec: { optimizer },
    summary: { ...emptySummary, step: 500, initialSharpness: 9 },
  } as Parameters<typeof expectationSentence>[0];
  expect(expectationSentence({ ...run, expectation: edge })).toBe(
    "You expected sharpness to reach a threshold and hover there; sign descent has none.",
  );
  expect(
    expectationSentence({ ...run, expectation: diverges, status: "diverged" }),
  ).toBe("You expected it to diverge, and it did: it diverged at step 500.");
});
