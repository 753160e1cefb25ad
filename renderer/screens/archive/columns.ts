/** The columns that the table of runs can have, besides those of settings (setting-columns.ts). */
import type { RunRow } from "../../../core/contract/api";
import { describeInWords } from "../../../core/experiment/in-words";
import { isNetwork, type ExperimentSpec } from "../../../core/experiment/spec";
import { allLayers } from "../../../core/layers/network";
import { peakOf } from "../../../core/optimizers/step-size";
import {
  largestRatio,
  lastRatio,
  lastThreshold,
  type RunSummary,
} from "../../../core/run/summary";
import type { GridColumn } from "../../grid/columns";
import {
  count,
  dateAndTime,
  duration,
  fileSize,
  fixed,
  moment,
  nothing,
  quantity,
} from "../../lib/format";
import { forkChip } from "../../lib/fork-words";
import { statusWords } from "../../lib/status";
import { stepSizeText } from "../../lib/threshold";
import { dataWords, groupWords, modelWords, optimizerWords } from "./words";

export interface RunColumn extends GridColumn<RunRow> {
  /** What a filter calls it, in small letters; the first name is the one that is suggested. */
  names: readonly [string, ...string[]];
  /** What a filter compares; `date` is a number of milliseconds that is written as a date. */
  kind: "words" | "number" | "date";
  /** What a filter by words looks at, where it is more than the text. */
  words?(row: RunRow): readonly string[];
}

type More = Partial<RunColumn>;

/** @param names apart by spaces; the first is the key as well */
const wordColumn = (
  names: string,
  label: string,
  width: number,
  text: (row: RunRow) => string,
  more: More = {},
): RunColumn => ({
  ...namesOf(names),
  kind: "words",
  label,
  title: label,
  width,
  numeric: false,
  family: "Run",
  value: (row) => text(row).toLowerCase() || null,
  text: (row) => text(row) || nothing,
  ...more,
});

/** @param heading the label, or that and what it stands for */
const numberColumn = (
  names: string,
  heading: string | [label: string, title: string],
  width: number,
  value: (row: RunRow) => number | null | undefined,
  text: (value: number) => string = (value) => quantity(value),
  more: More = {},
): RunColumn => {
  const [label, title = label] = [heading].flat();
  return {
    ...namesOf(names),
    kind: "number",
    label,
    title,
    width,
    numeric: true,
    family: "Results",
    value: (row) => value(row) ?? null,
    text: (row) => {
      const known = value(row);
      return known === null || known === undefined ? nothing : text(known);
    },
    ...more,
  };
};

function namesOf(names: string): Pick<RunColumn, "key" | "names"> {
  const [first, ...others] = names.split(" ");
  return { key: first, names: [first, ...others] };
}

const threeDecimals = (value: number) => fixed(value);
const percent = (value: number) => `${(100 * value).toFixed(1)} %`;

/** A number of the summary as it is. */
const summed = (
  names: string,
  key: keyof RunSummary,
  label: string,
  width: number,
  text?: (value: number) => string,
) =>
  numberColumn(names, label, width, (row) => row.summary[key], text, { key });

/** Units of the widest hidden layer; null where there is none. */
export function widthOf(spec: ExperimentSpec): number | null {
  if (!isNetwork(spec)) return null;
  const hidden = allLayers(spec.model.layers.slice(0, -1));
  const units = hidden.flatMap(({ spec: layer }) =>
    "units" in layer ? layer.units : [],
  );
  return units.length > 0 ? Math.max(...units) : null;
}

