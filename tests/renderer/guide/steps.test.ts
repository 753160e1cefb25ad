import { expect, it } from "vitest";
import { guideSteps } from "../../../renderer/guide/steps";
import { run } from "../fake-lab";

const text = (...args: Parameters<typeof run>) =>
  guideSteps(run(...args))
    .map((step) => step.text)
    .join(" ");

it("tells with the numbers of the run", () => {
  const summary = { initialLoss: 0.5, initialSharpness: 4.5, hover: 1.01 };
  const told = text({ summary: { ...summary, crossingStep: 1214 } });
  expect(told).toContain("from 4.500 towards the dashed line, 2/η = 40.");
  expect(told).toContain("η = 0.05");
  expect(told).toContain("gets there at step 1,214");
  expect(told).toContain("on average 1.010 times the threshold");
});

it("says nothing that has not happened yet", () => {
  const told = text();
  expect(told).not.toMatch(/null|NaN|–|gets there at|on average/);
  expect(told).toContain("A flag will mark the step");
});
