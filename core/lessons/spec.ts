/** The lesson file, version 1: its schema and limits. */
import { z } from "zod";
import { number, oneOf, whole } from "../schema/fields";
import { named } from "../schema/words";
import { taskSchema } from "./tasks";
import { targetNames } from "./targets";
import { text } from "./text";

/** A run of the person's own: the one started last since the lesson was begun. */
export const ownRun = "mine";

/** Longest lesson file, in characters. */
export const longestLesson = 1_000_000;

const notes = text(
  {
    label: "Notes",
    help: "For the teacher; shown on request only.",
  },
  4000,
).optional();

const stopSchema = z.strictObject(
  {
    title: text({ label: "Title" }, 120),
    text: text(
      {
        label: "Text",
        help: "What the stop says. An empty line begins a new paragraph.",
      },
      4000,
    ),
    show: oneOf(
      {
        label: "Show",
        help: "What is scrolled to and lit. Nothing when left out.",
      },
      targetNames,
    ).optional(),
    run: text(
      {
        label: "Run",
        help: `The name of one of the lesson's experiments, or "${ownRun}" for the run that the person started last. The first experiment when left out.`,
      },
      60,
    ).optional(),
    step: whole(
      {
        label: "Step",
        help: "The slider of the run is put to this step.",
      },
      0,
      10_000_000,
    ).optional(),
    task: taskSchema.optional(),
    notes,
  },
  { error: "A stop must be an object with a title and a text." },
);

const exerciseSchema = z.strictObject(
  {
    text: text(
      { label: "Text", help: "What is to be done or found out." },
      4000,
    ),
    answer: text(
      {
        label: "Answer",
        help: "The expected answer with its reason; shown once the task is solved, or on request.",
      },
      4000,
    ),
    run: stopSchema.shape.run,
    show: stopSchema.shape.show,
    task: taskSchema.optional(),
    notes,
  },
  { error: "The exercise must be an object with a text and an answer." },
);

const stopsRange = "Stops must be a list of 1 to 40 stops.";

export const lessonSchema = z.strictObject(
  {
    edgeLab: z.literal(1, {
      error: "The lesson must say edgeLab: 1, the version of the file format.",
    }),
    lesson: text({ label: "Lesson", help: "The title of the lesson." }, 120),
    summary: text(
      { label: "Summary", help: "One sentence for the list of lessons." },
      300,
    ).optional(),
    author: text({ label: "Author" }, 120).optional(),
    minutes: number({
      label: "Minutes",
      help: "How long it takes, about.",
    })
      .gt(0, "Minutes must be greater than 0.")
      .max(600, "Minutes must be at most 600.")
      .optional(),
    experiments: named(
      z.record(
        z
          .string()
          .regex(
            /^[\p{L}\p{N} _-]{1,60}$/u,
            "The name of an experiment must be 1 to 60 letters, digits, spaces, - or _.",
          ),
        z.unknown(),
        {
          error:
            "Experiments must be an object: a name for each, and the experiment or the id of a preset.",
        },
      ),
      {
        label: "Experiments",
        help: "By a name for each: an experiment as in its file, or the id of a preset. The lesson runs them when a stop shows them for the first time.",
      },
    ).default({}),
    stops: named(
      z
        .array(stopSchema, { error: stopsRange })
        .min(1, stopsRange)
        .max(40, stopsRange),
      { label: "Stops", help: "What the lesson goes through, in this order." },
    ),
    exercise: named(exerciseSchema, {
      label: "Exercise",
      help: "Closes the lesson.",
    }).optional(),
  },
  { error: "A lesson must be an object." },
);

export type LessonFile = z.output<typeof lessonSchema>;
export type Stop = LessonFile["stops"][number];
export type Exercise = NonNullable<LessonFile["exercise"]>;
