/** The largest eigenvalues are the largest: the long form of tests/core/spectrum/largest.test.ts. */
import { expect, test } from "vitest";
import { float64, tensorflowBackend } from "../core/support";
import { families, familyProblem } from "../core/spectrum/families";
import { follow, type Findings } from "../core/spectrum/follow";
import { isLong, length } from "./length";
import { printTable } from "./table";

test("measurements off by more than the tolerance", () => {
  const found: Findings[] = [];
  const counted: Record<string, number> = {};
  for (const family of families) {
    const size = familyProblem(float64(), family).theta.length;
    if (size > 160 && !isLong) continue;
    counted[family.kind] = (counted[family.kind] ?? 0) + 1;
    // The factorisation that each measurement is held against takes P³/3 operations.
    const most = size <= 120 ? 80 : size <= 350 ? 40 : 12;
    for (const stepSize of family.stepSizes) {
      const run = { stepSize, steps: length(2, most), tolerance: 1e-6 };
      found.push(follow(float64(), family, run));
    }
    const run = { stepSize: family.stepSizes[0], tolerance: 1e-3 };
    const steps = length(1, Math.ceil(most / 6));
    found.push(follow(tensorflowBackend(), family, { ...run, steps }));
  }
  const sum = (count: (one: Findings) => number) =>
    found.reduce((total, one) => total + count(one), 0);
  const measurements = sum((one) => one.measurements);
  const probed = sum((one) => one.probed);
  const kinds = Object.entries(counted).map(([kind, n]) => [
    `families, ${kind}`,
    n,
  ]);
  printTable("The largest eigenvalues are the largest", {
    ...Object.fromEntries(kinds),
    "measurements of λ₁…λ_k, k = 1, 2, 3, held against the whole Hessian":
      measurements,
    "of these uncertified": sum((one) => one.uncertified),
    "of these probed": probed,
    "products of a probed measurement, checks included": (
      sum((one) => one.products) / probed
    ).toFixed(1),
    "wrong by more than 1e-6, in float32 1e-3, of the largest": sum(
      (one) => one.wrong.length,
    ),
    "runs and k whose crossing is at another step": sum(
      (one) => one.crossings.length,
    ),
  });
  expect(found.flatMap((one) => one.wrong)).toEqual([]);
  expect(found.flatMap((one) => one.crossings)).toEqual([]);
  if (isLong) expect(measurements).toBeGreaterThanOrEqual(20_000);
});
