import { readTable } from "./csv-table";
import { classDataset, numberDataset, type LoadedData } from "./dataset";
import type { DataFiles, Source } from "./files";
import { requireSize, split } from "./split";
import { standardizeColumns } from "./standardize";

/** A table of numbers with one column as the target; the test samples follow the training samples. */
export async function loadCsv(
  spec: Source<"csv">,
  files: DataFiles,
): Promise<LoadedData> {
  const table = readTable(spec, await files.text(spec.path));
  const { inputs, width, targets, classes } = table;
  const { samples, testSamples } = split(spec, table.rows, spec.path);
  const end = samples + testSamples;
  requireSize(end, width + (classes ?? 1), spec.path);
  const training = inputs.subarray(0, samples * width);
  const others = inputs.subarray(samples * width, end * width);
  if (spec.standardize) standardizeColumns(width, training, others);
  const part = (rows: Float64Array, from: number, to: number) => {
    const values = { inputs: rows, inputShape: [width] };
    const own = targets.subarray(from, to);
    return classes === null
      ? numberDataset(values, own, 1)
      : classDataset(values, own, classes);
  };
  return {
    train: part(training, 0, samples),
    test: testSamples > 0 ? part(others, samples, end) : null,
  };
}
