/** Finding rows in columns of numbers. */

/** Values over x, in two arrays of one length; x ascending. */
export interface Line {
  x: Float64Array;
  y: Float64Array;
}

/** The value of a column at exactly this step, if the window has it. */
export function valueAt(
  column: Line | undefined,
  step: number,
): number | undefined {
  if (!column) return undefined;
  const at = firstAtOrAfter(column.x, step);
  return column.x[at] === step ? column.y[at] : undefined;
}

/** Index of the entry nearest in x; −1 when there is none. */
export function nearest(xs: ArrayLike<number>, x: number): number {
  if (xs.length === 0) return -1;
  const after = firstAtOrAfter(xs, x);
  if (after === 0) return 0;
  if (after === xs.length) return after - 1;
  return x - xs[after - 1] <= xs[after] - x ? after - 1 : after;
}

/** Columns side by side, one row a step; NaN where a column has no value there. */
export function inRows(
  window: Record<string, Line>,
  columns: string[],
): number[][] {
  const byStep = new Map<number, number[]>();
  columns.forEach((name, at) => {
    const column = (window as Partial<typeof window>)[name];
    column?.x.forEach((step, i) => {
      const row = byStep.get(step) ?? [step, ...columns.map(() => NaN)];
      row[at + 1] = column.y[i];
      byStep.set(step, row);
    });
  });
  return [...byStep.values()].sort((a, b) => a[0] - b[0]);
}

/** Index of the first entry ≥ x in ascending `xs`; its length when there is none. */
export function firstAtOrAfter(xs: ArrayLike<number>, x: number): number {
  let low = 0;
  let high = xs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (xs[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
