/** The lessons that come with the program: their numbers are those of their experiments. */
import { peakOf } from "../../../core/optimizers/step-size";
import { beforeAll, describe, expect, it } from "vitest";
import { isQuestion, isRight } from "../../../core/lessons/check";
import { firstLesson, includedLessons } from "../../../core/lessons";
import { readLesson, type Lesson } from "../../../core/lessons/read";
import { valueAt } from "../../../core/experiment/path";
import { presetOf } from "../../../core/experiment/presets";
import type { ExperimentSpec } from "../../../core/experiment/spec";
import { requireExperiment } from "../../../core/experiment/validate";
import { runWhole, type WholeRun } from "./run";

/** A run of a lesson, all of which have a threshold. */
type LessonRun = WholeRun & { threshold: number };
async function runLesson(spec: ExperimentSpec): Promise<LessonRun> {
  const { threshold, ...run } = await runWhole(spec);
  if (threshold === null) throw new Error("A lesson needs a threshold.");
  return { ...run, threshold };
}

/** Runs by the lesson and the name of the experiment. */
const runs: Record<string, LessonRun> = {};
const withStep = (preset: string, stepSize: number) => {
  const { spec } = presetOf(preset);
  const optimizer = { ...spec.optimizer, stepSize };
  return runLesson(requireExperiment({ ...spec, optimizer }));
};

beforeAll(async () => {
  const specs = includedLessons.flatMap(({ lesson }) =>
    Object.entries(lesson.experiments),
  );
  for (const [name, spec] of specs) runs[name] ??= await runLesson(spec);
  for (const eta of [0.15, 0.25, 0.3, 0.5])
    runs[`η ${eta}`] = await withStep("chebyshev", eta);
  for (const eta of [0.199, 0.2])
    runs[`bowl ${eta}`] = await withStep("quadratic", eta);
}, 120_000);

/** Steps at which the sharpness comes up to the threshold. */
function crossings({ sharpness, threshold }: LessonRun): number[] {
  return sharpness.flatMap((s, t) =>
    t > 0 && s >= threshold && sharpness[t - 1] < threshold ? [t] : [],
  );
}
const firstFall = ({ sharpness, threshold }: LessonRun) =>
  sharpness.findIndex((s, t) => t > 991 && s < threshold);
const firstRise = ({ loss }: LessonRun) =>
  loss.findIndex((l, t) => loss[t + 1] > l);
const highest = (values: number[], from: number, to: number) =>
  values.indexOf(Math.max(...values.slice(from, to)));

/** Every number of a lesson's words, as it is written, with its value by the runs. */
type Facts = Record<string, () => number>;

const constant = (...numbers: number[]): Facts =>
  Object.fromEntries(numbers.map((n) => [String(n), () => n]));