/** All of them in the order of the table; the name comes first and always stays. */
export const columns: readonly [RunColumn, ...RunColumn[]] = [
  {
    ...wordColumn("name", "Name", 244, (row) => row.name),
    hint: ({ name, spec }) => `${name}\n${describeInWords(spec)}`,
  },
  wordColumn("status", "Status", 104, (row) => statusWords[row.status]),
  numberColumn(
    "eta η step-size lr",
    ["η", "Step size η"],
    64,
    (row) => peakOf(row.spec.optimizer.stepSize),
    undefined,
    {
      key: "stepSize",
      text: (row) => stepSizeText(row.spec.optimizer),
      family: "Run",
    },
  ),
  summed("loss final-loss", "finalLoss", "Latest loss", 112),
  numberColumn(
    "ratio s/threshold s/edge",
    ["S ÷ threshold", "Latest sharpness divided by the threshold"],
    104,
    lastRatio,
    threeDecimals,
  ),
  numberColumn(
    "crossing",
    ["Crossing", "First step with sharpness at the threshold or above"],
    80,
    (row) => row.summary.crossingStep,
    count,
  ),
  numberColumn(
    "hover",
    ["Hover", "Mean of sharpness divided by the threshold since the crossing"],
    64,
    (row) => row.summary.hover,
    threeDecimals,
  ),
  summed("initial-loss", "initialLoss", "First loss", 112),
  summed("min-loss", "minLoss", "Lowest loss", 112),
  summed("test-loss", "testLoss", "Test loss", 112),
  numberColumn(
    "accuracy",
    ["Accuracy", "Share of the training samples classified correctly"],
    88,
    (row) => row.summary.accuracy,
    percent,
  ),
  summed("test-accuracy", "testAccuracy", "Test accuracy", 104, percent),
  numberColumn(
    "max-ratio",
    ["Max S ÷ threshold", "Highest sharpness divided by the threshold"],
    136,
    largestRatio,
    threeDecimals,
    { key: "maxRatio" },
  ),
  summed("initial-sharpness", "initialSharpness", "First sharpness", 112),
  summed("sharpness", "finalSharpness", "Latest sharpness", 120),
  summed("batch-sharpness", "finalBatchSharpness", "Batch sharpness", 128),
  summed("max-sharpness", "maxSharpness", "Highest sharpness", 128),
  numberColumn(
    "threshold",
    [
      "Threshold",
      "Sharpness at which the optimiser becomes unstable; the last one where it varies",
    ],
    112,
    lastThreshold,
  ),
  summed("spikes", "spikes", "Spikes of the loss", 128, count),
  summed("rises", "rises", "Steps with a rising loss", 160, count),
  summed("unconverged", "unconverged", "Unconverged measurements", 184, count),
  summed("uncertified", "uncertified", "Uncertified measurements", 176, count),
  numberColumn(
    "steps step",
    ["Steps", "Last recorded step"],
    80,
    (row) => row.summary.step,
    count,
  ),
  summed("time seconds", "seconds", "Run time", 88, duration),
  wordColumn("data", "Data", 128, (row) => dataWords(row.spec), {
    words: ({ spec }) => [dataWords(spec), spec.data?.source ?? ""],
  }),
  wordColumn("model", "Model", 168, (row) => modelWords(row.spec)),
  numberColumn(
    "width",
    ["Width", "Units of the widest hidden layer"],
    64,
    (row) => widthOf(row.spec),
    count,
    { family: "Run" },
  ),
  numberColumn(
    "parameters",
    ["Parameters", "Trainable parameters P"],
    96,
    (row) => row.parameters,
    count,
    { family: "Run" },
  ),
  wordColumn(
    "optimizer optimiser",
    "Optimiser",
    136,
    (row) => optimizerWords(row.spec),
    { words: ({ spec }) => [optimizerWords(spec), spec.optimizer.kind] },
  ),
  wordColumn(
    "fork parent",
    "Fork",
    200,
    ({ fork, spec }) => (fork ? forkChip(spec, fork) : ""),
    { title: "The step from which it goes on, and what it changes" },
  ),
  numberColumn(
    "checkpoints",
    ["Checkpoints", "Size of the checkpoints kept with it"],
    104,
    ({ keptBytes }) => keptBytes || null,
    fileSize,
    { family: "Run" },
  ),
  wordColumn("group", "Group", 160, groupWords),
  wordColumn("project", "Project", 120, (row) => row.project),
  wordColumn("tag tags", "Tags", 160, (row) => row.tags.join(", "), {
    key: "tags",
    words: ({ tags }) => tags,
  }),
  wordColumn("notes", "Notes", 200, (row) => row.notes),
  numberColumn(
    "created",
    ["Created", "When it was started"],
    128,
    (row) => row.createdAt,
    moment,
    { kind: "date", family: "Run" },
  ),
];

/** Shown until the person chooses. */
export const usualColumns = [
  "name",
  "status",
  "stepSize",
  "finalLoss",
  "ratio",
  "crossing",
  "hover",
  "steps",
  "data",
  "created",
];

/** What earlier versions called a column. */
const renamed: Record<string, string> = { loss: "finalLoss" };

export function presentKey(key: string): string {
  return renamed[key] ?? key;
}

/** A cell for a file: numbers with all their digits, dates in full. */
export function cellForFile(column: RunColumn, row: RunRow): string | number {
  const value = column.value(row);
  if (value === null) return "";
  if (column.kind === "date") return dateAndTime(value as number);
  return column.kind === "number" ? value : column.text(row);
}
