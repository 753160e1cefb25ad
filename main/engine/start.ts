import { createHash } from "node:crypto";
import type { DataFiles } from "../../core/data/files";
import type { NetworkExperiment } from "../../core/experiment/spec";
import { initialParameters } from "../../core/layers/init";
import { parameterShapes } from "../../core/layers/network";
import type { Shape } from "../../core/layers/shape";
import { weightsFile } from "../../core/layers/init";
import { loadWeights } from "../../core/weights/load";

/**
 * The parameters that a network begins with.
 * @returns digest SHA-256 in hex of their bytes, eight little-endian a number, where they came from a file
 * @throws LabFailure `bad-experiment` that names the file and the array where they cannot be used
 */
export async function startOf(
  { model }: Pick<NetworkExperiment, "model">,
  input: Shape,
  files: DataFiles,
): Promise<{ theta: Float64Array; digest?: string }> {
  const from = weightsFile(model.init);
  if (!from)
    return {
      theta: initialParameters(
        model.init,
        parameterShapes(model.layers, input),
      ),
    };
  const theta = await loadWeights(from, model.layers, input, files);
  const { buffer, byteOffset, byteLength } = theta;
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  return { theta, digest: createHash("sha256").update(bytes).digest("hex") };
}
