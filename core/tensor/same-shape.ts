/**
 * The shape rules of operations on two matrices. Without them TensorFlow would broadcast, and plain
 * loops would read past the end.
 */

/** Rows and columns of a matrix. */
type Shape = [rows: number, columns: number];

/**
 * Both matrices have the same rows and columns.
 * @throws Error naming the operation and both shapes
 */
export function requireSameShape(
  operation: string,
  [rows, columns]: Shape,
  [otherRows, otherColumns]: Shape,
) {
  if (rows === otherRows && columns === otherColumns) return;
  throw new Error(
    `${operation} needs two matrices of the same shape, not ${rows} × ${columns} and ${otherRows} × ${otherColumns}.`,
  );
}

/**
 * Both matrices have the same columns, and the second has a whole number of rows for each row of the
 * first.
 * @throws Error naming the operation and both shapes
 */
export function requireSharedRows(
  operation: string,
  [rows, columns]: Shape,
  [otherRows, otherColumns]: Shape,
) {
  if (otherRows % rows === 0 && columns === otherColumns) return;
  throw new Error(
    `${operation} needs matrices of the same columns, the second with a whole number of rows for each row of the first, not ${rows} × ${columns} and ${otherRows} × ${otherColumns}.`,
  );
}
