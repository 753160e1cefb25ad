/** What a dropped file may be, by its name. */
export type FileKind = "json" | "csv" | "images" | "labels" | "cifar10";

/** What can be dropped, for refusals and the overlay. */
export const droppable =
  "an experiment or runs (.json), a table (.csv), IDX files of images and labels, or CIFAR-10 batches (.bin)";

/** Undefined for a file of no use here. */
export function kindOf(name: string): FileKind | undefined {
  const plain = name.toLowerCase().replace(/\.gz$/, "");
  if (plain.endsWith(".json")) return "json";
  if (/\.(csv|tsv|txt)$/.test(plain)) return "csv";
  if (plain.endsWith(".bin")) return "cifar10";
  // As MNIST and its successors name them: train-images-idx3-ubyte.
  if (!/idx|ubyte/.test(plain)) return undefined;
  return /label|idx1/.test(plain) ? "labels" : "images";
}