/** Numbers of the experiments and of questions that are put, and of sums that anybody can do. */
const facts: Record<string, Facts> = {
  "what-sharpness-is": {
    ...constant(0, 1, 2, 4, 7, 14),
    "61": () => 20 + 20 + 20 + 1,
    "20": () => Number(valueAt(runs.network.spec, "data.samples")),
    "400": () => 400,
    "0.0265": () => runs.network.loss[400],
    "0.284": () => runs.network.loss[0],
    "10": () => runs.bowl.sharpness[0],
    "5.5": () => runs.bowl.loss[0],
    "60": () => runs.bowl.summary.step,
    "0.15": () => peakOf(runs.bowl.spec.optimizer.stepSize),
    "−0.5": () => 1 - 10 * 0.15,
    "0.05": () => 0.05,
    "0.5": () => 1 - 10 * 0.05,
    "11": () => 11,
    "0.202": () => peakOf(runs.steep.spec.optimizer.stepSize),
    "−1.02": () => 1 - 10 * peakOf(runs.steep.spec.optimizer.stepSize),
    "0.01": () => 0.01,
    "524": () => runs.steep.summary.step,
    "9.9": () => runs.steep.threshold,
    "0.1": () => 0.1,
    "4.79": () => runs.network.sharpness[0],
    "6.7": () => 6.7,
    "6.84": () => runs.network.sharpness[400],
    "0.0001": () => 0.0001,
    "1,000": () => runs.steep.spec.steps,
    "0.2": () => 2 / 10,
    "0.199": () => 0.199,
    "−0.99": () => 1 - 10 * 0.199,
    "−1": () => 1 - 10 * 0.2,
    "0.0005": () => runs["bowl 0.2"].loss.at(-1) ?? NaN,
  },
  "the-edge": {
    ...constant(0, 1, 2),
    "0.2": () => peakOf(runs.network.spec.optimizer.stepSize),
    "0.284": () => runs.network.loss[0],
    "0.0265": () => runs.network.loss[400],
    "400": () => 400,
    "4.79": () => runs.network.sharpness[0],
    "10": () => runs.network.threshold,
    "700": () => 700,
    "8.45": () => runs.network.sharpness[700],
    "991": () => runs.network.summary.crossingStep ?? NaN,
    // "Almost 300 steps above the line": 279.
    "300": () => Math.ceil((firstFall(runs.network) - 991) / 100) * 100,
    "1,244": () => firstRise(runs.network),
    "1,269": () => highest(runs.network.loss, 991, 1500),
    "0.82": () => runs.network.loss[1269],
    "45": () => runs.network.loss[1269] / runs.network.loss[1244],
    "4,000": () => runs.network.summary.step,
    "1.007": () => runs.network.summary.hover ?? NaN,
    "0.15": () => peakOf(runs["η 0.15"].spec.optimizer.stepSize),
    "13.3": () => runs["η 0.15"].threshold,
    "0.14": () => 0.14,
    "0.16": () => 0.16,
    "0.25": () => 0.25,
    "8": () => runs["η 0.25"].threshold,
    "494": () => runs["η 0.25"].summary.crossingStep ?? NaN,
    "0.3": () => 0.3,
    "6.67": () => runs["η 0.3"].threshold,
    "210": () => runs["η 0.3"].summary.crossingStep ?? NaN,
    "0.5": () => 0.5,
    "4": () => runs["η 0.5"].threshold,
  },
  "why-it-holds": {
    ...constant(0, 1, 2),
    "1,100": () => 1100,
    "10.57": () => runs.network.sharpness[1100],
    "10": () => runs.network.threshold,
    "0.2": () => peakOf(runs.network.spec.optimizer.stepSize),
    "11": () => 11,
    "−1": () => -1,
    "−1.2": () => 1 - 0.2 * 11,
    "253": () => firstRise(runs.network) - 991,
    "991": () => crossings(runs.network)[0],
    "1,244": () => firstRise(runs.network),
    "11.38": () => Math.max(...runs.network.sharpness.slice(0, 1500)),
    "1,270": () => firstFall(runs.network),
    "0.82": () => runs.network.loss[1269],
    "1,269": () => highest(runs.network.loss, 991, 1500),
    "0.021": () => runs.network.loss[1300],
    "1,300": () => 1300,
    "1,510": () => crossings(runs.network)[1],
    "500": () => Math.round((crossings(runs.network)[1] - 991) / 100) * 100,
    "8.7": () => runs.network.sharpness[1300],
    "9.9": () => runs.steep.threshold,
    "524": () => runs.steep.summary.step,
    "2,052": () => crossings(runs.network)[2],
    "519": () => crossings(runs.network)[1] - crossings(runs.network)[0],
    "542": () => crossings(runs.network)[2] - crossings(runs.network)[1],
  },
  "your-own-data": {
    ...constant(2, 20, 1000),
    "1,000": () => 1000,
    "150": () => 150,
  },
};

