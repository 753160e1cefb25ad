import type { DataSpec } from "../experiment/spec";
import { chebyshev } from "./chebyshev";
import { loadCifar10 } from "./cifar10";
import { classCautions } from "./class-cautions";
import { loadCsv } from "./csv";
import type { LoadedData } from "./dataset";
import type { DataFiles } from "./files";
import { gaussian } from "./gaussian";
import { loadIdx } from "./idx";
import { inline } from "./inline";
import { iris } from "./iris";
import { loadMnist } from "./mnist";
import { spirals } from "./spirals";
import { teacher } from "./teacher";

export type { DataFiles } from "./files";

/**
 * The samples that a valid experiment asks for. Made samples are the same on every machine.
 * Throws a LabFailure that names the file, row and column where a file cannot be used.
 */
export async function loadDataset(
  spec: DataSpec,
  files: DataFiles,
): Promise<LoadedData & { cautions: string[] }> {
  const data = await read(spec, files);
  const cautions = [...(data.cautions ?? []), ...classCautions(spec, data)];
  return { ...data, cautions };
}

async function read(spec: DataSpec, files: DataFiles): Promise<LoadedData> {
  switch (spec.source) {
    case "mnist":
      return loadMnist(spec, files);
    case "chebyshev":
      return { train: chebyshev(spec.degree, spec.samples), test: null };
    case "gaussian":
      return gaussian(spec);
    case "teacher":
      return teacher(spec);
    case "spirals":
      return spirals(spec);
    case "iris":
      return iris(spec);
    case "csv":
      return loadCsv(spec, files);
    case "idx":
      return loadIdx(spec, files);
    case "cifar10":
      return loadCifar10(spec, files);
    case "inline":
      return inline(spec);
  }
}
