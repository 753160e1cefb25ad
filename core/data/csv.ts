import { readTable } from "./csv-table";
import { classDataset, numberDataset, type LoadedData } from "./dataset";
import type { DataFiles, Source } from "./files";
import { inOrder, requireSize, rowNumbers, split } from "./split";
import { standardizeColumns } from "./standardize";

/** A table of numbers with one column as the target; the test samples follow the training samples. */
export async function loadCsv(
  spec: Source<"csv">,
  files: DataFiles,
): Promise<LoadedData> {
  const table = readTable(spec, await files.text(spec.path));
  const { width, classes } = table;
  const labels = classes === null ? null : table.targets;
  const sizes = split(spec, table.rows, spec.path, labels);
  const { samples, testSamples } = sizes;
  const end = samples + testSamples;
  requireSize(end, width + (classes ?? 1), spec.path);
  const inputs = inOrder(table.inputs, width, sizes);
  const targets = inOrder(table.targets, 1, sizes);
  const rows = rowNumbers(sizes);
  const training = inputs.subarray(0, samples * width);
  const others = inputs.subarray(samples * width, end * width);
  if (spec.standardize) standardizeColumns(width, training, others);
  const part = (x: Float64Array, from: number, to: number) => {
    const values = { inputs: x, inputShape: [width] };
    const own = targets.subarray(from, to);
    const data =
      classes === null
        ? numberDataset(values, own, 1)
        : classDataset(values, own, classes);
    return { ...data, rows: rows.subarray(from, to) };
  };
  return {
    train: part(training, 0, samples),
    test: testSamples > 0 ? part(others, samples, end) : null,
  };
}
