/** What the window may ask of files. It names no place: a person does, in a dialog. */
import { z } from "zod";
import { experimentSchema } from "../experiment/spec";
import { optimizers } from "../optimizers";
import type { LabError } from "../errors";
import type { OptimizerSpec } from "../optimizers/spec";
import { limits, positive } from "../schema/fields";
import { ofScreen } from "./settings";

/** Names of the files of the lab itself: experiments, studies, lessons and runs. */
export const labFile = /\.(json|edgelab)$/i;

/** Bytes of the file of an experiment, a study or a lesson. A larger one can only be one of runs, which main reads. */
export const largestExperiment = 20 * 2 ** 20;

/** A file that a person opened with the program. */
export interface OpenedFile {
  path: string;
  name: string;
  /** In bytes. */
  size: number;
  /** What is in it; null where the window need not read it: data, one of several, more than largestExperiment. */
  bytes: Uint8Array | null;
}

/** Files that were opened together, or why they cannot be. */
export type OpenedGroup = { files: OpenedFile[] } | { refused: LabError };

export const saveRequest = z.strictObject({
  /** Suggested name, with or without its ending. */
  name: z
    .string("A file name must be text.")
    .max(200, "A file name must have at most 200 characters."),
  kind: z.enum(
    ["csv", "edgelab.json", "json", "png", "svg", "pdf", "gif"],
    "A file must be of the kind csv, edgelab.json, json, png, svg, pdf or gif.",
  ),
  data: z.union(
    [z.string(), z.instanceof(Uint8Array)],
    "A file must be text or bytes.",
  ),
});

export type SaveRequest = z.output<typeof saveRequest>;

const side = z
  .number("A side of a figure must be a number of millimetres.")
  .min(5, "A side of a figure must be at least 5 mm.")
  .max(5000, "A side of a figure must be at most 5,000 mm.");

/** A figure to be saved as a PDF of one page, which it fills. */
export const figureRequest = z.strictObject({
  name: saveRequest.shape.name,
  svg: z
    .string("A figure must be the text of an SVG.")
    .startsWith("<svg", "A figure must be the text of an SVG.")
    .max(100_000_000, "A figure must have at most 100 MB."),
  /** In millimetres. */
  width: side,
  height: side,
});

export type FigureRequest = z.output<typeof figureRequest>;

export const png: z.ZodType<Uint8Array> = z.instanceof(Uint8Array, {
  error: "A picture to copy must be the bytes of a PNG.",
});

const runId = z.int("A run is named by its number.").positive();

/** What a report is of: a run, or a comparison as it is shown. */
export const reportSubject = z.union(
  [
    z.strictObject({ run: runId }),
    z.strictObject({
      runs: z.array(runId).min(1).max(1000),
      /** As the compare screen keeps them. */
      choices: ofScreen,
    }),
  ],
  "A report is of a run, or of a comparison of 1 to 1,000 runs.",
);

export type ReportSubject = z.output<typeof reportSubject>;

export const openKind = z.enum(
  ["experiment", "capsule", "data", "weights", "curves"],
  "Files to open must be of the kind experiment, capsule, data, weights or curves.",
);

/** Files that the lab makes of a run for other programs, by their ending. */
export const exportKind = z.enum(
  ["npz", "py", "parquet"],
  "A run is exported as npz, py or parquet.",
);

export type ExportKind = z.output<typeof exportKind>;

const optimizerNames = optimizers.map(({ name }) => name);

/** Curves of other programs as a run, with what a person says of them. */
export const curvesRequest = z.strictObject({
  paths: z
    .array(z.string("A file is named by its path."))
    .min(1, "Choose a file.")
    .max(100, "At most 100 files can be one run."),
  name: experimentSchema.shape.name,
  /** What each column is, by its name. */
  roles: z.record(z.string(), z.string("What a column is must be text.")),
  stepSize: positive("Step size", limits.stepSize.max).nullable(),
  optimizer: z.enum(
    optimizerNames as [OptimizerSpec["kind"], ...OptimizerSpec["kind"][]],
    `The optimizer must be one of: ${optimizerNames.join(", ")}.`,
  ),
});

export type CurvesRequest = z.output<typeof curvesRequest>;

export type OpenKind = z.output<typeof openKind>;
