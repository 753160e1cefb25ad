import type { ExperimentSpec } from "../experiment/spec";

/** Numbers that go into a network and targets that come out, for one sample of each source. */
const widths = {
  mnist: { inputs: 28 * 28, targets: 10 },
  chebyshev: { inputs: 1, targets: 1 },
};

export function dataWidths(data: ExperimentSpec["data"]) {
  return widths[data.source];
}
