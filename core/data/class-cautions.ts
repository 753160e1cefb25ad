import type { DataSpec } from "../experiment/spec";
import { grouped } from "../text/grouped";
import type { Dataset, LoadedData } from "./dataset";
import { hasRows } from "./files";

/** Classes that a sentence names; more are counted. */
const mostNamed = 5;

/** Says which classes have no training or no test sample, and what to do about it. */
export function classCautions(
  spec: DataSpec,
  { train, test }: LoadedData,
): string[] {
  const sentences = [
    missing(train, "training"),
    test ? missing(test, "test") : null,
  ].filter((sentence) => sentence !== null);
  const canStratify = hasRows(spec) && spec.split?.kind !== "stratified";
  return canStratify
    ? sentences.map(
        (sentence) =>
          `${sentence} A "split" of the kind "stratified" takes each class in its share.`,
      )
    : sentences;
}

function missing(data: Dataset, part: "training" | "test"): string | null {
  const { classes, classNames, samples, targets } = data;
  if (classes === null) return null;
  const seen = new Set<number>();
  for (let i = 0; i < samples; i++)
    seen.add(targets.subarray(i * classes, (i + 1) * classes).indexOf(1));
  const absent = Array.from({ length: classes }, (_, i) => i)
    .filter((label) => !seen.has(label))
    .map((label) => classNames?.[label] ?? String(label));
  if (absent.length === 0) return null;
  const named = absent.slice(0, mostNamed);
  const more = absent.length - named.length;
  const list = more > 0 ? [...named, `${grouped(more)} more`] : named;
  const words =
    list.length < 2
      ? list.join("")
      : `${list.slice(0, -1).join(", ")} and ${list.at(-1)}`;
  return `No ${part} sample is of the ${absent.length === 1 ? "class" : "classes"} ${words}.`;
}
