import type { ExperimentSpec } from "../experiment/spec";
import { chebyshev } from "./chebyshev";
import type { Dataset } from "./dataset";
import { mnist } from "./mnist";

/** Reads the files that come with the lab. */
export interface DataFiles {
  mnist(): Promise<{ images: Uint8Array; labels: Uint8Array }>;
}

export async function loadDataset(
  spec: ExperimentSpec["data"],
  files: DataFiles,
): Promise<Dataset> {
  switch (spec.source) {
    case "mnist": {
      const { images, labels } = await files.mnist();
      return mnist(images, labels, spec.samples);
    }
    case "chebyshev":
      return chebyshev(spec.degree, spec.samples);
  }
}
