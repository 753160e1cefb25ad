import { createHash } from "node:crypto";
import type { Dataset, LoadedData } from "../../core/data/dataset";

/**
 * SHA-256 in hex of what a run computes on: the shapes, and each number of inputs and targets as eight
 * little-endian bytes, of the training samples and then of the test samples.
 */
export function dataDigest({ train, test }: LoadedData): string {
  const hash = createHash("sha256");
  for (const part of [train, test]) {
    hash.update(`${JSON.stringify(shapeOf(part))}\n`);
    for (const { buffer, byteOffset, byteLength } of part
      ? [part.inputs, part.targets]
      : [])
      hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest("hex");
}

function shapeOf(part: Dataset | null) {
  if (!part) return null;
  const { samples, inputShape, targetWidth, classes } = part;
  return [samples, inputShape, targetWidth, classes];
}
