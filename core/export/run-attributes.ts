/**
 * What is kept of a run besides its name, experiment, events and rows: one line an attribute, in their
 * order in a file. The archive's table of runs has a column for each, result files and imports take
 * them from here, and a recovery puts the blank in the place of what cannot be read any more.
 */
import { z } from "zod";
import type { LabErrorCode } from "../errors";
import { expectation } from "../run/expectation";
import { pins, runChanges } from "../run/organise";
import { runStatuses } from "../run/status";
import { kernelMakers } from "../run/kernels";
import { emptySummary, type EngineInfo, type RunSummary } from "../run/summary";
import { forkSchema } from "./fork-schema";
import { analysisSummary } from "./theory-schema";

const text = z.string().max(5000);
const count = z.int().min(0);
const measured = z.number().nullable();

// What has a default in the next two is missing in files of earlier versions.

const summary = z.strictObject({
  step: count,
  initialLoss: measured,
  finalLoss: measured,
  minLoss: measured,
  accuracy: measured.default(null),
  testLoss: measured.default(null),
  testAccuracy: measured.default(null),
  initialSharpness: measured,
  finalSharpness: measured,
  maxSharpness: measured,
  finalThreshold: measured.exactOptional(),
  maxRatio: z.number().exactOptional(),
  crossingStep: count.nullable(),
  hover: measured,
  unconverged: count,
  uncertified: count.exactOptional(),
  spikes: count.exactOptional(),
  rises: count.exactOptional(),
  stepsPerEpoch: z.int().min(1).exactOptional(),
  finalBatchSharpness: z.number().exactOptional(),
  seconds: z.number().min(0),
}) satisfies z.ZodType<RunSummary>;

const engine = z.strictObject({
  backend: z.enum(["tensorflow", "float64"]),
  precision: z.enum(["float32", "float64"]),
  precisionReason: text.default(""),
  parameters: count,
  /** There was no other then. */
  loss: text.default("mean over samples of ½·Σ(f−y)²"),
  data: z
    .strictObject({
      digest: text,
      samples: count,
      testSamples: count,
      inputShape: z.array(count).max(10).exactOptional(),
      targets: count.exactOptional(),
      classes: count.nullable().exactOptional(),
      cautions: z.array(text).max(100).exactOptional(),
    })
    .nullable()
    .default(null),
  weights: text.exactOptional(),
  versions: z.record(z.string().max(60), text),
  threads: count,
  kernels: z.enum(kernelMakers).exactOptional(),
}) satisfies z.ZodType<EngineInfo>;

const error = z.strictObject({
  code: text.transform((code) => code as LabErrorCode),
  message: text,
  hint: text.exactOptional(),
  fields: z
    .array(
      z.strictObject({
        path: text,
        message: text,
        suggestion: text.exactOptional(),
      }),
    )
    .max(1000)
    .exactOptional(),
});

const time = z.iso.datetime().transform((written) => Date.parse(written));
const said = runChanges.shape;

/** An attribute without which there is no run. */
const required = <S extends z.ZodType>(schema: S) => ({
  schema,
  isJson: false,
});

/** One that every version has written into its files. */
const always = <S extends z.ZodType>(schema: S, blank: z.output<S>) => ({
  schema,
  blank,
  isJson: true,
});

/** One that came later: a file without it has the blank. */
const later = <S extends z.ZodType>(
  schema: S,
  blank: z.output<S>,
  { isJson }: { isJson: boolean },
) => ({ schema: schema.default(blank as never), blank, isJson });

const json = { isJson: true };
const plain = { isJson: false };

export const runAttributes = {
  status: required(z.enum(runStatuses)),
  /** Milliseconds since 1970, UTC; in a file as ISO 8601. */
  createdAt: required(time),
  /**
   * Sharpness at which the optimiser becomes unstable: 2/η for gradient descent. Null where there is none,
   * and where it varies along the run, as the column `threshold` of its tables tells.
   */
  threshold: required(z.number().positive().nullable()),
  /** What computed it; null for a run that never began. */
  engine: always(engine.nullable(), null),
  summary: always(summary, emptySummary),
  /** Why the run failed; or why its engine ended, where that interrupted it. */
  error: always(error.nullable(), null),
  tags: later(said.tags.unwrap(), [], json),
  /** Empty when it belongs to none. */
  project: later(said.project.unwrap(), "", plain),
  /** Index into the palette of series, 0 to 7; null for the one that the list gives it. */
  colour: later(said.colour.unwrap(), null, plain),
  notes: later(said.notes.unwrap(), "", plain),
  pins: later(pins, [], json),
  /** What an analysis of self-stabilisation says of it; its rows are in the table `theory`. */
  theory: later(analysisSummary.nullable(), null, json),
  /** What the person expected of it before it started. */
  expectation: later(expectation.nullable(), null, json),
  /** Of a run that goes on from a step of another one: the step and that run; null for any other. */
  fork: later(forkSchema.nullable(), null, json),
} as const;

export type AttributeName = keyof typeof runAttributes;
export const attributeNames = Object.keys(runAttributes) as AttributeName[];

export type RunAttributes = {
  [K in AttributeName]: z.output<(typeof runAttributes)[K]["schema"]>;
};

/** Those that only the page of a run shows, and not the list of all. */
export const detailAttributes = ["engine", "error", "pins", "theory"] as const;
export type DetailAttribute = (typeof detailAttributes)[number];

/** The attributes as a file has them. */
export const attributesInFile = Object.fromEntries(
  attributeNames.map((name) => [name, runAttributes[name].schema]),
) as { [K in AttributeName]: (typeof runAttributes)[K]["schema"] };

/** The attributes of a run and nothing else of it. */
export function attributesOf<K extends AttributeName>(
  run: Pick<RunAttributes, K>,
  names: readonly K[],
): Pick<RunAttributes, K> {
  return Object.fromEntries(names.map((name) => [name, run[name]])) as Pick<
    RunAttributes,
    K
  >;
}
