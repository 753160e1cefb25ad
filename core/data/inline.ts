import { numberDataset, type LoadedData } from "./dataset";
import type { Source } from "./files";

/** The rows x and y as they stand. */
export function inline({ x, y }: Source<"inline">): LoadedData {
  const values = {
    inputs: Float64Array.from(x.flat()),
    inputShape: [x[0].length],
  };
  const targets = Float64Array.from(y.flat());
  return { train: numberDataset(values, targets, y[0].length), test: null };
}
