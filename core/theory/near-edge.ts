/** An eigenvalue above this share of 2/η is at the edge: in the central flow and in the alarms. */
export const nearEdge = 0.975;

/** @param values eigenvalues, largest first */
export function countAtEdge(values: number[], stepSize: number): number {
  return values.filter((value) => value > (2 * nearEdge) / stepSize).length;
}
