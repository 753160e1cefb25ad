/** A run of kind `imported`: curves of another program as if the lab had recorded them. */
import { importedSchema } from "../experiment/spec";
import type { ImportedRun } from "../export/capsule";
import {
  optimizerSchema,
  stabilityThreshold,
  thresholdAt,
  thresholdName,
  type OptimizerSpec,
} from "../optimizers/spec";
import type { StepSize } from "../optimizers/step-size";
import { emptySummary } from "../run/summary";
import type { RunEvent } from "../run/status";
import {
  storedTables,
  type Columns,
  type TableName,
  type Tables,
} from "../series/columns";
import { grouped } from "../text/grouped";
import { named } from "./read";
import { roleOf, stepRole } from "./roles";
import { summaryOf } from "./summary";
import { refused, type CurveColumn, type CurveTable } from "./table";

export interface CurveChoices {
  name: string;
  /** The role of each column, by its name. */
  roles: Readonly<Record<string, string>>;
  /** Null where a column holds it. */
  stepSize: number | null;
  optimizer: OptimizerSpec["kind"];
}

const stepSizeRole = "steps.stepSize";
const mostStepSizes = 10_000;

/**
 * @param file its name
 * @param now milliseconds since 1970, UTC
 * @throws LabFailure `file` that names the file, the line or entry and the column
 */
export function importedRun(
  table: CurveTable,
  choices: CurveChoices,
  file: string,
  now: number,
): ImportedRun {
  try {
    return madeRun(table, choices, file, now);
  } catch (thrown) {
    throw named(file, thrown);
  }
}

function madeRun(
  table: CurveTable,
  choices: CurveChoices,
  file: string,
  now: number,
): ImportedRun {
  const curves = curvesOf(table, choices);
  const steps = stepsOf(table, choices);
  const rows = merged(table, steps, curves);
  const stepSize = stepSizeOf(rows, curves, choices);
  const optimizer = optimizerSchema.parse({
    kind: choices.optimizer,
    stepSize,
  });
  const spec = importedSchema.parse({
    edgeLab: 1,
    name: choices.name,
    model: { kind: "imported", format: table.format, file },
    optimizer,
    steps: Math.max(1, rows.steps[rows.steps.length - 1]),
  });
  const records = recordsOf(rows, curves);
  addThresholds(records, spec.optimizer, rows);
  const threshold = stabilityThreshold(spec.optimizer);
  const summary = summaryOf(
    records,
    threshold,
    rows.steps[rows.steps.length - 1],
  );
  return {
    spec,
    status: "finished",
    fork: null,
    createdAt: now,
    threshold:
      threshold !== null && threshold > 0 && Number.isFinite(threshold)
        ? threshold
        : null,
    engine: null,
    summary: { ...emptySummary, ...summary },
    error: null,
    tags: [],
    project: "",
    colour: null,
    notes: notesOf(table, curves, file),
    pins: [],
    theory: null,
    expectation: null,
    events: crossing(summary, spec.optimizer, records),
    records,
  };
}

interface CurveOf {
  source: CurveColumn;
  id: string;
  label: string;
  place: { table: TableName; name: string };
}

function curvesOf(table: CurveTable, { roles }: CurveChoices): CurveOf[] {
  const curves = table.columns.flatMap((source): CurveOf[] => {
    const id = roles[source.name];
    const role = id === undefined ? undefined : roleOf(id);
    if (!role?.column) return [];
    requireNumbers(table, source);
    return [{ source, id: role.id, label: role.label, place: role.column }];
  });
  const twice = curves.find(
    ({ id }, i) => curves.findIndex((one) => one.id === id) !== i,
  );
  if (twice)
    throw refused(
      `Two columns are the ${twice.label.toLowerCase()}.`,
      "Choose one of them.",
    );
  if (curves.length === 0)
    throw refused("No column is chosen.", "Say what at least one column is.");
  return curves;
}

function requireNumbers({ place }: CurveTable, { name, problem }: CurveColumn) {
  if (problem)
    throw refused(
      `${name} is “${problem.text}” in ${place(problem.row)}, which is not a number.`,
      "Correct the file, with a decimal point and without units, or leave this column out.",
    );
}

/** Of each row; they are counted from 0 where no column is the step. */
function stepsOf(table: CurveTable, { roles }: CurveChoices): number[] {
  const column = table.columns.find(({ name }) => roles[name] === stepRole.id);
  if (!column) return Array.from({ length: table.rows }, (_, i) => i);
  requireNumbers(table, column);
  return column.values.map((value, row) => {
    if (value !== null && Number.isSafeInteger(value) && value >= 0)
      return value;
    throw refused(
      `${column.name} is ${value ?? "missing"} in ${table.place(row)}; steps must be whole numbers from 0 on.`,
      "Choose another column as the step, or none to count the rows.",
    );
  });
}

interface Rows {
  steps: number[];
  /** Of each curve, null where it has no value. */
  values: (number | null)[][];
}

