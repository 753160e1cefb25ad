import { expect, test } from "vitest";
import { closingLines, ofVitest, single } from "../../scripts/test/summary.mjs";
import { selection } from "../../scripts/test/vitest.mjs";

test("lint, check and build count as one test each", () => {
  const units = { passed: 40, failed: 0, skipped: [] };
  const { lines, good } = closingLines([
    single(true),
    single(true),
    single(true),
    units,
  ]);
  expect(lines).toEqual(["43 passed, 0 failed"]);
  expect(good).toBe(true);
});

test("skipped tests are named with their reasons, and counted on the last line", () => {
  const skipped = [
    { name: "engine.test.ts > trains", reason: "TensorFlow is not installed" },
    { name: "engine.test.ts > stops" },
  ];
  const { lines, good } = closingLines([{ passed: 1, failed: 0, skipped }]);
  expect(lines).toEqual([
    "skipped: engine.test.ts > trains (TensorFlow is not installed)",
    "skipped: engine.test.ts > stops (no reason given)",
    "1 passed, 0 failed, 2 skipped",
  ]);
  expect(good).toBe(true);
});

test("one failure anywhere fails it all, and so does running no test", () => {
  const none = { passed: 0, failed: 0, skipped: [] };
  expect(closingLines([single(true), single(false)])).toEqual({
    lines: ["1 passed, 1 failed"],
    good: false,
  });
  expect(closingLines([none])).toEqual({
    lines: ["0 passed, 0 failed"],
    good: false,
  });
});

test("Vitest failing without a failed test counts as one", () => {
  const report = { passed: 3, failed: 0, skipped: [] };
  expect(ofVitest(report, 0)).toBe(report);
  expect(ofVitest(report, 1).failed).toBe(1);
  expect(ofVitest({ ...report, failed: 2 }, 1).failed).toBe(2);
  expect(ofVitest(undefined, 0)).toEqual(single(false));
});

test("a caller's own words for Vitest are kept, and benchmarks left out unless named", () => {
  expect(selection(["-t", "sharpness"])).toEqual({
    args: ["--project=!bench", "-t", "sharpness"],
    windows: true,
  });
  const core = ["--project", "core"];
  expect(selection(core)).toEqual({ args: core, windows: false });
  expect(selection(["--project=e2e"]).windows).toBe(true);
  expect(selection(["--project=torture"]).windows).toBe(true);
});
