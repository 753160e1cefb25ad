/** Characters of a value as JSON; infinitely many for one that JSON does not know. */
export function jsonLength(value: unknown): number {
  try {
    return (JSON.stringify(value) as string | undefined)?.length ?? Infinity;
  } catch {
    // It contains itself, a number that JSON does not know, or too much in one another.
    return Infinity;
  }
}
