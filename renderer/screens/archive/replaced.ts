/** The rows with those of the same number in the place of the earlier ones. */
export function replaced<Row extends { id: number }>(
  rows: readonly Row[],
  changed: readonly Row[],
): Row[] {
  const byId = new Map(changed.map((row) => [row.id, row]));
  return rows.map((row) => byId.get(row.id) ?? row);
}
