/** The columns that the table of runs can have. */
import type { RunRow } from "../../../core/contract/api";
import type { GridColumn } from "../../grid/columns";
import {
  count,
  moment,
  nothing,
  plain,
  quantity,
  fixed,
} from "../../lib/format";
import { statusWords } from "../../lib/status";
import { dataWords, groupWords, modelWords, optimizerWords } from "./words";

type Column = GridColumn<RunRow>;

const words = (
  key: string,
  label: string,
  width: number,
  text: (row: RunRow) => string,
): Column => ({
  key,
  label,
  title: label,
  width,
  numeric: false,
  value: (row) => text(row).toLowerCase() || null,
  text: (row) => text(row) || nothing,
});

const number = (
  key: string,
  label: string,
  title: string,
  width: number,
  value: (row: RunRow) => number | null,
  text: (value: number) => string = (value) => quantity(value),
): Column => ({
  key,
  label,
  title,
  width,
  numeric: true,
  value,
  text: (row) => {
    const known = value(row);
    return known === null ? nothing : text(known);
  },
});

const ratio = (row: RunRow, sharpness: number | null) =>
  sharpness === null ? null : sharpness / row.threshold;
const threeDecimals = (value: number) => fixed(value);

/** All of them in the order of the table; the name comes first and always stays. */
export const columns: readonly [Column, ...Column[]] = [
  words("name", "Name", 192, (row) => row.name),
  words("status", "Status", 104, (row) => statusWords[row.status]),
  number(
    "stepSize",
    "η",
    "Step size η",
    64,
    (row) => row.spec.optimizer.stepSize,
    (value) => plain(value),
  ),
  number("loss", "Loss", "Latest loss", 80, (row) => row.summary.finalLoss),
  number(
    "ratio",
    "S ÷ edge",
    "Latest sharpness divided by the threshold",
    80,
    (row) => ratio(row, row.summary.finalSharpness),
    threeDecimals,
  ),
  number(
    "crossing",
    "Crossing",
    "First step with sharpness at the threshold or above",
    80,
    (row) => row.summary.crossingStep,
    count,
  ),
  number(
    "hover",
    "Hover",
    "Mean of sharpness divided by the threshold since the crossing",
    64,
    (row) => row.summary.hover,
    threeDecimals,
  ),
  number(
    "minLoss",
    "Min loss",
    "Lowest loss",
    96,
    (row) => row.summary.minLoss,
  ),
  number(
    "maxRatio",
    "Max S ÷ edge",
    "Highest sharpness divided by the threshold",
    112,
    (row) => ratio(row, row.summary.maxSharpness),
    threeDecimals,
  ),
  number(
    "accuracy",
    "Accuracy",
    "Share of the training samples classified correctly",
    88,
    (row) => row.summary.accuracy,
    (value) => `${(100 * value).toFixed(1)} %`,
  ),
  number(
    "steps",
    "Steps",
    "Last recorded step",
    80,
    (row) => row.summary.step,
    count,
  ),
  words("data", "Data", 128, (row) => dataWords(row.spec)),
  words("model", "Model", 168, (row) => modelWords(row.spec)),
  words("optimizer", "Optimiser", 136, (row) => optimizerWords(row.spec)),
  words("group", "Group", 160, groupWords),
  words("project", "Project", 120, (row) => row.project),
  words("tags", "Tags", 160, (row) => row.tags.join(", ")),
  {
    ...number(
      "created",
      "Created",
      "When it was started",
      128,
      (row) => row.createdAt,
    ),
    text: (row) => moment(row.createdAt),
  },
];

/** Shown until the person chooses. */
export const usualColumns = [
  "name",
  "status",
  "stepSize",
  "loss",
  "ratio",
  "crossing",
  "hover",
  "steps",
  "data",
  "created",
];
