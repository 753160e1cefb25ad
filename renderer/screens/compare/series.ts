/** The recorded columns of the compared runs, whole, as they are stored. */
import type { RunRow } from "../../../core/contract/api";
import {
  alignedX,
  inThresholds,
  type Alignment,
} from "../../../core/series/align";
import {
  tableNames,
  type Columns,
  type TableName,
} from "../../../core/series/columns";
import type { Curve } from "../../../core/series/decimate";
import type { Lab } from "../../lib/api";
import { measureNames, measures, type MeasureName } from "./measures";

export type RunSeries = Partial<Record<TableName, Columns>>;

/**
 * Reads what a run has recorded of the measures asked for; with `known` only the rows after it.
 * A measure that the run does not have is left out.
 */
export async function loadSeries(
  lab: Lab,
  id: number,
  wanted: readonly MeasureName[],
  known?: RunSeries,
): Promise<RunSeries> {
  const { columns } = await lab.runs.open(id);
  const asked = (table: TableName) => [
    ...new Set(
      [
        ...(table === "steps" ? ["seconds"] : []),
        ...measureNames
          .filter((name) => wanted.includes(name))
          .map((name) => measures[name])
          .filter((measure) => measure.table === table)
          .map((measure) => measure.column),
      ].filter((name) => columns[table].includes(name)),
    ),
  ];
  const series: RunSeries = {};
  for (const table of tableNames) {
    const names = asked(table);
    if (names.length === 0) continue;
    const before = known?.[table];
    const goesOn = before && names.every((name) => name in before);
    const last = goesOn ? before.step.at(-1) : undefined;
    const rows = await lab.runs.readTable({
      runId: id,
      table,
      columns: names,
      ...(last !== undefined && { from: last + 1 }),
    });
    series[table] = goesOn ? joined(before, rows, names) : rows;
  }
  return series;
}

function joined(before: Columns, after: Columns, names: string[]): Columns {
  return Object.fromEntries(
    ["step", ...names].map((name) => {
      const [head, tail] = [before[name], after[name] ?? new Float64Array()];
      const whole = new Float64Array(head.length + tail.length);
      whole.set(head);
      whole.set(tail, head.length);
      return [name, whole];
    }),
  );
}

/** A measure of a run on the shared axis; null where it has none, or no place there. */
export function alignedCurve(
  row: RunRow,
  series: RunSeries | undefined,
  name: MeasureName,
  { alignment, ratio }: { alignment: Alignment; ratio: boolean },
): Curve | null {
  const { table, column, byThreshold } = measures[name];
  const columns = series?.[table];
  const y = columns?.[column];
  if (!columns || !y) return null;
  const x = alignedX(columns.step, alignment, {
    stepSize: row.spec.optimizer.stepSize,
    crossingStep: row.summary.crossingStep,
    hasSamples: row.spec.data !== undefined,
    columns: series,
  });
  if (typeof x === "string") return null;
  return {
    x,
    y: ratio && byThreshold ? inThresholds(y, row.threshold) : y,
  };
}
