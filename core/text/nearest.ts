/** The closest of `names` by edit distance, when it is close enough to be a slip. */
export function nearest(
  word: string,
  names: readonly string[],
): string | undefined {
  const scored = names.map((name) => ({
    name,
    distance: editDistance(word.toLowerCase(), name.toLowerCase()),
  }));
  scored.sort((a, b) => a.distance - b.distance);
  const best = scored[0];
  // One slip in four letters: two would make relu of silu.
  const most = Math.min(
    word.length - 1,
    Math.max(1, Math.floor(word.length / 4)),
  );
  return best && best.distance <= most ? best.name : undefined;
}

/**
 * Letters to insert, to remove, to replace or to swap with their neighbour (optimal string alignment).
 */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(previous[j] + 1, row[j - 1] + 1, substitution));
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (i > 1 && j > 1 && swapped)
        row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, previous] = [previous, row];
  }
  return previous[b.length];
}
