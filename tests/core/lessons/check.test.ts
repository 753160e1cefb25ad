import { describe, expect, it } from "vitest";
import { presetOf } from "../../../core/experiment/presets";
import {
  isDone,
  isRight,
  typedNumber,
  type Question,
  type Seen,
} from "../../../core/lessons/check";
import type { LessonRun } from "../../../core/lessons/results";
import { taskSchema, type Task } from "../../../core/lessons/tasks";
import { emptySummary } from "../../../core/run/summary";

const { spec } = presetOf("chebyshev");
const lessonRun = (
  summary: Partial<LessonRun["summary"]> = {},
  changes: Partial<LessonRun> = {},
): LessonRun => ({
  spec,
  status: "finished",
  threshold: 10,
  ...changes,
  summary: { ...emptySummary, ...summary },
});

const question = (task: object) =>
  taskSchema.parse({ ask: "?", ...task }) as Question;
const action = (task: object) =>
  taskSchema.parse({ ask: "?", ...task }) as Exclude<Task, Question>;

const seen = (changes: Partial<Seen>): Seen => ({
  screen: "run",
  subject: null,
  started: [],
  held: null,
  compared: 0,
  design: spec,
  ...changes,
});

it.each([
  ["991", 991],
  [" 1,244 ", 1244],
  ["1 244", 1244],
  ["12,345,678", 12345678],
  ["0,5", 0.5],
  ["1.007", 1.007],
  ["−1.2", -1.2],
  ["1e-3", 0.001],
  ["", NaN],
  ["step 9", NaN],
])("understands %j as a number", (text, value) => {
  expect(typedNumber(text)).toBe(value);
});

describe("answers", () => {
  it("are the right one of several, word for word", () => {
    const task = question({ check: "choice", answers: ["a", "b"], right: "b" });
    expect(isRight(task, "b", null)).toBe(true);
    expect(isRight(task, "a", null)).toBe(false);
  });

  it("are within the tolerance of a number, its ends included", () => {
    const task = question({ check: "number", expected: 0.3, within: 0.1 });
    for (const answer of ["0.2", "0.3", "0.4"])
      expect(isRight(task, answer, null)).toBe(true);
    for (const answer of ["0.19", "0.41", "", "x"])
      expect(isRight(task, answer, null)).toBe(false);
  });

  it("are compared with the result of a run, once there is one", () => {
    const task = question({
      check: "number",
      expected: "crossingStep",
      within: 2,
    });
    expect(isRight(task, "989", lessonRun({ crossingStep: 991 }))).toBe(true);
    expect(isRight(task, "988", lessonRun({ crossingStep: 991 }))).toBe(false);
    expect(isRight(task, "991", lessonRun())).toBeNull();
    expect(isRight(task, "991", null)).toBeNull();
  });
});

describe("what was done", () => {
  const large = action({
    check: "run",
    settings: [{ setting: "optimizer.stepSize", above: 0.2 }],
  });
  const withStep = (stepSize: number, changes: Partial<LessonRun> = {}) =>
    lessonRun(
      {},
      {
        spec: { ...spec, optimizer: { ...spec.optimizer, stepSize } },
        ...changes,
      },
    );

  it("a run started with a setting, whatever was started besides", () => {
    expect(isDone(large, seen({ started: [] }))).toBe(false);
    expect(isDone(large, seen({ started: [withStep(0.2)] }))).toBe(false);
    const queued = withStep(0.3, { status: "queued" });
    expect(isDone(large, seen({ started: [withStep(0.1), queued] }))).toBe(
      true,
    );
  });

  it("a setting that is a word, and one that the experiment does not have", () => {
    const task = action({
      check: "design",
      settings: [{ setting: "data.source", is: "csv" }],
    });
    expect(isDone(task, seen({}))).toBe(false);
    const data = {
      source: "csv",
      file: "a.csv",
    } as unknown as typeof spec.data;
    expect(isDone(task, seen({ design: { ...spec, data } }))).toBe(true);
    const none = action({
      check: "design",
      settings: [{ setting: "lossTarget", above: 0 }],
    });
    expect(isDone(none, seen({}))).toBe(false);
  });

  it("a result counts when the run is over, and a missing one as well", () => {
    const early = action({
      check: "run",
      results: [{ result: "crossingStep", below: 300 }],
    });
    const never = action({
      check: "run",
      results: [{ result: "crossingStep", missing: true }],
    });
    const run = (crossingStep: number | null, status: LessonRun["status"]) =>
      seen({ started: [lessonRun({ crossingStep }, { status })] });
    expect(isDone(early, run(200, "running"))).toBe(false);
    expect(isDone(early, run(200, "finished"))).toBe(true);
    expect(isDone(early, run(300, "finished"))).toBe(false);
    expect(isDone(early, run(null, "finished"))).toBe(false);
    expect(isDone(never, run(null, "running"))).toBe(false);
    expect(isDone(never, run(null, "diverged"))).toBe(true);
    expect(isDone(never, run(3, "finished"))).toBe(false);
  });

  it("a step held, runs compared, a screen visited", () => {
    const step = action({ check: "step", from: 5, to: 7 });
    for (const held of [5, 7]) expect(isDone(step, seen({ held }))).toBe(true);
    for (const held of [4, 8, null])
      expect(isDone(step, seen({ held }))).toBe(false);
    const compare = action({ check: "compare" });
    expect(isDone(compare, seen({ screen: "compare", compared: 2 }))).toBe(
      true,
    );
    expect(isDone(compare, seen({ screen: "compare", compared: 1 }))).toBe(
      false,
    );
    expect(isDone(compare, seen({ screen: "run", compared: 2 }))).toBe(false);
    const screen = action({ check: "screen", screen: "theory" });
    expect(isDone(screen, seen({ screen: "theory" }))).toBe(true);
    expect(isDone(screen, seen({}))).toBe(false);
  });
});