/** All words of a lesson that a person reads. */
function wordsOf({ stops, exercise, summary = "" }: Lesson): string[] {
  const texts: (string | undefined)[] = [summary];
  for (const stop of [...stops, ...(exercise ? [exercise] : [])]) {
    const { task, text, notes } = stop;
    texts.push("title" in stop ? stop.title : stop.answer, text, notes);
    if (!task) continue;
    texts.push(task.ask, task.why);
    if (isQuestion(task)) texts.push(task.hint);
    if (task.check === "choice") texts.push(...task.answers);
  }
  return texts.flatMap((one) => (typeof one === "string" ? [one] : []));
}

/** Numbers as they are written; the 2 of 2/η and the 10 of 10x are some, too. */
const numbersIn = (words: string) =>
  words.match(/−?\d+(,\d{3})*(\.\d+)?/g) ?? [];

/** Half a unit of the last digit that is written. */
function precisionOf(written: string): number {
  const [, decimals = ""] = written.split(".");
  return 0.5 * 10 ** -decimals.length * (1 + 1e-9);
}

describe.each(
  includedLessons.map(({ id, lesson, text }) => ({ id, lesson, text })),
)("$id", ({ id, lesson, text }) => {
  it("is a file that can be handed out, of 5 to 8 stops with tasks and an exercise", () => {
    expect(readLesson(text)).toEqual(lesson);
    expect(lesson.stops.length).toBeGreaterThanOrEqual(5);
    expect(lesson.stops.length).toBeLessThanOrEqual(8);
    expect(lesson.stops.filter(({ task }) => task).length).toBeGreaterThan(4);
    expect(lesson.exercise?.task).toBeDefined();
  });

  it("states no number that its experiments do not have", () => {
    const written = [...new Set(wordsOf(lesson).flatMap(numbersIn))];
    expect(written.filter((one) => !(one in facts[id]))).toEqual([]);
    for (const one of written) {
      const value = Number(one.replaceAll(",", "").replace("−", "-"));
      const by = facts[id][one]();
      expect(Math.abs(by - value), `${one} is ${by}`).toBeLessThanOrEqual(
        precisionOf(one),
      );
    }
  });

  it("knows the answers to its questions about results", () => {
    for (const { run, task } of lesson.stops) {
      if (task?.check !== "number" || typeof task.expected === "number")
        continue;
      const name = run ?? Object.keys(lesson.experiments)[0] ?? "";
      const [answer = ""] = numbersIn(task.why ?? "");
      expect(isRight(task, answer, runs[name])).toBe(true);
    }
  });
});

it("the sentences without numbers are true as well", () => {
  const { network, steep, bowl } = runs;
  // Up to step 400 the loss falls in every step; of the steep bowl it falls, then rises.
  expect(firstRise(network)).toBeGreaterThan(400);
  expect(steep.loss[1]).toBeLessThan(steep.loss[0]);
  expect(steep.status).toBe("diverged");
  expect(bowl.summary.finalLoss).toBeLessThan(1e-6);
  expect(runs["bowl 0.199"].summary.finalLoss).toBeLessThan(1e-4);
  expect(runs["bowl 0.2"].summary.finalLoss).toBeGreaterThan(1e-4);
  // The steps between which the slider is right.
  for (const t of [380, 429]) {
    expect(network.sharpness[t]).toBeGreaterThan(6.7);
    expect(network.sharpness[t]).toBeLessThan(7);
  }
  for (const t of [1258, 1280])
    expect(network.loss[t]).toBeGreaterThan(1.2 * network.loss[1240]);
  // Each of the other step sizes reaches its line: later and higher, or sooner and lower.
  expect(runs["η 0.15"].summary.crossingStep).toBeGreaterThan(991);
  expect(runs["η 0.5"].summary.crossingStep).toBe(0);
  // On the return the swing shrinks while the sharpness is below the line.
  expect(network.sharpness[1300]).toBeLessThan(network.threshold);
  expect(network.loss[1300]).toBeLessThan(network.loss[1280]);
});

it("the first launch opens one of them, with the experiment of the sample run", () => {
  const first = includedLessons.find(({ id }) => id === firstLesson);
  expect(first?.lesson.experiments.network).toEqual(presetOf("chebyshev").spec);
});
