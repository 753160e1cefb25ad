import { expect, test } from "vitest";
import { closingLines, ofVitest, single } from "../../scripts/test/summary.mjs";
import { selection } from "../../scripts/test/vitest.mjs";

const none = { passed: 0, failed: [], repeated: [], skipped: [] };

test("lint, check and build count as one test each", () => {
  const { lines, good } = closingLines([
    single("lint", true),
    single("check", true),
    single("build", true),
    { ...none, passed: 40 },
  ]);
  expect(lines).toEqual(["43 passed, 0 failed"]);
  expect(good).toBe(true);
});

test("skipped tests and those that were repeated are named with their reasons", () => {
  const skipped = [
    { name: "engine.test.ts > trains", reason: "TensorFlow is not installed" },
    { name: "engine.test.ts > stops" },
  ];
  const repeated = [
    { name: "keys.test.ts > moves on", reason: "expected 1 to be 2" },
  ];
  const { lines, good } = closingLines([
    { ...none, passed: 1, repeated, skipped },
  ]);
  expect(lines).toEqual([
    "skipped: engine.test.ts > trains (TensorFlow is not installed)",
    "skipped: engine.test.ts > stops (no reason given)",
    "passed at the second try: keys.test.ts > moves on (expected 1 to be 2)",
    "1 passed, 0 failed, 2 skipped",
  ]);
  expect(good).toBe(true);
});

test("one failure anywhere fails it all and is named last, and so does running no test", () => {
  const failed = [{ name: "a.test.ts > adds", reason: "expected 1 to be 2" }];
  const outcomes = [
    single("lint", true),
    single("check", false),
    { ...none, failed },
  ];
  expect(closingLines(outcomes)).toEqual({
    lines: [
      "failed: check (no reason given)",
      "failed: a.test.ts > adds (expected 1 to be 2)",
      "1 passed, 2 failed",
    ],
    good: false,
  });
  expect(closingLines([none])).toEqual({
    lines: ["0 passed, 0 failed"],
    good: false,
  });
});

test("Vitest failing without a failed test counts as one", () => {
  const report = { ...none, passed: 3 };
  expect(ofVitest("unit tests", report, 0)).toBe(report);
  expect(ofVitest("unit tests", report, 1).failed).toEqual([
    { name: "unit tests", reason: "Vitest ended with code 1" },
  ]);
  const failed = [{ name: "a.test.ts > adds" }, { name: "a.test.ts > takes" }];
  expect(ofVitest("unit tests", { ...report, failed }, 1).failed).toBe(failed);
  expect(ofVitest("unit tests", undefined, 0).failed).toEqual([
    { name: "unit tests", reason: "Vitest ended without a report" },
  ]);
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
