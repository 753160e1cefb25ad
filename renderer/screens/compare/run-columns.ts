/** The columns of the table of compared runs: what differs first, then what came of it. */
import type { RunRow } from "../../../core/contract/api";
import type { Relation } from "../../../core/series/band";
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
  relation: Relation,
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
      width: widthFor(labels.values()),
      numeric: false,
      value: ({ id }) => labels.get(id) ?? null,
      text: ({ id, name }) => labels.get(id) ?? name,
    },
    ...settings.map(settingColumn),
    ...told.map((result) => resultColumn(result, baseline, relation)),
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
    width: Math.max(isNumeric ? 72 : 128, 8 * symbol.length + 24),
    numeric: isNumeric,
    value: ({ id }) => values.get(id) ?? null,
    text: ({ id }) => texts.get(id) ?? nothing,
  };
}

/** Room for the box, the line that draws a run and the longest label, as far as it is reasonable. */
function widthFor(labels: Iterable<string>): number {
  const longest = Math.max(0, ...[...labels].map(({ length }) => length));
  return Math.min(320, Math.max(128, 8 * longest + 72));
}

function resultColumn(
  result: Result,
  baseline: RunRow | null,
  relation: Relation,
): Column {
  const base = baseline && result.of(baseline);
  const isRatio = relation === "ratio";
  const isBase = ({ id }: RunRow) => id === baseline?.id;
  const valueOf = (row: RunRow) => {
    const value = result.of(row);
    if (value === null || base === null || isBase(row)) return value;
    if (!isRatio) return value - base;
    return base === 0 || !Number.isFinite(base) ? null : value / base;
  };
  const told = isRatio ? "divided by the baseline" : "minus the baseline";
  return {
    key: result.key,
    label: result.short,
    title: base === null ? result.label : `${result.label}, ${told}`,
    width: 88,
    numeric: true,
    value: valueOf,
    text: (row) => {
      const value = valueOf(row);
      if (value === null) return nothing;
      if (base === null || isBase(row)) return result.text(value);
      if (isRatio) return `× ${quantity(value, 4)}`;
      return value > 0 ? `+${quantity(value)}` : quantity(value);
    },
  };
}
