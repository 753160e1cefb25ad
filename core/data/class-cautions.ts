import { listed } from "../text/listed";
import { quoted } from "./csv/cell";
import type { Dataset, LoadedData } from "./dataset";
import { hasRows, type DataSpec } from "./spec";

/**
 * Says which classes have no training sample, or no test sample though there are enough of these, and
 * what to do about it.
 */
export function classCautions(
  spec: DataSpec,
  { train, test }: LoadedData,
): string[] {
  const sentences = [
    missing(train, "training"),
    test && test.samples >= (test.classes ?? 0) ? missing(test, "test") : null,
  ].filter((sentence) => sentence !== null);
  const canStratify = hasRows(spec) && spec.split?.kind !== "stratified";
  return canStratify
    ? sentences.map(
        (sentence) =>
          `${sentence} A "split" of the kind "stratified" draws every class in proportion to its size.`,
      )
    : sentences;
}

function missing(data: Dataset, part: "training" | "test"): string | null {
  const { classes, samples, targets } = data;
  if (classes === null) return null;
  const seen = new Set<number>();
  const count = samples * (data.targetPositions ?? 1);
  for (let i = 0; i < count; i++)
    seen.add(targets.subarray(i * classes, (i + 1) * classes).indexOf(1));
  const absent = Array.from({ length: classes }, (_, i) => i)
    .filter((label) => !seen.has(label))
    .map((label) => nameOf(data, label));
  if (absent.length === 0) return null;
  return `No ${part} sample belongs to the ${absent.length === 1 ? "class" : "classes"} ${listed(absent)}.`;
}

/** Numbers stand out by themselves. */
function nameOf({ classNames }: Dataset, label: number): string {
  const name = classNames?.[label] ?? String(label);
  return /^-?\d+$/.test(name) ? name : quoted(name);
}
