/** The shape of a node: a matrix with `rows` rows for each sample, or in all where it is fixed. */
export interface Shape {
  readonly rows: number;
  readonly columns: number;
  /** Whether it is the same for all samples, as parameters are. */
  readonly isFixed: boolean;
}

/** "3 × 4", "2 × 4 for each sample" */
export function shapeText({ rows, columns, isFixed }: Shape): string {
  return `${rows} × ${columns}${isFixed ? "" : " for each sample"}`;
}

/** @throws Error naming the operation, what it takes and what it was given */
export function requireShape(
  operation: string,
  found: Shape,
  wanted: Partial<Shape>,
) {
  const { rows = found.rows, columns = found.columns } = wanted;
  const { isFixed = found.isFixed } = wanted;
  if (
    rows === found.rows &&
    columns === found.columns &&
    isFixed === found.isFixed
  )
    return;
  throw new Error(
    `${operation} needs ${shapeText({ rows, columns, isFixed })}, not ${shapeText(found)}.`,
  );
}
