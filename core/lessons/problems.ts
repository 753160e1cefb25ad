/** What no single field of a lesson can say. */
import type { FieldError } from "../errors";
import { valueAt } from "../experiment/path";
import { presets } from "../experiment/presets";
import type { ExperimentSpec } from "../experiment/spec";
import { wordsAt } from "../experiment/words";
import { nearest } from "../text/nearest";
import { ownRun, type Exercise, type Stop } from "./spec";
import { screenOf } from "./targets";
import type { ResultCondition, SettingCondition, Task } from "./tasks";

interface Checked {
  experiments: Record<string, ExperimentSpec>;
  stops: Stop[];
  exercise?: Exercise | undefined;
}

/** Everything that is wrong across fields, in the order of the file. */
export function lessonProblems(lesson: Checked): FieldError[] {
  const { stops, exercise } = lesson;
  return [
    ...stops.flatMap((stop, i) => stopProblems(`stops[${i}]`, stop, lesson)),
    ...(exercise ? stopProblems("exercise", exercise, lesson) : []),
  ];
}

function stopProblems(
  path: string,
  stop: Stop | Exercise,
  { experiments }: Checked,
): FieldError[] {
  const names = [...Object.keys(experiments), ownRun];
  const { run, show, task } = stop;
  const problems: FieldError[] = [];
  if (run !== undefined && !names.includes(run)) {
    const near = nearest(run, names);
    problems.push({
      path: `${path}.run`,
      message: `The lesson has no experiment "${run}".`,
      suggestion: near
        ? `Did you mean "${near}"?`
        : `Add it to experiments, or write one of: ${names.join(", ")}.`,
    });
  }
  const isOfRun = show !== undefined && screenOf(show) === "run";
  const hasRun = run !== undefined || names.length > 1;
  if (isOfRun && !hasRun)
    problems.push({
      path: `${path}.show`,
      message: `"${show}" needs a run, and the lesson has no experiment.`,
      suggestion: `Add experiments, or "run": "${ownRun}".`,
    });
  if ("step" in stop && stop.step !== undefined && !isOfRun)
    problems.push({
      path: `${path}.step`,
      message: "A step needs something of a run that is shown.",
      suggestion: 'Add "show": "run.slider", for example.',
    });
  return [
    ...problems,
    ...(task ? taskProblems(`${path}.task`, task, experiments, hasRun) : []),
  ];
}

function taskProblems(
  path: string,
  task: Task,
  experiments: Record<string, ExperimentSpec>,
  hasRun: boolean,
): FieldError[] {
  switch (task.check) {
    case "choice":
      return task.answers.includes(task.right)
        ? []
        : [
            {
              path: `${path}.right`,
              message: `"${task.right}" is not among the answers.`,
              suggestion: "Write one of them word for word.",
            },
          ];
    case "number":
      return typeof task.expected === "number" || hasRun
        ? []
        : [
            {
              path: `${path}.expected`,
              message: `"${task.expected}" needs a run, and the lesson has no experiment.`,
              suggestion: `Add experiments, or "run": "${ownRun}".`,
            },
          ];
    case "step":
      return task.from <= task.to
        ? []
        : [
            {
              path: `${path}.to`,
              message: "To must not be less than from.",
              suggestion: `Try ${task.from}.`,
            },
          ];
    case "run":
      return [
        ...settingProblems(`${path}.settings`, task.settings, experiments),
        ...(task.results ?? []).flatMap((one, i) =>
          resultProblems(`${path}.results[${i}]`, one),
        ),
      ];
    case "design":
      return settingProblems(`${path}.settings`, task.settings, experiments);
    default:
      return [];
  }
}

function settingProblems(
  path: string,
  settings: SettingCondition[] | undefined,
  experiments: Record<string, ExperimentSpec>,
): FieldError[] {
  const known = [
    ...Object.values(experiments),
    ...presets.map(({ spec }) => spec),
  ];
  const exists = (name: string) =>
    known.some(
      (spec) =>
        valueAt(spec, name) !== undefined || wordsAt(name, spec) !== null,
    );
  return (settings ?? []).flatMap((one, i) => {
    const at = `${path}[${i}]`;
    if (!exists(one.setting))
      return [
        {
          path: `${at}.setting`,
          message: `No experiment has a setting "${one.setting}".`,
          suggestion: "Write it as in an experiment file: optimizer.stepSize.",
        },
      ];
    return boundProblems(at, one, one.is !== undefined, '"is"');
  });
}

function resultProblems(path: string, one: ResultCondition): FieldError[] {
  return boundProblems(path, one, one.missing !== undefined, '"missing": true');
}

function boundProblems(
  path: string,
  { above, below }: { above?: number | undefined; below?: number | undefined },
  hasMore: boolean,
  more: string,
): FieldError[] {
  if (above === undefined && below === undefined && !hasMore)
    return [
      {
        path,
        message: "A condition needs something to compare with.",
        suggestion: `Add "above", "below" or ${more}.`,
      },
    ];
  if (above !== undefined && below !== undefined && above >= below)
    return [
      {
        path: `${path}.below`,
        message: "Below must be greater than above.",
        suggestion: "Swap the two.",
      },
    ];
  return [];
}
