/** Whether a task of a lesson is solved, from what the person answered and did. */
import { valueAt } from "../experiment/path";
import type { ExperimentSpec } from "../experiment/spec";
import { isOver } from "../run/status";
import { resultOf, type LessonRun } from "./results";
import type { LessonScreen } from "./targets";
import type { ResultCondition, SettingCondition, Task } from "./tasks";

/** What the person does, as far as tasks look at it. */
export interface Seen {
  /** The screen that is open; null for one that no lesson names. */
  screen: LessonScreen | null;
  /** The run that the stop is about, where there is one. */
  subject: LessonRun | null;
  /** Runs started since the lesson was begun, the newest first. */
  started: readonly LessonRun[];
  /** The step at which the slider of the run on screen is held; null for the latest. */
  held: number | null;
  /** How many runs are compared. */
  compared: number;
  /** The experiment on the screen New run. */
  design: ExperimentSpec;
}

/** Tasks that a person answers; all others look at what they do. */
export type Question = Extract<Task, { check: "choice" | "number" }>;

export function isQuestion(task: Task): task is Question {
  return task.check === "choice" || task.check === "number";
}

/**
 * The number that a person typed: 1,234 and 1 234 are 1234, and a comma before other than three digits is
 * a decimal point. NaN for anything else.
 */
export function typedNumber(text: string): number {
  const plain = text
    .trim()
    .replace(/[−–]/g, "-")
    .replace(/(?<=\d)[,\u2009\u00a0 ](?=\d{3}(\D|$))/g, "")
    .replace(",", ".");
  return plain === "" ? NaN : Number(plain);
}

/**
 * Whether an answer is right; null where it cannot be told yet, because the run has no such result.
 * @param answer as it was typed or chosen
 */
export function isRight(
  task: Question,
  answer: string,
  subject: LessonRun | null,
): boolean | null {
  if (task.check === "choice") return answer === task.right;
  const { expected, within } = task;
  const wanted =
    typeof expected === "number"
      ? expected
      : subject && resultOf(expected, subject);
  if (wanted === null) return null;
  // Half a unit in the last place that doubles have left of a decimal fraction.
  const slack = 1e-9 * Math.max(1, Math.abs(wanted));
  return Math.abs(typedNumber(answer) - wanted) <= within + slack;
}

/** Whether the person has done what a task asks, as things are now. */
export function isDone(task: Exclude<Task, Question>, seen: Seen): boolean {
  switch (task.check) {
    case "run":
      return seen.started.some((run) => fits(task, run));
    case "design":
      return task.settings.every((one) => holds(one, seen.design));
    case "step":
      return (
        seen.screen === "run" &&
        seen.held !== null &&
        seen.held >= task.from &&
        seen.held <= task.to
      );
    case "compare":
      return seen.screen === "compare" && seen.compared >= task.runs;
    case "screen":
      return seen.screen === task.screen;
  }
}

function fits(task: Extract<Task, { check: "run" }>, run: LessonRun): boolean {
  const { settings = [], status, results = [] } = task;
  return (
    settings.every((one) => holds(one, run.spec)) &&
    (status === undefined || run.status === status) &&
    results.every((one) => comesOut(one, run))
  );
}

function holds(condition: SettingCondition, spec: ExperimentSpec): boolean {
  const value = valueAt(spec, condition.setting);
  if (condition.is !== undefined && value !== condition.is) return false;
  return isBetween(value, condition);
}

/** Results may still change while a run goes on: only one that is over has come out. */
function comesOut(condition: ResultCondition, run: LessonRun): boolean {
  if (!isOver(run.status)) return false;
  const value = resultOf(condition.result, run);
  if (condition.missing) return value === null;
  return value !== null && isBetween(value, condition);
}

function isBetween(
  value: unknown,
  { above, below }: { above?: number | undefined; below?: number | undefined },
): boolean {
  if (above !== undefined && !(Number(value) > above)) return false;
  return below === undefined || Number(value) < below;
}
