/** How far a run that was done again agrees with the first one: read, and put into words. */
import type { RunDetail } from "../../core/contract/api";
import { agreementOf, type Agreement } from "../../core/export/agreement";
import { kernelsOf, kernelsText } from "../../core/run/kernels";
import { numericsDifference } from "../../core/math/version";
import type { EngineInfo } from "../../core/run/summary";
import {
  tableNames,
  type Columns,
  type RecordBatch,
  type TableName,
} from "../../core/series/columns";
import type { Lab } from "./api";
import { count, counted, quantity } from "./format";

export interface AgreementWords {
  /** The run done again. */
  first: { id: number; name: string };
  sentence: string;
  /** What else is the same or not, a sentence each. */
  details: string[];
}

/** @returns null for a run that does nothing again */
export async function readAgreement(
  lab: Lab,
  id: number,
): Promise<AgreementWords | null> {
  const run = await lab.runs.open(id);
  if (run.reproduces === null) return null;
  const first = await lab.runs.open(run.reproduces);
  const agreement = agreementOf(
    { run: first, records: await readRecords(lab, first) },
    { run, records: await readRecords(lab, run) },
  );
  return {
    first: { id: first.id, name: first.name },
    sentence: sentence(agreement),
    details: details(agreement),
  };
}

async function readRecords(lab: Lab, run: RunDetail): Promise<RecordBatch> {
  const tables = await Promise.all(
    tableNames.map(async (table): Promise<[TableName, Columns]> => {
      const columns = run.columns[table];
      if (columns.length === 0) return [table, {}];
      return [
        table,
        await lab.runs.readTable({ runId: run.id, table, columns }),
      ];
    }),
  );
  return Object.fromEntries(tables) as RecordBatch;
}

function sentence({ steps, whole, differences, loss }: Agreement): string {
  if (steps === 0) return "There is no step that both recorded.";
  const over = whole
    ? `over ${counted(steps, "step")}`
    : `over the ${counted(steps, "step")} that both have`;
  if (differences.length === 0) return `Bit for bit the same ${over}.`;
  if (loss) {
    if (loss.until === null) return "The loss differs from the first step on.";
    const same = `The same to ${quantity(loss.largest, 1)} (relative, loss)`;
    return loss.parts
      ? `${same} up to step ${count(loss.until)}; differs from there.`
      : `${same} ${over}.`;
  }
  const earliest = differences.reduce((a, b) => (b.from < a.from ? b : a));
  return `The loss is bit for bit the same ${over}; ${earliest.column} of the ${earliest.table} table differs from step ${count(earliest.from)} on, by at most ${quantity(earliest.largest, 1)} (relative).`;
}

function details(agreement: Agreement): string[] {
  const { crossings, engines, unpaired, sameData } = agreement;
  const [first, second] = engines;
  const isSame = agreement.differences.length === 0;
  return [
    crossingWords(crossings),
    ...(first && second
      ? [bothOrEach(precision(first), precision(second))]
      : []),
    ...(sameData === null ? [] : [sameData ? "Same data." : "Other data."]),
    ...(first && second ? [bothOrEach(versions(first), versions(second))] : []),
    ...(isSame ? [] : numericsWords(first, second)),
    ...(unpaired.length > 0
      ? [`Only one of them recorded ${unpaired.join(", ")}.`]
      : []),
  ];
}

function crossingWords([first, second]: Agreement["crossings"]): string {
  const at = (step: number | null) =>
    step === null ? "nowhere" : `at step ${count(step)}`;
  if (first !== second)
    return `The threshold is crossed ${at(first)} in the first run, ${at(second)} in this one.`;
  return first === null
    ? "Neither crosses the threshold."
    : `Both cross the threshold ${at(first)}.`;
}

function bothOrEach(first: string, second: string): string {
  return first === second
    ? `Both ${first}.`
    : `The first run ${first}, this one ${second}.`;
}

function precision(engine: EngineInfo): string {
  const kernels = kernelsOf(engine);
  return kernels
    ? `in single precision (kernels of ${kernelsText(kernels)})`
    : "in double precision";
}

function numericsWords(first: EngineInfo | null, second: EngineInfo | null) {
  if (!first || !second) return [];
  const words = numericsDifference(
    first.versions.numerics,
    second.versions.numerics,
  );
  return words === null ? [] : [words];
}

function versions({ versions }: EngineInfo): string {
  const all = Object.entries(versions).map(
    ([name, version]) => `${names[name] ?? name} ${version}`,
  );
  return `by ${all.join(", ")}`;
}

const names: Record<string, string | undefined> = {
  edgeLab: "Edge Lab",
  node: "Node",
  numerics: "numerics",
  tensorflow: "TensorFlow",
  tensorflowJs: "TensorFlow.js",
};