/** Rows of the same step that follow each other become one, as programs log several numbers of a step one by one. */
function merged(table: CurveTable, steps: number[], curves: CurveOf[]): Rows {
  const rows: Rows = { steps: [], values: curves.map(() => []) };
  steps.forEach((step, row) => {
    const last = rows.steps.length - 1;
    const before = last < 0 ? -Infinity : rows.steps[last];
    if (step < before)
      throw refused(
        `Step ${step} in ${table.place(row)} comes after step ${before}; steps must increase.`,
        "A restarted run writes steps twice: export only one of its parts.",
      );
    if (step > before) {
      rows.steps.push(step);
      curves.forEach(({ source }, i) =>
        rows.values[i].push(source.values[row]),
      );
      return;
    }
    curves.forEach(({ source }, i) => {
      const value = source.values[row];
      if (value === null) return;
      if (rows.values[i][last] !== null)
        throw refused(
          `${source.name} has a second value of step ${step} in ${table.place(row)}.`,
          "Each step may have only one value.",
        );
      rows.values[i][last] = value;
    });
  });
  if (rows.steps.length === 0) throw refused("It has no rows.");
  return rows;
}

function stepSizeOf(
  rows: Rows,
  curves: CurveOf[],
  { stepSize }: CurveChoices,
): StepSize {
  const i = curves.findIndex(({ id }) => id === stepSizeRole);
  if (i < 0) {
    if (stepSize !== null) return stepSize;
    throw refused(
      "The step size is missing.",
      "Enter the step size, or choose the column that holds it.",
    );
  }
  const table: [number, number][] = [];
  rows.values[i].forEach((value, row) => {
    if (value === null || value === table.at(-1)?.[1]) return;
    if (!(value >= 0 && value <= 1000))
      throw refused(
        `${curves[i].source.name} is ${value} at step ${rows.steps[row]}; step sizes must be from 0 to 1,000.`,
      );
    table.push([table.length === 0 ? 0 : rows.steps[row], value]);
  });
  if (table.length === 0 || table.every(([, value]) => value === 0))
    throw refused(`${curves[i].source.name} holds no step size above 0.`);
  if (table.length === 1) return table[0][1];
  if (table.length > mostStepSizes)
    throw refused(
      `${curves[i].source.name} changes more than 10,000 times.`,
      "Leave this column out and enter the step size.",
    );
  return { table };
}

/** Each table has the steps at which one of its columns has a value; where another lacks it, it is NaN. */
function recordsOf({ steps, values }: Rows, curves: CurveOf[]): Tables {
  const records = emptyTables();
  for (const table of new Set(curves.map(({ place }) => place.table))) {
    const own = curves.flatMap(({ place }, i) =>
      place.table === table ? [i] : [],
    );
    const kept = steps.flatMap((_, row) =>
      own.some((i) => values[i][row] !== null) ? [row] : [],
    );
    if (kept.length === 0) continue;
    const columns: Columns = {
      step: Float64Array.from(kept, (row) => steps[row]),
    };
    for (const i of own)
      columns[curves[i].place.name] = Float64Array.from(
        kept,
        (row) => values[i][row] ?? NaN,
      );
    records[table] = columns;
  }
  return records;
}

function emptyTables(): Tables {
  return Object.fromEntries(storedTables.map((table) => [table, {}])) as Tables;
}

function addThresholds(
  { steps, spectrum }: Tables,
  optimizer: OptimizerSpec,
  rows: Rows,
) {
  const at = (step: number) => {
    const gradNorm = NaN;
    return thresholdAt(optimizer, {
      stepSize: etaAt(optimizer.stepSize, step),
      gradNorm,
    });
  };
  const varies = stabilityThreshold(optimizer) === null;
  for (const table of varies ? [steps, spectrum] : [spectrum])
    if (rows.steps.length > 0 && "step" in table) {
      const values = table.step.map((step) => at(step) ?? NaN);
      if (values.some((value) => !Number.isNaN(value)))
        table.threshold = values;
    }
}

function etaAt(of: StepSize, step: number): number {
  if (typeof of === "number") return of;
  if (!("table" in of)) throw new Error("Imported curves have no schedule.");
  let eta = of.table[0][1];
  for (const [from, value] of of.table) if (from <= step) eta = value;
  return eta;
}

function crossing(
  { crossingStep }: { crossingStep: number | null },
  optimizer: OptimizerSpec,
  { spectrum }: Tables,
): RunEvent[] {
  if (crossingStep === null) return [];
  const value = spectrum.lambda1[spectrum.step.indexOf(crossingStep)];
  const message = `Sharpness reached ${thresholdName(optimizer) ?? "the threshold"} at step ${grouped(crossingStep)}.`;
  return [{ kind: "crossing", step: crossingStep, value, message }];
}

function notesOf(
  { format }: CurveTable,
  curves: CurveOf[],
  file: string,
): string {
  const columns = curves.map(
    ({ source, label }) => `${source.name} as ${label.toLowerCase()}`,
  );
  return `Imported from ${file} (${format}): ${columns.join(", ")}.`.slice(
    0,
    2000,
  );
}
