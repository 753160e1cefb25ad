/** What a person has chosen to look at; a saved view is this and the runs. */
import { z } from "zod";
import { alignments, type Alignment } from "../../../core/series/align";
import { bandKinds, relations } from "../../../core/series/band";
import { measureNames, measures, type MeasureName } from "./measures";
import { seedPath } from "./settings";
import { firstChoice } from "./sweep/choice";

const measure = z.enum(measureNames);
const range = z
  .strictObject({ min: z.number(), max: z.number() })
  .refine(({ min, max }) => min < max);
const grouping = z.strictObject({
  kind: z.enum(["over", "by"]),
  path: z.string(),
});

/** The x axis: an alignment, or a measure. */
export type XName = Alignment | MeasureName;

/** Colours follow the setting that suits many runs, each run has its own, or they follow a setting. */
export const automatic = "auto";
export const byRun = "run";

export const choicesSchema = z.object({
  x: z.enum([...alignments, ...measureNames]).catch("step"),
  xLog: z.boolean().catch(false),
  /** Charts whose y axis is logarithmic. */
  yLog: z
    .array(measure)
    .catch(measureNames.filter((name) => measures[name].log)),
  /** Ranges of y that a person has set. */
  ranges: z.partialRecord(measure, range).catch({}),
  /** In units of the threshold, where a measure has its unit. */
  ratio: z.boolean().catch(false),
  layout: z.enum(["overlay", "multiples"]).catch("overlay"),
  shown: z.array(measure).catch(["loss", "sharpness"]),
  group: grouping.nullable().catch(null),
  band: z.enum(bandKinds).catch("range"),
  /** `auto`, `run`, or the path of a setting. */
  colour: z.string().catch(automatic),
  /** Window along x; null for everything. */
  window: range.nullable().catch(null),
  hidden: z.array(z.int()).catch([]),
  /** The run that all others are compared with. */
  baseline: z.int().nullable().catch(null),
  relation: z.enum(relations).catch("difference"),
  /** Heights of the panes, as shares of each other. */
  weights: z.record(z.string(), z.number().positive().max(1000)).catch({}),
  /** Curves with the table of runs, or what came of the runs. */
  view: z.enum(["curves", "results"]).catch("curves"),
  results: z
    .object({
      x: z.string().nullable(),
      by: z.string().nullable(),
      kind: z.enum(["auto", "dots", "map", "parallel"]),
      shown: z.array(z.string()),
      whole: z.boolean(),
    })
    .catch(firstChoice),
  /** Of the table of runs, which reads it itself. */
  table: z.record(z.string(), z.unknown()).catch({}),
});
export type Choices = z.output<typeof choicesSchema>;

/** Choices as they were stored, as far as they can be read; those of earlier versions in today's words. */
export function readChoices(stored: Record<string, unknown>): Choices {
  const { alignment, banded, layout, below } = stored;
  return choicesSchema.parse({
    ...(alignment !== undefined && { x: alignment }),
    ...(banded === true && { group: { kind: "over", path: seedPath } }),
    ...(below === "results" && { view: "results" }),
    ...stored,
    ...(layout === "grid" && { layout: "multiples" }),
  });
}
