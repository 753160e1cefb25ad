import type { BeginningQuestion } from "../../core/contract/engine";
import { loadDataset } from "../../core/data/load";
import { isNetwork } from "../../core/experiment/spec";
import type { StartingArrays } from "../../core/export/torch/export";
import { lossOf } from "../../core/losses/spec";
import { dataDigest } from "./data-digest";
import { computedBy, requireSame } from "./execute";
import type { Surroundings } from "./prepare";
import { startOf } from "./start";

/**
 * Reads anew what a run of a network begins with.
 * @throws LabFailure `bad-experiment` where the data or the weights are no longer those of the run
 */
export async function beginningOf(
  { spec, engine }: BeginningQuestion,
  { files }: Pick<Surroundings, "files">,
): Promise<StartingArrays> {
  if (!isNetwork(spec)) throw new Error("It is not a network.");
  const data = await loadDataset(spec.data, files);
  const { inputs, inputShape } = data.train;
  const { theta, digest } = await startOf(spec, inputShape, files);
  requireSame(
    {
      digest: dataDigest(data),
      weights: digest,
    },
    computedBy(engine),
  );
  const { values, columns } = lossOf(spec.loss).targets(data.train);
  return { theta, inputs, inputShape, targets: values, columns };
}
