/** Classes as outputs and targets tell them. */

/** The class of each row of [rows, columns]: the largest entry; of one column 1 where it is above 0. */
export function classesOf(rows: Float64Array, columns: number): Uint16Array {
  return Uint16Array.from({ length: rows.length / columns }, (_, i) =>
    columns === 1
      ? Number(rows[i] > 0)
      : largest(rows.subarray(i * columns, (i + 1) * columns)),
  );
}

/** How far the class of each row is ahead of the next one. */
export function leadsOf(rows: Float64Array, columns: number): Float64Array {
  return Float64Array.from({ length: rows.length / columns }, (_, i) => {
    if (columns === 1) return Math.abs(rows[i]);
    let [first, second] = [-Infinity, -Infinity];
    for (let j = i * columns; j < (i + 1) * columns; j++)
      if (rows[j] > first) [first, second] = [rows[j], first];
      else if (rows[j] > second) second = rows[j];
    return first - second;
  });
}

/** Of each class in a row how often the network gave each class, [classes][classes]. */
export function confusion(
  { target, predicted }: { target: Uint16Array; predicted: Uint16Array },
  classes: number,
): number[][] {
  const counts = Array.from({ length: classes }, () =>
    new Array<number>(classes).fill(0),
  );
  target.forEach((own, i) => counts[own][predicted[i]]++);
  return counts;
}

/** How many samples the network gives another class than theirs. */
export function mistakes({
  target,
  predicted,
}: {
  target: Uint16Array;
  predicted: Uint16Array;
}): number {
  return target.reduce((sum, own, i) => sum + Number(own !== predicted[i]), 0);
}

/** The first of equal ones, as accuracy counts. */
function largest(row: Float64Array): number {
  let at = 0;
  for (let j = 1; j < row.length; j++) if (row[j] > row[at]) at = j;
  return at;
}
