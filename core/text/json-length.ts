/** SQLite takes JSON of at most a thousand levels. */
const mostLevels = 500;

/**
 * Characters of a value as JSON; infinitely many for one that JSON does not know, or of more than 500
 * levels.
 */
export function jsonLength(value: unknown): number {
  try {
    const json = JSON.stringify(value) as string | undefined;
    return json === undefined || isDeeper(value, mostLevels)
      ? Infinity
      : json.length;
  } catch {
    // It contains itself, a number that JSON does not know, or too much in one another.
    return Infinity;
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return (
    levels === 0 ||
    Object.values(value).some((inner) => isDeeper(inner, levels - 1))
  );
}
