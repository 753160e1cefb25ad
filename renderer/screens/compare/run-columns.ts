/** The columns of the table of compared runs: what differs first, then what came of it. */
import type { RunRow } from "../../../core/contract/api";
import type { GridColumn } from "../../grid/columns";
import { nothing, quantity } from "../../lib/format";
import { statusWords } from "../../lib/status";
import type { Member } from "./members";
import { results, type Result } from "./results";
import type { Setting } from "./settings";

type Column = GridColumn<RunRow>;

/** What people compare first comes first. */
const order = [
  "crossingStep",
  "hover",
  "finalSharpness",
  "maxSharpness",
  "finalLoss",
  "minLoss",
  "accuracy",
  "step",
  "threshold",
];

/** @param baseline the run whose results are taken away from those of the others */
export function columnsOf(
  members: readonly Member[],
  settings: readonly Setting[],
  baseline: RunRow | null,
): [Column, ...Column[]] {
  const told = order.flatMap(
    (key) =>
      results.find(
        (result) =>
          result.key === key &&
          members.some(({ row }) => result.of(row) !== null),
      ) ?? [],
  );
  const labels = new Map(members.map(({ row, label }) => [row.id, label]));
  return [
    {
      key: "run",
      label: "Run",
      title: "The run, with the line that draws it",
      width: 208,
      numeric: false,
      value: ({ id }) => labels.get(id) ?? null,
      text: ({ id, name }) => labels.get(id) ?? name,
    },
    ...settings.map(settingColumn),
    ...told.map((result) => resultColumn(result, baseline)),
    {
      key: "status",
      label: "Status",
      title: "Status",
      width: 104,
      numeric: false,
      value: ({ status }) => statusWords[status],
      text: ({ status }) => statusWords[status],
    },
    {
      key: "name",
      label: "Name",
      title: "Name of the run",
      width: 160,
      numeric: false,
      value: ({ name }) => name,
      text: ({ name }) => name,
    },
  ];
}

function settingColumn(setting: Setting): Column {
  const { path, label, symbol, isNumeric, values, texts } = setting;
  return {
    key: `setting ${path}`,
    label: symbol,
    title: label,
    width: isNumeric ? 72 : 128,
    numeric: isNumeric,
    value: ({ id }) => values.get(id) ?? null,
    text: ({ id }) => texts.get(id) ?? nothing,
  };
}

function resultColumn(result: Result, baseline: RunRow | null): Column {
  const zero = baseline && result.of(baseline);
  const valueOf = (row: RunRow) => {
    const value = result.of(row);
    return value === null || zero === null || row.id === baseline?.id
      ? value
      : value - zero;
  };
  return {
    key: result.key,
    label: result.short,
    title: zero === null ? result.label : `${result.label}, minus the baseline`,
    width: 88,
    numeric: true,
    value: valueOf,
    text: (row) => {
      const value = valueOf(row);
      if (value === null) return nothing;
      if (zero === null || row.id === baseline?.id) return result.text(value);
      return value > 0 ? `+${quantity(value)}` : quantity(value);
    },
  };
}
