/** The largest eigenvalues are the largest: the long form of tests/core/spectrum/largest.test.ts. */
import { expect, test } from "vitest";
import { float64, tensorflowBackend } from "../core/support";
import { families, follow } from "../core/spectrum/families";
import { length } from "./length";
import { printTable } from "./table";

test("measurements off by more than the tolerance", () => {
  const found = { measurements: 0, wrong: [] as string[], crossings: 0 };
  const add = ({
    measurements,
    wrong,
    crossings,
  }: ReturnType<typeof follow>) => {
    found.measurements += measurements;
    found.wrong.push(...wrong);
    if (crossings.measured !== crossings.true) found.crossings++;
  };
  for (const family of families)
    for (const k of [1, 2, 3])
      for (const stepSize of family.stepSizes) {
        const steps = length(2, 160);
        add(follow(float64(), family, { k, stepSize, steps, tolerance: 1e-6 }));
        if (k === 2)
          add(
            follow(tensorflowBackend(), family, {
              k,
              stepSize,
              steps: length(1, 40),
              tolerance: 1e-3,
            }),
          );
      }
  printTable("The largest eigenvalues are the largest", {
    "measurements of λ₁…λ_k held against the whole Hessian": found.measurements,
    "wrong by more than 1e-6, in float32 1e-3, of the largest":
      found.wrong.length,
    "runs whose crossing is at another step": found.crossings,
  });
  expect(found.wrong).toEqual([]);
  expect(found.crossings).toBe(0);
});
