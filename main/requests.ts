/** The arguments of requests: what comes from the window is checked, typed or not. */
import { z } from "zod";
import { mostRuns } from "../core/experiment/sweep/spec";
import { requireExperiment } from "../core/experiment/validate";
import { runChanges } from "../core/run/organise";
import { withoutNul } from "../core/schema/fields";
import { alignments } from "../core/series/align";
import { bandKinds, relations } from "../core/series/band";
import { grouped } from "../core/text/grouped";
import { tableNames } from "../core/series/columns";

export const runId = z.int("A run is named by its number.").positive();
export const runIds = z
  .array(runId, "Runs are named by a list of their numbers.")
  .max(10_000, "At most 10,000 runs can be named at once.")
  .transform((ids) => [...new Set(ids)]);
export const someRuns = runIds.refine(
  (ids) => ids.length > 0,
  "Choose at least one run.",
);
export const path = z.string("A file is named by its path.");
export const severalChanges = z
  .array(
    z.strictObject({ id: runId, changes: runChanges }),
    "Changes of several runs are a list.",
  )
  .min(1, "Choose at least one run.")
  .max(10_000, "At most 10,000 runs can be changed at once.");
export const paths = z
  .array(path)
  .max(1000, "At most 1,000 files can be imported at once.");
export const runPage = z.strictObject({
  after: z
    .strictObject({
      createdAt: z.number("A time must be a number of milliseconds."),
      id: runId,
    })
    .nullable(),
  most: z
    .int("The length of a page is a whole number of runs.")
    .min(1, "A page has at least one run.")
    .max(10_000, "A page has at most 10,000 runs."),
});
const windowStep = z.number("A step must be a number.");
export const table = z.enum(
  tableNames,
  `The table must be one of: ${tableNames.join(", ")}.`,
);
export const tableRequest = z.strictObject({
  runId,
  table,
  columns: z.array(z.string()).min(1, "Ask for at least one column.").max(1000),
  from: windowStep.exactOptional(),
  to: windowStep.exactOptional(),
});
export const step = z
  .int("A step is a whole number.")
  .nonnegative("The first step is 0.");
export const look = z.strictObject({
  patience: z
    .number("Patience must be a number of milliseconds.")
    .min(0, "Patience must not be negative.")
    .max(10_000, "Patience must be at most 10,000 ms."),
  along: z.boolean("Say whether the loss along u is wanted: true or false."),
});
const pixels = z
  .int("The width must be a whole number of pixels.")
  .min(1, "The width must be at least 1 pixel.");
export const seriesRequest = tableRequest.extend({
  pixels: pixels.max(10_000, "The width must be at most 10,000 pixels."),
});
const columnName = z.strictObject({
  table,
  column: z.string("A column is named by text.").max(100),
});
const windowEnd = z.number("An end of the window must be a number.");
export const curvesWanted = z.strictObject({
  groups: z
    .array(
      z
        .array(runId)
        .min(1, "A curve needs at least one run.")
        .max(2000, "A curve can be of at most 2,000 runs."),
    )
    .max(2000, "At most 2,000 curves can be drawn at once."),
  columns: z
    .array(
      columnName.extend({
        perThreshold: z.boolean(),
        error: columnName.shape.column.exactOptional(),
      }),
    )
    .max(50, "At most 50 columns can be drawn at once."),
  x: z.union(
    [z.enum(alignments), columnName],
    `x must be one of: ${alignments.join(", ")}; or a column of a table.`,
  ),
  band: z.enum(bandKinds, `The band must be one of: ${bandKinds.join(", ")}.`),
  baseline: runId.nullable(),
  relation: z.enum(
    relations,
    `The relation to the baseline must be one of: ${relations.join(", ")}.`,
  ),
  from: windowEnd.exactOptional(),
  to: windowEnd.exactOptional(),
  log: z.boolean(),
  pixels: pixels.max(1_000_000, "The width must be at most 1,000,000 pixels."),
});

export const experiment = z.unknown().transform(requireExperiment);
export const experiments = z
  .array(experiment, "Experiments must be a list.")
  .min(1, "Give at least one experiment.")
  .max(mostRuns, `At most ${grouped(mostRuns)} experiments are taken at once.`);
export const groupName = z
  .string("The name of a group must be text.")
  .trim()
  .min(1, "The name of a group must not be empty.")
  .max(120, "The name of a group may have at most 120 characters.")
  .regex(
    withoutNul,
    "The name of a group must not contain the character of code 0.",
  )
  .nullable();
export const place = z
  .int("A place in the queue is a whole number.")
  .nonnegative("The first place in the queue is 0.");

export const studyPath = z
  .string("A study is named by its path.")
  .min(1, "Choose a file or a folder of a study.")
  .max(4096, "A path has at most 4,096 characters.")
  .regex(withoutNul, "A path must not contain the character of code 0.");
export const lessonText = z.string("A lesson must be text.");
export const lessonId = z
  .string("A lesson is named by text.")
  .regex(/^[0-9a-f]{16}$/, "A lesson is named by 16 hexadecimal digits.");

export const backupName = z
  .string("A backup is named by its file.")
  .max(300, "The name of a backup has at most 300 characters.");
