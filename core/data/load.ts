import { classCautions } from "./class-cautions";
import type { LoadedData } from "./dataset";
import type { DataFiles } from "./files";
import { sourceOf, type DataSpec } from "./spec";

/**
 * The samples that a valid experiment asks for. Made samples are the same on every machine.
 * @throws LabFailure that names the file, row and column where a file cannot be used
 */
export async function loadDataset(
  spec: DataSpec,
  files: DataFiles,
): Promise<LoadedData & { cautions: string[] }> {
  const data = await sourceOf(spec).load(spec, files);
  const cautions = [...(data.cautions ?? []), ...classCautions(spec, data)];
  return { ...data, cautions };
}
