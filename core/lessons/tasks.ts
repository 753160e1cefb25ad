/** Tasks of a lesson that check themselves: the closed list of checks, and what each needs. */
import { z } from "zod";
import { finalStatuses } from "../run/status";
import { unionOf } from "../schema/definition";
import { number, oneOf, whole } from "../schema/fields";
import { named } from "../schema/words";
import { resultNames } from "./results";
import { lessonScreens } from "./targets";
import { text } from "./text";

const ask = text(
  { label: "Ask", help: "The question, or what is to be done." },
  1000,
);
const why = text(
  { label: "Why", help: "Said when the task is solved." },
  2000,
).optional();
const hint = text(
  { label: "Hint", help: "Said after a wrong answer." },
  1000,
).optional();

const listOf = <S extends z.ZodType>(
  label: string,
  element: S,
  max: number,
) => {
  const range = `${label} must be a list of 1 to ${max}.`;
  return z.array(element, { error: range }).min(1, range).max(max, range);
};

const bounds = {
  above: number("Above").optional(),
  below: number("Below").optional(),
};

/** What a setting of an experiment is compared with. */
const setting = z.strictObject({
  setting: text(
    {
      label: "Setting",
      help: "Where it stands in the experiment file, such as optimizer.stepSize.",
    },
    200,
  ),
  ...bounds,
  is: z
    .union([z.string(), z.number(), z.boolean()], {
      error: "Is must be text, a number, true or false.",
    })
    .optional(),
});

const result = z.strictObject({
  result: oneOf("Result", resultNames),
  ...bounds,
  missing: z
    .literal(true, { error: "Missing must be true, or be left out." })
    .optional(),
});

const settings = listOf("Settings", setting, 10);

const answers = listOf("Answers", text({ label: "Each answer" }, 300), 8).min(
  2,
  "Answers must be a list of 2 to 8.",
);

const tasks = [
  {
    name: "choice",
    label: "A choice among answers",
    schema: z.strictObject({
      check: z.literal("choice"),
      ask,
      answers,
      right: text(
        { label: "Right", help: "The right one, word for word." },
        300,
      ),
      hint,
      why,
    }),
  },
  {
    name: "number",
    label: "A number to enter",
    schema: z.strictObject({
      check: z.literal("number"),
      ask,
      expected: named(
        z.union([z.number(), z.enum(resultNames)], {
          error: `Expected must be a number or a result: ${resultNames.join(", ")}.`,
        }),
        {
          label: "Expected",
          help: "A number, or the name of a result of the run that the stop is about.",
        },
      ),
      within: number({
        label: "Within",
        help: "How far off an answer may be.",
      })
        .min(0, "Within must be at least 0.")
        .default(0),
      hint,
      why,
    }),
  },
  {
    name: "run",
    label: "A run that the person started since the lesson was begun",
    schema: z.strictObject({
      check: z.literal("run"),
      ask,
      settings: settings.optional(),
      status: oneOf("Status", finalStatuses).optional(),
      results: listOf("Results", result, 10).optional(),
      why,
    }),
  },
  {
    name: "design",
    label: "The experiment on the screen New run as it stands",
    schema: z.strictObject({ check: z.literal("design"), ask, settings, why }),
  },
  {
    name: "step",
    label: "The slider of the run held between two steps",
    schema: z.strictObject({
      check: z.literal("step"),
      ask,
      from: whole("From", 0, 10_000_000),
      to: whole("To", 0, 10_000_000),
      why,
    }),
  },
  {
    name: "compare",
    label: "A number of runs compared",
    schema: z.strictObject({
      check: z.literal("compare"),
      ask,
      runs: whole("Runs", 2, 1000).default(2),
      why,
    }),
  },
  {
    name: "screen",
    label: "A screen visited",
    schema: z.strictObject({
      check: z.literal("screen"),
      ask,
      screen: oneOf("Screen", lessonScreens),
      why,
    }),
  },
] as const;

/** The checks with what each is, for documents. */
export const checks: readonly { name: string; label: string }[] = tasks;

export const taskSchema = named(unionOf("check", "Check", tasks), {
  label: "Task",
  help: "Checks itself; see the list of checks.",
});

export type Task = z.output<typeof taskSchema>;
export type SettingCondition = z.output<typeof setting>;
export type ResultCondition = z.output<typeof result>;
