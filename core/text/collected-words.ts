import { grouped } from "./grouped";

/** What came of a study into the archive, in a sentence. */
export function collectedWords({
  total,
  added,
  known,
}: {
  total: number;
  added: number;
  known: number;
}): string {
  const missing = total - added - known;
  const parts = [
    `${grouped(added)} of ${grouped(total)} runs were added to the archive`,
    ...(known > 0
      ? [`${grouped(known)} ${known === 1 ? "was" : "were"} there`]
      : []),
    ...(missing > 0
      ? [`${grouped(missing)} ${missing === 1 ? "is" : "are"} not finished`]
      : []),
  ];
  return `${parts.join(", ")}.`;
}
