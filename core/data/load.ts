import { classCautions } from "./class-cautions";
import type { LoadedData } from "./dataset";
import type { DataFiles } from "./files";
import { withLabelNoise } from "./label-noise";
import { labelNoiseOf, sourceOf, type DataSpec } from "./spec";
import type { TableSurvey } from "./survey";
import { LabFailure } from "../errors";

/**
 * The samples that a valid experiment asks for. Made samples are the same on every machine.
 * @throws LabFailure that names the file, row and column where a file cannot be used
 */
export async function loadDataset(
  spec: DataSpec,
  files: DataFiles,
): Promise<LoadedData & { cautions: string[] }> {
  const data = noisy(spec, await sourceOf(spec).load(spec, files));
  const cautions = [...(data.cautions ?? []), ...classCautions(spec, data)];
  return { ...data, cautions };
}

function noisy(spec: DataSpec, data: LoadedData): LoadedData {
  const noise = labelNoiseOf(spec);
  return noise ? { ...data, train: withLabelNoise(data.train, noise) } : data;
}

/**
 * Looks at all columns of a table.
 * @throws LabFailure `bad-request` for data that are no table, and as loadDataset does
 */
export async function surveyData(
  spec: DataSpec,
  files: DataFiles,
): Promise<TableSurvey> {
  const { table, label } = sourceOf(spec);
  if (table) return table.survey(spec, files);
  throw new LabFailure({
    code: "bad-request",
    message: `${label} is not a table, so it has no columns.`,
  });
}
