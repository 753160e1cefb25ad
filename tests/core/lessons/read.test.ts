import { describe, expect, it } from "vitest";
import { LabFailure } from "../../../core/errors";
import { presetOf } from "../../../core/experiment/presets";
import { readLesson } from "../../../core/lessons/read";

/** As a teacher would write it by hand, with everything that a lesson can have. */
const byHand = `{
  "edgeLab": 1,
  "lesson": "Steps in a bowl",
  "author": "M. Weber",
  "experiments": {
    "bowl": "quadratic",
    "flat": {
      "edgeLab": 1,
      "name": "Flat",
      "model": { "kind": "landscape", "name": "quadratic", "matrix": [[1]], "start": [1] },
      "optimizer": { "kind": "gd", "stepSize": 0.5 },
      "steps": 20
    }
  },
  "stops": [
    { "title": "Look", "text": "The loss grows.\\n\\nSee?", "show": "run.loss", "run": "bowl", "step": 3 },
    {
      "title": "Think", "text": "Why?",
      "task": { "check": "choice", "ask": "Why?", "answers": ["Luck", "η is too large"], "right": "η is too large" },
      "notes": "Let them guess first."
    },
    {
      "title": "Do", "text": "Start it with a smaller η.", "show": "design.settings",
      "task": { "check": "run", "ask": "Start it.", "settings": [{ "setting": "optimizer.stepSize", "below": 0.2 }] }
    }
  ],
  "exercise": {
    "text": "When did yours end?", "run": "mine", "answer": "At its last step.",
    "task": { "check": "number", "ask": "The last step", "expected": "lastStep" }
  }
}`;

it("reads a lesson written by hand, with its experiments complete", () => {
  const lesson = readLesson(`\uFEFF${byHand}`);
  expect(lesson).toMatchObject({
    lesson: "Steps in a bowl",
    author: "M. Weber",
  });
  expect(lesson.experiments.bowl).toEqual(presetOf("quadratic").spec);
  expect(lesson.experiments.flat).toMatchObject({ precision: "auto" });
  expect(lesson.stops.map(({ title }) => title)).toEqual([
    "Look",
    "Think",
    "Do",
  ]);
  expect(lesson.exercise?.task).toMatchObject({
    expected: "lastStep",
    within: 0,
  });
});

type Json = Record<string, unknown>;

/** What is said against the lesson with one thing changed. */
function said(change: (lesson: Json, stops: Json[]) => void): string {
  const lesson = JSON.parse(byHand) as Json;
  change(lesson, lesson.stops as Json[]);
  return refusalOf(JSON.stringify(lesson));
}

function refusalOf(text: string): string {
  try {
    readLesson(text);
  } catch (thrown) {
    if (thrown instanceof LabFailure) return thrown.message;
    throw thrown;
  }
  return "";
}

const task = (stop: Json) => stop.task as Json;

describe("a broken lesson is refused in a sentence that names the field", () => {
  it.each<[string, (lesson: Json, stops: Json[]) => void]>([
    [
      "stops[0].show: Show must be one of: design.presets,",
      (_, stops) => (stops[0].show = "run.los"),
    ],
    ['Did you mean "run.loss"?', (_, stops) => (stops[0].show = "run.los")],
    [
      'stops[1].txt: "txt" is not a field here. Did you mean "text"?',
      (_, stops) => (stops[1].txt = "A"),
    ],
    [
      'stops[1].title: Title must be text of 1 to 120 characters. Add "title".',
      (_, stops) => delete stops[1].title,
    ],
    [
      'stops[0].run: The lesson has no experiment "bowll". Did you mean "bowl"?',
      (_, stops) => (stops[0].run = "bowll"),
    ],
    [
      'stops[1].task.right: "Chance" is not among the answers. Write one of them word for word.',
      (_, stops) => (task(stops[1]).right = "Chance"),
    ],
    [
      "stops[2].task.check: Check must be one of: choice, number, run, design, step, compare, screen.",
      (_, stops) => (task(stops[2]).check = "steps"),
    ],
    [
      'stops[2].task.settings[0].setting: No experiment has a setting "optimizer.stepsize".',
      (_, stops) =>
        (task(stops[2]).settings = [
          { setting: "optimizer.stepsize", above: 1 },
        ]),
    ],
    [
      "stops[2].task.settings[0]: A condition needs something to compare with.",
      (_, stops) =>
        (task(stops[2]).settings = [{ setting: "optimizer.stepSize" }]),
    ],
    [
      "stops[2].task.to: To must not be less than from. Try 9.",
      (_, stops) =>
        (stops[2].task = { check: "step", ask: "A", from: 9, to: 3 }),
    ],
    [
      'experiments.bowl: There is no preset "quadratik". Did you mean "quadratic"?',
      (lesson) => ((lesson.experiments as Json).bowl = "quadratik"),
    ],
    [
      "experiments.flat.optimizer.stepSize: Step size must be a number greater than 0",
      (lesson) =>
        (((lesson.experiments as Json).flat as Json).optimizer = {
          kind: "gd",
          stepSize: 0,
        }),
    ],
    [
      'stops[0].show: "run.loss" needs a run, and the lesson has no experiment.',
      (lesson, stops) => {
        delete lesson.experiments;
        delete stops[0].run;
      },
    ],
    ["stops: Stops must be a list of 1 to 40 stops.", (l) => (l.stops = [])],
    ["edgeLab: The lesson must say edgeLab: 1", (l) => (l.edgeLab = 2)],
    [
      "exercise.answer: Answer must be text of 1 to 4000 characters.",
      (l) => delete (l.exercise as Json).answer,
    ],
  ])("%s", (sentence, change) => {
    const words = said(change);
    expect(words).toContain(sentence);
    expect(words).not.toContain("\n");
  });

  it("also where it is no lesson at all", () => {
    expect(refusalOf("[]")).toBe("A lesson must be an object.");
    expect(refusalOf('{ "edgeLab": 1,')).toMatch(/^The file is not JSON: /);
    expect(refusalOf(`"${"a".repeat(1_000_001)}"`)).toMatch(
      /million characters/,
    );
  });
});
