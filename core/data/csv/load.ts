import { classDataset, numberDataset, type LoadedData } from "../dataset";
import type { DataFiles } from "../files";
import { paced } from "../paced";
import { badFile } from "../refuse";
import { inOrder, requireSize, split } from "../split";
import { columnMeans, standardizeColumns } from "../standardize";
import { cautionsOf } from "./cautions";
import type { CsvSpec } from "./fields";
import { readTable } from "./fill";
import { planTable, type Column } from "./table";

/** A table with one or several columns as targets; the test samples follow the training samples. */
export async function loadTable(
  spec: CsvSpec,
  files: DataFiles,
): Promise<LoadedData> {
  const { text, encoding } = await files.text(spec.path);
  const plan = await paced(planTable(spec, text), files);
  const { inputs, targets } = plan;
  const table = await paced(readTable(spec, plan), files);
  const { width } = table;
  const columns = targets.length;
  const names =
    spec.targetKind === "class" ? (targets[0].classes?.names ?? null) : null;
  const sizes = split(spec, table.rows, spec.path, names && table.y);
  const { samples, testSamples } = sizes;
  const end = samples + testSamples;
  requireSize(end, width + (names?.length ?? columns), spec.path);
  const x = inOrder(table.x, width, sizes);
  const y = inOrder(table.y, columns, sizes);
  const rows = inOrder(table.numbers, 1, sizes);
  const training = x.subarray(0, samples * width);
  const others = x.subarray(samples * width);
  if (table.gaps > 0) fillWithMeans(spec, inputs, training, others);
  const trained = y.subarray(0, samples * columns);
  const cautions = [
    ...(encoding === "windows-1252"
      ? ["The file is not UTF-8; it was read as Latin-1 (Windows-1252)."]
      : []),
    ...plan.cautions,
    ...cautionsOf(spec, plan, table, { inputs: training, targets: trained }),
  ];
  if (spec.standardize)
    standardizeColumns(width, training, others, numberColumns(inputs));
  if (spec.standardizeTarget)
    standardizeColumns(columns, trained, y.subarray(samples * columns));
  const part = (values: Float64Array, from: number, to: number) => {
    const samplesOf = { inputs: values, inputShape: [width] };
    const own = y.subarray(from * columns, to * columns);
    const data = names
      ? classDataset(samplesOf, own, names)
      : numberDataset(samplesOf, own, columns);
    return { ...data, rows: rows.subarray(from, to) };
  };
  return {
    train: part(training, 0, samples),
    test: testSamples > 0 ? part(others, samples, end) : null,
    cautions,
  };
}

/** Where the inputs lie that are numbers in the file; words and truth values stay 0 and 1. */
function numberColumns(inputs: Column[]): number[] {
  const places: number[] = [];
  let at = 0;
  for (const { kind, width } of inputs) {
    if (kind === "number") places.push(at);
    at += width;
  }
  return places;
}

/** Puts the mean of the training samples, which of a word is how often it occurs, where none is. */
function fillWithMeans(
  { path }: CsvSpec,
  inputs: Column[],
  training: Float64Array,
  others: Float64Array,
) {
  const owners = inputs.flatMap((column) =>
    Array.from({ length: column.width }, () => column),
  );
  const means = columnMeans(owners.length, training);
  for (const rows of [training, others])
    for (let i = 0; i < rows.length; i++) {
      if (!Number.isNaN(rows[i])) continue;
      const column = i % owners.length;
      if (Number.isNaN(means[column]))
        throw badFile(
          `${path}, ${owners[column].label} has no value in any training sample, so there is no mean.`,
          'Put the column into "ignore", or use more samples.',
        );
      rows[i] = means[column];
    }
}
